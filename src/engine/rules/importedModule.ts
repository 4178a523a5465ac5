import type { Reference } from '../facts.ts';
import type { FileContext } from '../rule.ts';

/** The module that a reference's name is imported from; empty where no import binds it. */
export function importedModule({ graph, file, facts }: FileContext, reference: Reference): string {
  const binding = graph.bindingsOf(file, reference).findLast(({ kind }) => kind === 'import');
  return binding?.kind === 'import' ? graph.target(file, facts.imports[binding.import]!).id : '';
}
