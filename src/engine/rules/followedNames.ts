import type { Reference } from '../facts.ts';
import type { FileContext } from '../rule.ts';

/** The names that some binding of the file gives a meaning that may be owned: no other call has to be followed. */
export function namesToFollow(context: FileContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const binding of context.facts.bindings) {
    if (binding.kind !== 'import' && binding.kind !== 'alias') continue;
    if (!names.has(binding.name) && context.mayBeOwned(binding)) names.add(binding.name);
  }
  return names;
}

/** The module that a reference's name is imported from; empty where no import binds it. */
export function importedModule({ graph, file, facts }: FileContext, reference: Reference): string {
  const binding = graph.bindingsOf(file, reference).findLast(({ kind }) => kind === 'import');
  return binding?.kind === 'import' ? graph.target(file, facts.imports[binding.import]!).id : '';
}
