import type { Analysis } from '../analysis.ts';
import type { FileFacts, Reference, StringFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { takesDottedStrings } from '../python/patchingCalls.ts';
import type { FileContext } from '../rule.ts';
import { moduleOfFirstArgument, namedByString } from '../rules/stringTarget.ts';
import type { FixEnvironment } from './environment.ts';

/** A place that puts something else where a module has a name. */
export interface Patch {
  readonly file: string;
  readonly offset: number;
  /** The string that names it, as an index of the file's strings, where naming another one is all it takes to move it. */
  readonly string?: number;
  /** It replaces an attribute of what the name means, not the name: the same object under every name. */
  readonly isInside: boolean;
  /** It puts another module in the place of the whole one: an import gets that one, wherever it stands. */
  readonly isModule: boolean;
  /** It stays once the code that made it has ended: an assignment. */
  readonly stays: boolean;
}

/** Everything in the Python files of a project that replaces `name` of `module`, or something in it. */
export function patchesOf(
  analysis: Analysis,
  environment: FixEnvironment,
  module: ModuleTarget,
  name: string,
): Patch[] {
  const files = new Set([
    ...environment.filesNaming(`${module.id}.${name}`),
    ...environment.filesQuoting(module.id),
    ...(module.kind === 'file' ? environment.importersOf(module.file) : []),
  ]);
  const patches: Patch[] = [];
  for (const file of files) {
    const context = analysis.context(file);
    const text = analysis.read(file)?.text;
    if (context?.facts.language !== 'python' || text === undefined) continue;
    patches.push(...modulePatchesIn(context, text, module));
    if (text.includes(name)) patches.push(...patchesIn(context, text, module, name));
  }
  return patches;
}

/** Everything that puts another module where imports of `module` look for it. */
export function modulePatchesOf(
  analysis: Analysis,
  environment: FixEnvironment,
  module: ModuleTarget,
): Patch[] {
  return environment.filesQuoting(module.id).flatMap((file) => {
    const context = analysis.context(file);
    const text = analysis.read(file)?.text;
    return context?.facts.language === 'python' && text !== undefined
      ? modulePatchesIn(context, text, module)
      : [];
  });
}

/** `sys.modules["legacy"] = double`, and the same for a while: `patch.dict`, `monkeypatch.setitem`. */
function modulePatchesIn({ facts, file }: FileContext, text: string, { id }: ModuleTarget): Patch[] {
  return facts.strings.flatMap(({ value, callee, span }) => {
    if (value !== id) return [];
    const isSet = callee === 'sys.modules' && /^\s*\]\s*=[^=]/.test(text.slice(span.end, span.end + 80));
    const isForAWhile = /(^|\.)(dict|setitem)$/.test(callee);
    return isSet || isForAWhile || /\.(setdefault|__setitem__)$/.test(callee)
      ? [{ file, offset: span.start, isInside: false, isModule: true, stays: !isForAWhile }]
      : [];
  });
}

function patchesIn(context: FileContext, text: string, module: ModuleTarget, name: string): Patch[] {
  const { facts, file } = context;
  const dotted = `${module.id}.${name}`;
  const found: Patch[] = [];
  const add = (offset: number, more: Partial<Patch> = {}): void => {
    found.push({ file, offset, isInside: false, isModule: false, stays: false, ...more });
  };
  for (const [index, fact] of facts.strings.entries()) {
    const { value, span } = fact;
    if (value !== name && value !== module.id && value !== dotted && !value.startsWith(`${dotted}.`))
      continue;
    const named = namedByString(context, fact);
    if (named?.module.id !== module.id) continue;
    if (named.names.length === 0) {
      if (takesKeyword(named.call(), fact, name)) add(span.start);
    } else if (named.purpose === 'patch' && named.names[0] === name) {
      const isInside = named.names.length > 1 || /(^|\.)(dict|multiple)$/.test(fact.callee);
      const isWritten = value.length === fact.contentSpan.end - fact.contentSpan.start;
      const isMoved = !named.isNameOnly && isWritten;
      add(span.start, { isInside, ...(isMoved && { string: index }) });
    }
  }
  for (const reference of facts.references.all()) {
    const { call, span } = reference;
    if (!call || !takesNameOf(context, text, reference, module, name)) continue;
    add(span.start, { stays: reference.name === 'setattr' && reference.members.length === 0 });
  }
  for (const { member, owner, block, span } of facts.memberAssignments) {
    if (member !== name) continue;
    const origin = context.graph.dotted(file, facts.blocks[block]!.scope, owner);
    if (origin.kind === 'module' && origin.target.id === module.id) add(span.start, { stays: true });
  }
  // Few files hold such a string, and all hold references.
  if (isData(text, facts, dotted) || isData(text, facts, module.id)) {
    const computed = facts.references.all().find((reference) => isComputedPatch(facts, reference));
    if (computed) add(computed.span.start);
  }
  return found;
}

/** `patch.multiple("legacy", Name=double)`. */
function takesKeyword(call: Reference | undefined, { callee }: StringFact, name: string): boolean {
  return (
    callee.endsWith('.multiple') &&
    (call?.call?.arguments.some(({ keyword, spread }) => keyword === name || spread === 'keyword') ?? false)
  );
}

/** `setattr(legacy, "Name", double)`, `patch.multiple(legacy, Name=double)`: no dotted string stands in either. */
function takesNameOf(
  context: FileContext,
  text: string,
  reference: Reference,
  module: ModuleTarget,
  name: string,
): boolean {
  const { name: callee, members, call } = reference;
  const isBuiltin = members.length === 0 && (callee === 'setattr' || callee === 'delattr');
  const isMultiple = members.at(-1) === 'multiple';
  if (!call || (!isBuiltin && !isMultiple)) return false;
  const takes = isBuiltin
    ? call.arguments[1] &&
      text.slice(call.arguments[1].valueSpan.start + 1, call.arguments[1].valueSpan.end - 1) === name
    : call.arguments.some(({ keyword, spread }) => keyword === name || spread === 'keyword');
  return takes === true && moduleOfFirstArgument(context, reference)?.id === module.id;
}

/** `patch(target)`, `patch(f"{module}.Name")`, `monkeypatch.setattr(target, double)`: what it replaces is not written there. */
function isComputedPatch({ strings }: FileFacts, { name, members, call }: Reference): boolean {
  const first = call?.arguments[0];
  if (!first) return false;
  const last = members.at(-1) ?? name;
  const positional = call.arguments.filter(({ keyword }) => keyword === undefined).length;
  if (
    last !== 'patch' &&
    !(last === 'setattr' && positional === 2) &&
    !(last === 'delattr' && positional === 1)
  )
    return false;
  return (
    takesDottedStrings([name, ...members].join('.')) &&
    !strings.some(({ span }) => span.start === first.valueSpan.start)
  );
}

/** Whether a file has a string that no patching or importing call is given, and that a computed patch may use. */
function isData(text: string, { strings }: FileFacts, value: string): boolean {
  const inCalls = strings.filter((fact) => fact.value === value).length;
  let count = 0;
  for (const quote of [`"`, `'`])
    for (
      let at = text.indexOf(quote + value + quote);
      at >= 0;
      at = text.indexOf(quote + value + quote, at + 1)
    )
      count++;
  return count > inCalls;
}
