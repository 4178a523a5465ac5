import type { Comparable } from '../engine/baseline/comparable.ts';
import { schemaVersion } from './json.ts';

/** What is compared of a violation of an earlier scan. */
export interface BaseViolation extends Comparable {
  readonly phase: string | null;
  /** The ids of the sources that own a name of it. */
  readonly items: readonly { readonly source: string }[];
  /** 1-based, as it was then. */
  readonly line: number;
  readonly message: string;
  readonly baselined?: boolean;
}

export type BaseReport =
  | { readonly ok: true; readonly violations: readonly BaseViolation[] }
  | { readonly ok: false; readonly message: string };

/** Reads what `scan --format json` wrote. Of what it does not know, it takes nothing for granted. */
export function readBaseReport(text: string): BaseReport {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return wrong('it is not JSON');
  }
  if (!isRecord(document) || !isRecord(document['tool']) || document['tool']['name'] !== 'ssot-migrator')
    return wrong('it is no report of `ssot scan --format json`');
  const version = document['schemaVersion'];
  if (typeof version !== 'number') return wrong('it does not say its schemaVersion');
  if (version > schemaVersion)
    return wrong(
      `it is of schemaVersion ${version}, and this version of ssot reads up to ${schemaVersion}: use the newer one for both scans`,
    );
  const { violations } = document;
  if (!Array.isArray(violations)) return wrong('it has no list of violations');
  const read = violations.map(readViolation);
  const broken = read.indexOf(undefined);
  if (broken >= 0)
    return wrong(`violations[${broken}] is not one: a file, a rule or a fingerprint is missing`);
  return { ok: true, violations: read.filter((each) => each !== undefined) };
}

function readViolation(value: unknown): BaseViolation | undefined {
  if (!isRecord(value)) return undefined;
  const { ruleId, phase, items, file, range, message, fingerprint, module, names } = value;
  if (typeof ruleId !== 'string' || typeof file !== 'string' || typeof fingerprint !== 'string')
    return undefined;
  const start = isRecord(range) ? range['start'] : undefined;
  const line = isRecord(start) ? start['line'] : undefined;
  return {
    ruleId,
    phase: typeof phase === 'string' ? phase : null,
    items: Array.isArray(items) ? items.filter(hasSource) : [],
    file,
    line: typeof line === 'number' ? line : 1,
    message: typeof message === 'string' ? message : '',
    fingerprint,
    module: typeof module === 'string' ? module : '',
    names: Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [],
    suppressed: value['suppressed'] === true,
    intentional: value['intentional'] === true,
    baselined: value['baselined'] === true,
  };
}

function hasSource(value: unknown): value is { source: string } {
  return isRecord(value) && typeof value['source'] === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function wrong(message: string): BaseReport {
  return { ok: false, message };
}
