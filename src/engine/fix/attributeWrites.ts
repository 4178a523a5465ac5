import type { Argument, Reference } from '../facts.ts';
import { lookUp } from '../graph/lookup.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { literalOf } from '../python/literalKeys.ts';
import { selected } from '../references.ts';
import { moduleOfFirstArgument } from '../rules/stringTarget.ts';
import { isQuoted } from './mappings.ts';
import { isBehind, type ModuleValue } from './moduleValues.ts';
import { namespaceWrites } from './namespaceWrites.ts';
import { isNamed, membersBehind, type PatchScene } from './patchScene.ts';

/** A place that sets an attribute of a module, or takes it away, and names the module by no string. */
export interface AttributeWrite {
  readonly offset: number;
  /** It stays once the code that made it has ended. */
  readonly stays: boolean;
}

/** All that a file does to `name` of `module` through the module itself. */
export function attributeWrites(scene: PatchScene, { id }: ModuleTarget, name: string): AttributeWrite[] {
  return [
    ...assignments(scene, `${id}.${name}`),
    ...setByCalls(scene, id, name),
    ...namespaceWrites(scene, id, name),
  ];
}

/** `legacy.Name = double`, `import_module("legacy").Name = double`, `del legacy.Name`. */
function assignments(scene: PatchScene, dotted: string): AttributeWrite[] {
  const { context, values, words } = scene;
  const { facts, file, graph } = context;
  const name = dotted.slice(dotted.lastIndexOf('.') + 1);
  const writes: AttributeWrite[] = [];
  for (const { member, owner, block, span } of facts.memberAssignments) {
    if (member !== name) continue;
    const { scope } = facts.blocks[block]!;
    const origin = graph.dotted(file, scope, owner);
    const [first = '', ...members] = `${owner}.${member}`.split('.');
    const isSet =
      (origin.kind === 'module' && `${origin.target.id}.${name}` === dotted) ||
      values.heldBy(lookUp(facts, scope, first)).some((value) => isBehind(value, members, dotted));
    if (isSet) writes.push({ offset: span.start, stays: true });
  }
  for (const value of values.found)
    if (isTarget(scene, value) && isBehind(value, membersBehind(scene, value).members, dotted))
      writes.push({ offset: value.span.start, stays: true });
  for (const reference of words.deletions())
    if (reference.members.at(-1) === name && isNamed(scene, reference, reference.members, dotted))
      writes.push({ offset: reference.span.start, stays: true });
  // `legacy.Name |= more`: few files hold such a statement, and all hold references.
  if (isAugmented(scene.text, name))
    for (const reference of facts.references.all())
      if (
        reference.isTarget &&
        reference.members.at(-1) === name &&
        isNamed(scene, reference, reference.members, dotted)
      )
        writes.push({ offset: reference.span.start, stays: true });
  return writes;
}

/** Whether an attribute of that name is changed somewhere by an operator. */
function isAugmented(text: string, name: string): boolean {
  return new RegExp(`\\.\\s*${name}\\s*(?:\\*\\*|//|<<|>>|[-+*/%@&|^])=`, 'u').test(text);
}

/** Whether an expression that gives a module is what something behind it is set on. */
function isTarget({ context }: PatchScene, { span }: ModuleValue): boolean {
  const startsIn = { start: span.start, end: span.start + 1 };
  return selected(context.facts.references, { startsIn }).some((each) => each.isTarget);
}

/** `setattr(legacy, "Name", double)`, `patch.multiple(legacy, Name=double)`: no string names the module there. */
function setByCalls(scene: PatchScene, id: string, name: string): AttributeWrite[] {
  return scene.words.setting().flatMap((reference): AttributeWrite[] => {
    const { call, members, span } = reference;
    const method = members.at(-1);
    const isBuiltin = method === undefined && (reference.name === 'setattr' || reference.name === 'delattr');
    const isMultiple = method === 'multiple';
    const isOfPatch = method === 'object' || method === 'setattr' || method === 'delattr';
    const [first, second] = call?.arguments ?? [];
    if (first && (method === '__setattr__' || method === '__delattr__'))
      return mayBe(scene, first, name) && isNamed(scene, reference, members.slice(0, -1), id)
        ? [{ offset: span.start, stays: true }]
        : [];
    if (!first || !call || (!isBuiltin && !isMultiple && !isOfPatch)) return [];
    const takes = isMultiple
      ? call.arguments.some(({ keyword, spread }) => keyword === name || spread === 'keyword')
      : second !== undefined &&
        mayBe(scene, second, name) &&
        !(isOfPatch && isFound(scene, reference, second));
    return takes && isModule(scene, first, id) ? [{ offset: span.start, stays: isBuiltin }] : [];
  });
}

/** `patch.object(legacy, "Name")`: the string is found for what it is. */
function isFound({ context, text }: PatchScene, reference: Reference, { valueSpan }: Argument): boolean {
  const isLiteral = literalOf(text.slice(valueSpan.start, valueSpan.end)) !== undefined;
  return isLiteral && moduleOfFirstArgument(context, reference) !== undefined;
}

/** Whether an argument is a string, or may be it where it is computed and the string stands somewhere in the file. */
function mayBe({ text }: PatchScene, { valueSpan }: Argument, value: string): boolean {
  const given = literalOf(text.slice(valueSpan.start, valueSpan.end));
  return given === undefined ? isQuoted(text, value) : given === value;
}

function isModule(scene: PatchScene, { valueSpan }: Argument, id: string): boolean {
  const { start, end } = valueSpan;
  if (scene.values.found.some(({ isOf, span }) => span.start === start && span.end === end && isOf(id)))
    return true;
  const startsIn = { start, end: start + 1 };
  return selected(scene.context.facts.references, { startsIn }).some(
    (each) => each.span.end === end && isNamed(scene, each, each.members, id),
  );
}
