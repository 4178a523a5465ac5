import { z } from 'zod';
import type { Evidence, ProbeData } from '../../livecheck/observations.ts';
import { probes, type NotTested, type ProbeId, type ProbeResult } from '../../livecheck/protocol.ts';
import type { RunRecord } from '../../livecheck/runRecord.ts';

const probeId = z.custom<ProbeId>((value) => probes.some(({ id }) => id === value), 'is no probe');
const verdict = z.enum(['pass', 'warn', 'fail', 'skipped', 'inconclusive']);
const ids = z.array(z.string());
const cause = z.looseObject({
  failure: z.string().nullable(),
  text: z.string(),
  candidates: z.array(
    z.looseObject({ failure: z.string().nullable(), text: z.string(), ruledOut: z.string().nullable() }),
  ),
});
/** The forms inside are the check's own; what is made of them is validated as a whole in the end. */
const data = z.custom<ProbeData | null>(
  (value) => value === null || (typeof value === 'object' && 'kind' in value),
  'is no observation',
);
const detail = z.custom<Evidence['detail']>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
  'is no evidence',
);
const result = z.looseObject({
  probe: probeId,
  verdict,
  summary: z.string(),
  findings: z.array(z.looseObject({ verdict, text: z.string(), evidence: ids })),
  cause: cause.nullable(),
  nextStep: z.string().nullable(),
  evidence: ids,
  startedMs: z.number(),
  durationMs: z.number(),
  data,
});
const notTested = z.looseObject({ probe: probeId, title: z.string(), reason: z.string() });

const evidence = z.array(
  z.looseObject({
    id: z.string().regex(/^E-\d{2,}$/u),
    probe: probeId,
    atMs: z.number(),
    title: z.string(),
    detail,
  }),
);
const run = z.looseObject({
  probes: z.array(result),
  evidence: evidence.default([]),
  notTested: z.array(notTested).default([]),
  durationMs: z.number(),
  cancelled: z.boolean().default(false),
});

/** What `ssot check --format json` and the panel's export write, as far as a report needs it. Their verdict is not read. */
const document = z.looseObject({
  schemaVersion: z.literal(1, 'another version than this one reads'),
  target: z.looseObject({
    label: z.string(),
    apiUrl: z.string(),
    webSocketUrls: z.array(z.string()),
    loopback: z.boolean(),
  }),
  scope: z.enum(['connection', 'full']),
  startedAt: z.string(),
  user: z.string(),
  tokenSource: z.string().nullish(),
  probes: z.array(result),
  evidence,
  notTested: z.array(notTested),
  durationMs: z.number(),
  cancelled: z.boolean(),
  runs: z.array(run).optional(),
});

/** One run of a check. */
export interface CheckedRun {
  readonly results: readonly ProbeResult[];
  readonly evidence: readonly Evidence[];
  readonly notTested: readonly NotTested[];
  readonly durationMs: number;
  readonly cancelled: boolean;
}

export interface CheckDocument extends CheckedRun {
  readonly target: {
    readonly label: string;
    readonly apiUrl: string;
    readonly webSocketUrls: readonly string[];
    readonly loopback: boolean;
  };
  readonly scope: 'connection' | 'full';
  readonly startedAt: string;
  readonly user: string;
  readonly tokenSource: string | null;
  /** Each run, where there were several. */
  readonly runs: readonly CheckedRun[];
}

export type CheckReading =
  { readonly ok: true; readonly check: CheckDocument } | { readonly ok: false; readonly message: string };

/** Reads a live check's JSON. @returns what is wrong with it, as the end of a sentence that begins with its name */
export function readCheckDocument(json: string): CheckReading {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, message: `it is no JSON: ${(error as Error).message}` };
  }
  const read = document.safeParse(value);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    return { ok: false, message: `it is no live check's JSON: ${path.join('.') || 'the whole'}: ${message}` };
  }
  const { probes: results, runs, tokenSource, ...rest } = read.data;
  return {
    ok: true,
    check: {
      ...rest,
      results: results,
      tokenSource: tokenSource ?? null,
      runs: (runs ?? []).map(({ probes: ofRun, ...each }) => ({ ...each, results: ofRun })),
    },
  };
}

/** A run as it was recorded, and those beside it; null where it did not start. */
export function checkOfRecord(
  record: RunRecord,
  runs: readonly RunRecord[] = [record],
): CheckDocument | null {
  const { started } = record;
  if (started === null) return null;
  const { target, scope, startedAt, user, tokenSource } = started;
  return {
    target,
    scope,
    startedAt,
    user,
    tokenSource,
    ...checkedRun(record),
    runs: runs.length > 1 ? runs.map(checkedRun) : [],
  };
}

const checkedRun = ({ started, results, evidence, durationMs, cancelled }: RunRecord): CheckedRun => ({
  results,
  evidence,
  notTested: started?.notTested ?? [],
  durationMs,
  cancelled,
});
