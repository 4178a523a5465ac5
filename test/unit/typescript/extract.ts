import ts from 'typescript';
import type { Binding, FileFacts } from '../../../src/engine/facts.ts';
import type { Span } from '../../../src/engine/text.ts';
import { readTypeScript } from '../../../src/engine/typescript/extractFacts.ts';

/** The facts of a text, as the file of that name. */
export function extract(text: string, path = 'a.ts'): FileFacts {
  return readTypeScript(ts, path, text);
}

/** What stands in a span. */
export function at(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

/** The one binding of a name. */
export function bindingOf(facts: FileFacts, name: string): Binding {
  const found = facts.bindings.filter((binding) => binding.name === name);
  if (found.length !== 1) throw new Error(`${name} is bound ${found.length} times`);
  return found[0]!;
}

/** The references of a name with their uses: `call`, `type annotation`. */
export function usesOf(facts: FileFacts, name: string): string[] {
  return facts.references
    .all()
    .filter((reference) => reference.name === name)
    .map(({ use, space, members }) =>
      [space === 'type' ? 'type' : '', use, ...members].filter(Boolean).join(' '),
    );
}
