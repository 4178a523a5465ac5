import type { Reference } from '../facts.ts';
import { selected } from '../references.ts';
import type { Span } from '../text.ts';
import type { AttributeWrite } from './attributeWrites.ts';
import { callGiven, isForAWhile, isHandedOn, isSubscripted, keyBehind, WRITING } from './mappings.ts';
import { isBehind } from './moduleValues.ts';
import { isNamed, membersBehind, type PatchScene } from './patchScene.ts';

/** A dictionary that holds the names of a module, as it stands in the text. */
interface Namespace {
  readonly span: Span;
  /** What is read of it. */
  readonly method: string | undefined;
  /** The name that the expression begins with. */
  readonly reference: Reference | undefined;
}

/** `legacy.__dict__["Name"] = double`, `vars(legacy).update(Name=double)`. */
export function namespaceWrites(scene: PatchScene, id: string, name: string): AttributeWrite[] {
  const { text, words } = scene;
  if (!words.namespace) return [];
  return namespacesOf(scene, id).flatMap((namespace) => {
    const { reference, span } = namespace;
    const stays = !isForAWhile(reference?.argumentOf);
    return isWritten(text, namespace, name) ? [{ offset: span.start, stays }] : [];
  });
}

function namespacesOf(scene: PatchScene, id: string): Namespace[] {
  const { facts } = scene.context;
  const found: Namespace[] = [];
  for (const reference of facts.references.all()) {
    const { argumentOf, members, span } = reference;
    const at = members.indexOf('__dict__');
    if (argumentOf === 'vars' && isNamed(scene, reference, members, id)) addVars(span);
    else if (at >= 0 && isNamed(scene, reference, members.slice(0, at), id))
      addDictionary(members.slice(at + 1), span, reference);
  }
  for (const value of scene.values.found) {
    const { members, end } = membersBehind(scene, value);
    const { span } = value;
    const [reference] = selected(facts.references, { startsIn: { start: span.start, end: span.start + 1 } });
    const at = members.indexOf('__dict__');
    if (isBehind(value, members, id)) addVars(span);
    else if (at >= 0 && isBehind(value, members.slice(0, at), id))
      addDictionary(members.slice(at + 1), { start: span.start, end }, reference);
  }
  return found;

  function addDictionary(behind: readonly string[], span: Span, reference: Reference | undefined): void {
    if (behind.length < 2) found.push({ span, method: behind[0], reference });
  }

  function addVars(given: Span): void {
    const vars = callGiven(facts, given);
    if (vars?.call && vars.name === 'vars' && vars.members.length === 0)
      found.push({ span: vars.call.span, method: vars.call.member, reference: vars });
  }
}

function isWritten(text: string, { span, method, reference }: Namespace, name: string): boolean {
  if (method !== undefined) return WRITING.has(method);
  const entry = keyBehind(text, span.end);
  if (reference?.isTarget) return entry === undefined || entry.key === name;
  return !isSubscripted(text, span) && isHandedOn(text, reference ?? {}, span);
}
