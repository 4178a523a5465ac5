import type { Argument, Binding, Reference } from '../facts.ts';
import { literalOf } from '../python/literalKeys.ts';
import { selected } from '../references.ts';
import type { FileContext } from '../rule.ts';
import { absoluteName, packageOf } from '../rules/relativeModule.ts';
import type { Span } from '../text.ts';
import { isQuoted } from './mappings.ts';
import type { TableRead } from './moduleTable.ts';
import type { PatchWords } from './patchWords.ts';

/** What a file holds of modules that it finds by their names when it runs: `import_module("m")`, `sys.modules["m"]`. */
export interface ModuleValues {
  /** The expressions that give a module. */
  readonly found: readonly ModuleValue[];
  /** Those that one of some variables is set to: `m = import_module("a.b")`. */
  heldBy(bindings: readonly Binding[]): readonly ModuleValue[];
}

export interface ModuleValue {
  readonly span: Span;
  /** Whether it may be the module of that name; where the name is computed, one that stands in quotes in the file. */
  readonly isOf: (id: string) => boolean;
}

/** Whether `members` of what a value gives are what is called `full`, beginning with the module where it is. */
export function isBehind({ isOf }: ModuleValue, members: readonly string[], full: string): boolean {
  const rest = members.map((each) => `.${each}`).join('');
  return full.endsWith(rest) && isOf(full.slice(0, full.length - rest.length));
}

export function moduleValues(
  context: FileContext,
  text: string,
  words: PatchWords,
  table: readonly TableRead[],
): ModuleValues {
  const { facts } = context;
  const isOfQuoted = (id: string): boolean => isQuoted(text, id);
  const found = table.map(({ name, span }): ModuleValue => ({
    span,
    isOf: name === undefined ? isOfQuoted : (id) => id === name,
  }));
  /** `from importlib import import_module as load` */
  const aliases = new Set(
    facts.imports.flatMap(({ names }) =>
      names.flatMap(({ name, local }) => (IMPORTING.has(name) && local !== undefined ? [local] : [])),
    ),
  );
  if (words.importing)
    for (const reference of selected(facts.references, { use: 'call' }))
      if (isImporting(reference)) found.push({ span: reference.call!.span, isOf: importedBy(reference) });
  const held = found.length === 0 ? new Map<Binding, ModuleValue>() : heldValues();

  function isImporting({ name, members }: Reference): boolean {
    return IMPORTING.has(members.at(-1) ?? name) || (members.length === 0 && aliases.has(name));
  }

  function importedBy(reference: Reference): (id: string) => boolean {
    const { name, members, call } = reference;
    const literal = call!.arguments[0] && literalIn(call!.arguments[0]);
    if (literal === undefined) return isOfQuoted;
    const full = literal.startsWith('.') ? absoluteName({ value: literal }, packageIn(reference)) : literal;
    // `__import__("a.b")` gives a, or a.b where it is given a list of names besides.
    const isTop = (members.at(-1) ?? name) === '__import__';
    return (id) => id === full || (isTop && id === literal.split('.', 1)[0]);
  }

  function packageIn(reference: Reference): string {
    const [, second] = reference.call!.arguments;
    return packageOf(context, reference)?.id ?? (second && literalIn(second)) ?? '';
  }

  function literalIn({ valueSpan }: Argument): string | undefined {
    return literalOf(text.slice(valueSpan.start, valueSpan.end));
  }

  /** The variables that are set to nothing but one of the expressions. */
  function heldValues(): Map<Binding, ModuleValue> {
    const byStart = new Map(found.map((value) => [value.span.start, value]));
    const variables = new Map<Binding, ModuleValue>();
    for (const binding of facts.bindings) {
      if (binding.kind !== 'variable') continue;
      const { end } = binding.span;
      const sign = /^\s*(?::[^=\n]+)?:?=\s*/.exec(text.slice(end, end + 200));
      const value = sign ? byStart.get(end + sign[0].length) : undefined;
      if (value && /^[ \t]*([\r\n;#)]|$)/.test(text.slice(value.span.end, value.span.end + 80)))
        variables.set(binding, value);
    }
    return variables;
  }

  return {
    found,
    heldBy: (bindings) =>
      held.size === 0 ? [] : bindings.flatMap((each) => (held.has(each) ? [held.get(each)!] : [])),
  };
}

/** Functions that give the module which a string names. */
const IMPORTING: ReadonlySet<string> = new Set([
  'import_module',
  '__import__',
  'importorskip',
  'resolve_name',
]);
