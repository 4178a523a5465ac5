/** Short ways to ask the facts of a small source. */
import type { Binding, FileFacts, Reference } from '../../../src/engine/facts.ts';
import { extractPythonFacts } from '../../../src/engine/python/extractFacts.ts';

/** Facts of a source that must be without errors. */
export function factsOf(source: string): FileFacts {
  const facts = extractPythonFacts(source);
  if (facts.syntaxErrors.length > 0) throw new Error(JSON.stringify(facts.syntaxErrors));
  return facts;
}

/** `name.members use` of every reference, in order. */
export function uses(facts: FileFacts): string[] {
  return facts.references.all().map(({ name, members, use }) => `${[name, ...members].join('.')} ${use}`);
}

export function reference(facts: FileFacts, name: string): Reference {
  const found = facts.references.all().find((each) => [each.name, ...each.members].join('.') === name);
  if (!found) throw new Error(`no reference ${name}`);
  return found;
}

export function binding(facts: FileFacts, name: string): Binding {
  const found = facts.bindings.find((each) => each.name === name);
  if (!found) throw new Error(`no binding ${name}`);
  return found;
}

/** `name@scope` of every binding: the scope's name or kind. */
export function bound(facts: FileFacts): string[] {
  return facts.bindings.map(({ name, scope }) => {
    const block = facts.blocks[scope]!;
    return `${name}@${block.name ?? block.kind}`;
  });
}

export function cut(
  source: string,
  span: { readonly start: number; readonly end: number } | undefined,
): string {
  return span === undefined ? '' : source.slice(span.start, span.end);
}
