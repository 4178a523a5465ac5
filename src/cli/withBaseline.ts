import { relative, resolve, sep } from 'node:path';
import { markKnown } from '../engine/baseline/knownViolations.ts';
import { matchBaseline } from '../engine/baseline/match.ts';
import type { BaselineText } from '../engine/baseline/format.ts';
import type { BaselineEntry } from '../engine/baseline/entry.ts';
import type { Config } from '../engine/config/schema.ts';
import { baselineFileName, readBaseline } from '../project/baselineFile.ts';
import type { ScanResult } from '../report/scanResult.ts';
import type { Narrowing } from './narrowing.ts';

export interface OpenBaseline {
  /** Absolute. */
  readonly path: string;
  /** As messages name it. */
  readonly shown: string;
  readonly text: BaselineText;
}

export type OpenBaselineResult =
  | { readonly ok: true; readonly baseline: OpenBaseline | undefined }
  | { readonly ok: false; readonly message: string; readonly isMissing: boolean };

/**
 * The baseline that a command takes into account: the one that is named, else the one in the configuration's folder, if any.
 *
 * @param asked a file, or false where none is wanted
 */
export function openBaseline(root: string, asked: string | false | undefined): OpenBaselineResult {
  if (asked === false) return { ok: true, baseline: undefined };
  const path = baselinePath(root, asked);
  const shown = shownPath(path);
  const read = readBaseline(path);
  switch (read.kind) {
    case 'read':
      return { ok: true, baseline: { path, shown, text: read.baseline } };
    case 'faulty':
      return { ok: false, message: `${shown}:${read.line}: ${read.message}`, isMissing: false };
    case 'absent':
      return asked === undefined
        ? { ok: true, baseline: undefined }
        : {
            ok: false,
            message: `${shown}: there is no such file; ssot baseline write makes one`,
            isMissing: true,
          };
  }
}

export function baselinePath(root: string, asked: string | undefined): string {
  return asked === undefined ? resolve(root, baselineFileName) : resolve(asked);
}

export function shownPath(path: string): string {
  const place = relative(process.cwd(), path);
  return place.startsWith('..') ? path : place.split(sep).join('/');
}

/** Marks in a result what the baseline knows, and says which entries are gone. */
export function withBaseline(
  { result, isThere }: { readonly result: ScanResult; readonly isThere: (file: string) => boolean },
  { shown, text }: OpenBaseline,
  isConcerned: (entry: BaselineEntry) => boolean,
): ScanResult {
  const match = matchBaseline(text.entries, result.violations, isThere);
  // Of a file that could not be read in full nobody knows what is gone.
  const unsure = new Set(result.parseErrors.map(({ file }) => file));
  return {
    ...result,
    violations: markKnown(result.violations, match.known),
    baseline: {
      file: shown,
      absent: match.absent.filter((entry) => isConcerned(entry) && !unsure.has(entry.file)),
    },
  };
}

/**
 * Whether a narrowed run would have found an entry, were it still there.
 *
 * @param isAsked whether a file is looked at
 */
export function concerns(
  { phases }: Config,
  { rule, phase, source }: Narrowing,
  isAsked: (file: string) => boolean,
): (entry: BaselineEntry) => boolean {
  const ofPhase = phase === undefined ? undefined : phases.find(({ id }) => id === phase)?.rules;
  return ({ file, ruleId }) =>
    // An entry does not say whose names it is about.
    source === undefined &&
    isAsked(file) &&
    (rule === undefined || ruleId === rule) &&
    (ofPhase === undefined || (ofPhase as readonly string[]).includes(ruleId));
}
