import type { Argument, Binding, Reference } from '../facts.ts';
import { lookUp } from '../graph/lookup.ts';
import { literalKeys, literalOf } from '../python/literalKeys.ts';
import { selected } from '../references.ts';
import type { FileContext } from '../rule.ts';
import type { Span } from '../text.ts';
import { callGiven, isForAWhile, isHandedOn, isSubscripted, keyBehind, WRITING } from './mappings.ts';

/** What a file does to Python's table of loaded modules, `sys.modules`, under whatever name it has it. */
export interface ModuleTableUses {
  readonly writes: readonly TableWrite[];
  readonly reads: readonly TableRead[];
}

/** A place that puts modules into the table. */
export interface TableWrite {
  readonly offset: number;
  /** The names that they get; undefined where these are computed, or where the table is handed to who may write into it. */
  readonly names: readonly string[] | undefined;
  /** It is taken back when a block or a test ends. */
  readonly isForAWhile: boolean;
}

/** An expression that is a module taken from the table, by a name that may be computed. */
export interface TableRead {
  readonly name: string | undefined;
  readonly span: Span;
}

const TABLE = 'sys.modules';

/** @param ownId the name of the module that the file is */
export function moduleTableUses(context: FileContext, text: string, ownId: string): ModuleTableUses {
  const writes: TableWrite[] = [];
  const reads: TableRead[] = [];
  const { facts } = context;
  const known = namesOfTable(context);
  const names = new Set([...known.keys()].map(({ name }) => name));
  const hasStar = facts.imports.some(
    (each) => each.module === 'sys' && each.form === 'from' && each.names[0]?.name === '*',
  );
  if (hasStar) names.add('modules');
  const add = (offset: number, of: TableWrite['names'], callee?: string): void => {
    writes.push({ offset, names: of, isForAWhile: isForAWhile(callee) });
  };

  for (const reference of names.size === 0 ? [] : selected(facts.references, { names })) {
    const behind = membersOfTable(reference);
    if (!behind) continue;
    const [method] = behind;
    if (method === undefined) ofTable(reference);
    else if (behind.length === 1) ofMethod(reference, method);
  }
  // A patch is given the table by its name, too.
  if (/["']sys\.modules["']/.test(text))
    for (const reference of selected(facts.references, { use: 'call' })) {
      const [first] = reference.call!.arguments;
      if (first && isForAWhile(written(reference)) && literalOf(cut(first.valueSpan)) === TABLE)
        add(reference.span.start, namesGiven(reference, first), written(reference));
    }
  return { writes, reads };

  /** The members behind the table, where a reference is it; undefined for what is something else. */
  function membersOfTable(reference: Reference): readonly string[] | undefined {
    const { members, name } = reference;
    const bindings = context.graph.bindingsOf(context.file, reference);
    const meant =
      bindings.length === 0 && hasStar && name === 'modules'
        ? TABLE
        : bindings.map((each) => known.get(each)).find(Boolean);
    const full = meant === undefined ? [] : [...meant.split('.'), ...members];
    return full[0] === 'sys' && full[1] === 'modules' ? full.slice(2) : undefined;
  }

  function ofTable(reference: Reference): void {
    const { argumentOf, isTarget, span } = reference;
    const entry = keyBehind(text, span.end);
    if (entry && (!isTarget || /^\s*[.[(]/.test(text.slice(entry.end, entry.end + 80))))
      reads.push({ name: entry.key, span: { start: span.start, end: entry.end } });
    else if (isTarget) add(span.start, entry ? [entry.key] : keySet(reference));
    else if (isSubscripted(text, span)) {
      const [computed] = /^\s*\[[^[\]]*\]/.exec(text.slice(span.end, span.end + 300)) ?? [];
      const [name] = nameBehind(reference) ?? [];
      if (computed) reads.push({ name, span: { start: span.start, end: span.end + computed.length } });
    } else if (isForAWhile(argumentOf)) add(span.start, namesGivenWith(span, argumentOf), argumentOf);
    else if (isHandedOn(text, reference, span) && !isNamedAnew(span)) add(span.start, undefined);
  }

  function ofMethod({ call, span }: Reference, method: string): void {
    const [first] = call?.arguments ?? [];
    const key = first && keyIn(first);
    if (call && /^(get|pop|setdefault|__getitem__)$/.test(method)) reads.push({ name: key, span: call.span });
    if (!WRITING.has(method)) return;
    const isOfOne = method === 'setdefault' || method === '__setitem__';
    if (!call) add(span.start, undefined);
    else if (isOfOne) add(span.start, key === undefined ? undefined : [key]);
    else add(span.start, keysOf(call.arguments));
  }

  function namesGivenWith(table: Span, callee: string | undefined): readonly string[] | undefined {
    const reference = callGiven(facts, table);
    const given = reference?.call!.arguments.find(({ valueSpan }) => valueSpan.start === table.start);
    return reference && given && written(reference) === callee ? namesGiven(reference, given) : undefined;
  }

  /** What a call puts into the table that it is given. */
  function namesGiven(reference: Reference, table: Argument): readonly string[] | undefined {
    const others = reference.call!.arguments.filter((each) => each !== table && each.keyword !== 'clear');
    if (!/(^|\.)setitem$/.test(written(reference))) return keysOf(others);
    const key = others[0] && keyIn(others[0]);
    return key === undefined ? undefined : [key];
  }

  function keysOf(given: readonly Argument[]): readonly string[] | undefined {
    const keys: string[] = [];
    for (const { keyword, spread, valueSpan } of given) {
      const isWhole = keyword === undefined || keyword === 'values';
      const more = spread ? undefined : isWhole ? literalKeys(cut(valueSpan)) : [keyword];
      if (!more) return undefined;
      keys.push(...more);
    }
    return keys;
  }

  /** The name that an argument is, where it is said: a string, or the name of a module as the module itself has it. */
  function keyIn({ spread, valueSpan }: Argument): string | undefined {
    return spread ? undefined : (literalOf(cut(valueSpan)) ?? nameOfModule(cut(valueSpan)));
  }

  function keySet(reference: Reference): readonly string[] | undefined {
    const { end } = reference.span;
    const isOfEntry = /^\s*\[[^[\]]*\]\s*[.[(]/.test(text.slice(end, end + 300));
    return isOfEntry ? undefined : nameBehind(reference);
  }

  /** The name in brackets behind the table, where it is that of a module as the module itself has it. */
  function nameBehind({ scope, span }: Reference): readonly [string] | undefined {
    const key = /^\s*\[\s*([\w.]+)\s*\]/.exec(text.slice(span.end, span.end + 300))?.[1];
    const name = key === undefined ? undefined : nameOfModule(key, scope);
    return name === undefined ? undefined : [name];
  }

  /** `__name__`, `legacy.__name__`. */
  function nameOfModule(expression: string, scope = 0): string | undefined {
    if (expression === '__name__') return ownId;
    const owner = /^([\w.]+)\.__name__$/.exec(expression)?.[1];
    const origin = owner === undefined ? undefined : context.graph.dotted(context.file, scope, owner);
    return origin?.kind === 'module' ? origin.target.id : undefined;
  }

  /** `table = sys.modules`: what is done under that name is looked at there. */
  function isNamedAnew({ start }: Span): boolean {
    return facts.bindings.some((each) => each.kind === 'alias' && each.targetSpan.start === start);
  }

  function cut({ start, end }: Span): string {
    return text.slice(start, end);
  }
}

function written({ name, members }: Reference): string {
  return [name, ...members].join('.');
}

/** What leads to the table, by what it is: `import sys as s`, `from sys import modules`, `table = sys.modules`. */
function namesOfTable({ facts }: FileContext): ReadonlyMap<Binding, string> {
  const known = new Map<Binding, string>();
  if (!facts.imports.some(({ module }) => module === 'sys')) return known;
  for (const binding of facts.bindings) {
    if (binding.kind === 'import') {
      const { form, module, names } = facts.imports[binding.import]!;
      if (module === 'sys')
        known.set(binding, form === 'from' ? `sys.${names[binding.imported]!.name}` : 'sys');
    } else if (binding.kind === 'alias') {
      const [first = '', ...members] = binding.target.split('.');
      const before = lookUp(facts, binding.scope, first).findLast((each) => known.has(each));
      if (before) known.set(binding, [known.get(before)!, ...members].join('.'));
    }
  }
  return known;
}
