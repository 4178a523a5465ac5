import type { FileFacts, Reference, StringFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { takesDottedStrings } from '../python/patchingCalls.ts';
import { namedByString } from '../rules/stringTarget.ts';
import { attributeWrites } from './attributeWrites.ts';
import type { FixEnvironment } from './environment.ts';
import { isForAWhile, isQuoted } from './mappings.ts';
import type { PatchScene } from './patchScene.ts';

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

/** Where a file is looked through for patches; undefined where it is none of Python. */
export type SceneOf = (file: string) => PatchScene | undefined;

/** Everything in the Python files of a project that replaces `name` of `module`, or something in it. */
export function patchesOf(
  sceneOf: SceneOf,
  environment: FixEnvironment,
  module: ModuleTarget,
  name: string,
): Patch[] {
  const files = new Set([
    ...environment.filesNaming(`${module.id}.${name}`),
    ...filesAround(environment, module),
  ]);
  return [...files].flatMap((file) => {
    const scene = sceneOf(file);
    if (!scene) return [];
    const replaced = modulePatchesIn(scene, module);
    return scene.text.includes(name) ? [...replaced, ...patchesIn(scene, module, name)] : replaced;
  });
}

/** Of all that, what stays once the code that made it has ended: it is all that an import sees that runs when a module is loaded. */
export function lastingPatchesOf(
  sceneOf: SceneOf,
  environment: FixEnvironment,
  module: ModuleTarget,
  name: string,
): Patch[] {
  return [...filesAround(environment, module)].flatMap((file) => {
    const scene = sceneOf(file);
    if (!scene) return [];
    const found = modulePatchesIn(scene, module);
    for (const { offset, stays } of scene.text.includes(name) ? attributeWrites(scene, module, name) : [])
      found.push({ file, offset, isInside: false, isModule: false, stays });
    return found.filter(({ stays }) => stays);
  });
}

/** The module's own file, those that import it, and those in which a string is its name, or may be relative to a package. */
function filesAround(environment: FixEnvironment, module: ModuleTarget): ReadonlySet<string> {
  const relative = `.${module.id.slice(module.id.lastIndexOf('.') + 1)}`;
  return new Set([
    ...environment.filesQuoting(module.id),
    ...environment.filesNaming(relative),
    ...(module.kind === 'file' ? [module.file, ...environment.importersOf(module.file)] : []),
  ]);
}

/** `sys.modules["legacy"] = double`, and the same for a while: `patch.dict`, `monkeypatch.setitem`. */
function modulePatchesIn({ context, text, table }: PatchScene, { id }: ModuleTarget): Patch[] {
  const { facts, file } = context;
  const isHeld = (): boolean => isQuoted(text, id);
  const add = (offset: number, stays: boolean): Patch => ({
    file,
    offset,
    isInside: false,
    isModule: true,
    stays,
  });
  return [
    ...table.writes.flatMap(({ offset, names, isForAWhile: isShort }) =>
      (names ? names.includes(id) : isHeld()) ? [add(offset, !isShort)] : [],
    ),
    // What the dictionary is cannot always be told.
    ...facts.strings.flatMap(({ value, callee, span }) =>
      value === id && isForAWhile(callee) ? [add(span.start, false)] : [],
    ),
  ];
}

function patchesIn(scene: PatchScene, module: ModuleTarget, name: string): Patch[] {
  const { context, text } = scene;
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
  for (const { offset, stays } of attributeWrites(scene, module, name)) add(offset, { stays });
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
