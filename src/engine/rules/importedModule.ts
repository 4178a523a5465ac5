import type { ImportBinding, Reference } from '../facts.ts';
import type { FileContext } from '../rule.ts';

/** The module that a reference's name is imported from; empty where no import binds it. */
export function importedModule(context: FileContext, reference: Reference): string {
  const binding = importBinding(context, reference);
  return binding ? context.graph.target(context.file, context.facts.imports[binding.import]!).id : '';
}

/** What the last part of a reference is called where it comes from, which an alias may hide. */
export function nameAtHome(context: FileContext, reference: Reference): string {
  const member = reference.members.at(-1);
  if (member !== undefined) return member;
  const binding = importBinding(context, reference);
  return binding ? context.facts.imports[binding.import]!.names[binding.imported]!.name : reference.name;
}

function importBinding({ graph, file }: FileContext, reference: Reference): ImportBinding | undefined {
  const binding = graph.bindingsOf(file, reference).findLast(({ kind }) => kind === 'import');
  return binding?.kind === 'import' ? binding : undefined;
}
