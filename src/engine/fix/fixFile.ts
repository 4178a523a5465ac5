import type { Analysis } from '../analysis.ts';
import type { TextEdit } from '../text.ts';
import { allows, type FixKind, type Violation } from '../violation.ts';
import { composeEdits } from './composeEdits.ts';
import type { FixEnvironment } from './environment.ts';
import { likeness, passGate } from './gate.ts';
import { movedTogether, type NewName, type TogetherIntents } from './movedTogether.ts';
import { planFile } from './plan.ts';

/** A fix of one or more violations that passed the gate, or the reason why there is none. */
export type FixResult =
  | {
      readonly ok: true;
      readonly edits: readonly TextEdit[];
      readonly text: string;
      /** The analysis with the file as it then is. */
      readonly after: Analysis;
    }
  | { readonly ok: false; readonly reason: string };

/** The fix of some violations of one file, together with what patches make them depend on there. */
export function fixViolations(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
): FixResult {
  const { all, together } = withinFile(analysis, environment, file, violations);
  const planned = planFile(analysis, environment, file, all, together);
  if (!planned.ok) return planned;
  const passed = passGate(analysis, environment, [planned.plan]);
  if (!passed.ok) return passed;
  const { edits, snapshot } = passed.files.get(file)!;
  return { ok: true, edits, text: snapshot.text, after: passed.after };
}

/** What moves together and stands in this one file needs no plan over several. */
function withinFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
): { readonly all: readonly Violation[]; readonly together: TogetherIntents | undefined } {
  const all = new Map(violations.map((violation) => [violation.fingerprint, violation]));
  const attributes = new Set<string>();
  const renames = new Set<string>();
  const strings = new Map<number, NewName>();
  for (const violation of violations) {
    const found = movedTogether(analysis, environment, violation);
    const intents = found?.ok && found.moved.intents.size === 1 ? found.moved.intents.get(file) : undefined;
    if (!found?.ok || !intents) continue;
    for (const each of found.moved.violations.get(file)!)
      if (!all.has(each.fingerprint)) all.set(each.fingerprint, each);
    for (const attribute of intents.attributes) attributes.add(attribute);
    for (const name of intents.renames) renames.add(name);
    for (const [index, name] of intents.strings) strings.set(index, name);
  }
  return {
    all: [...all.values()],
    together:
      strings.size === 0 ? undefined : { attributes, renames, strings, factories: new Set(), calls: [] },
  };
}

/** A violation that would have been fixed, with why it was not. */
export interface Refusal {
  readonly violation: Violation;
  readonly reason: string;
}

export interface FileFix {
  readonly edits: readonly TextEdit[];
  /** The text with all edits applied; the text as it was where there are none. */
  readonly text: string;
  readonly fixed: readonly Violation[];
  readonly refused: readonly Refusal[];
}

/** More passes than any fix needs: each fixes what the one before made plain. */
const mostPasses = 8;

/**
 * Fixes everything in a file that may be fixed up to `limit`, again and again until planning changes nothing more: the
 * fix of one violation may make another one plain. What is refused in the last pass stays refused; a file that does
 * not come to rest is left as it was.
 *
 * @param select what of a violation is to be fixed: all of it, some of its names, or nothing
 */
export function fixFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  limit: Exclude<FixKind, 'none'>,
  select: (violation: Violation) => Violation | undefined = (violation) => violation,
): FileFix {
  const { text = '' } = analysis.read(file) ?? {};
  const candidates = (of: Analysis): Violation[] =>
    of.check(file).flatMap((found) => {
      const violation = found.suppressed || found.intentional ? undefined : select(found);
      return violation && allows(limit, violation.fix.kind) ? [violation] : [];
    });
  const asked = candidates(analysis);
  let done: FileFix & { readonly after: Analysis } = {
    edits: [],
    text,
    fixed: [],
    refused: [],
    after: analysis,
  };
  for (let pass = 1; pass <= mostPasses; pass++) {
    const next = onePass(done.after, environment, file, pass === 1 ? asked : candidates(done.after));
    const refused = firstMet(asked, done.fixed, next.refused);
    if (next.fixed.length === 0) return { edits: done.edits, text: done.text, fixed: done.fixed, refused };
    const fixed = firstMet(
      asked,
      done.fixed,
      next.fixed.map((violation) => ({ violation })),
    ).map(({ violation }) => violation);
    done = {
      edits: done.edits.length === 0 ? next.edits : composeEdits(text.length, done.edits, next.edits),
      text: next.text,
      fixed: [...done.fixed, ...fixed],
      refused,
      after: next.after,
    };
  }
  const reason = 'its fix would be fixed again, without end';
  return { edits: [], text, fixed: [], refused: asked.map((violation) => ({ violation, reason })) };
}

/** Where all of it together does not pass the gate, as much of it as does: one violation after the other, in source order. */
function onePass(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  candidates: readonly Violation[],
): FileFix & { readonly after: Analysis } {
  const { text = '' } = analysis.read(file) ?? {};
  let best: FileFix & { readonly after: Analysis } = {
    edits: [],
    text,
    fixed: [],
    refused: [],
    after: analysis,
  };
  if (candidates.length === 0) return best;
  const together = fixViolations(analysis, environment, file, candidates);
  if (together.ok) return { ...together, fixed: candidates, refused: [] };
  if (candidates.length === 1)
    return { ...best, refused: [{ violation: candidates[0]!, reason: together.reason }] };
  for (const violation of candidates) {
    const tried = fixViolations(analysis, environment, file, [...best.fixed, violation]);
    best = tried.ok
      ? { ...tried, fixed: [...best.fixed, violation], refused: best.refused }
      : { ...best, refused: [...best.refused, { violation, reason: tried.reason }] };
  }
  return best;
}

/** What was found in a later pass, told of the violation as it was found first: a later pass reads them anew. */
function firstMet<Found extends { readonly violation: Violation }>(
  asked: readonly Violation[],
  fixed: readonly Violation[],
  found: readonly Found[],
): Found[] {
  const open = asked.filter((violation) => !fixed.includes(violation));
  return found.map((each) => {
    const at = [sameFingerprint, sameLikeness]
      .map((isSame) => open.findIndex((violation) => isSame(violation, each.violation)))
      .find((index) => index >= 0);
    return at === undefined ? each : { ...each, violation: open.splice(at, 1)[0]! };
  });
}

function sameFingerprint(a: Violation, b: Violation): boolean {
  return a.fingerprint === b.fingerprint;
}

function sameLikeness(a: Violation, b: Violation): boolean {
  return likeness(a) === likeness(b);
}
