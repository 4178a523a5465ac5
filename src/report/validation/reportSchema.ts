import { z } from 'zod';
import { factNames, type FactName } from './factNames.ts';
import { codePart, linksPart } from './codeSchema.ts';
import { livePart } from './liveSchema.ts';
import { ids, text, verdictWord } from './schemaWords.ts';

/** A fact of the deployment with who states it; `unknown` where nobody does. Never filled in from anywhere else. */
const fact = z.strictObject({
  value: text.nullable(),
  source: z.enum(['log', 'user', 'unknown']),
  evidence: ids,
  /** What another source says instead. */
  contradiction: text.nullable(),
});

/** Something that the user says, and nothing has checked. */
const stated = z.strictObject({ value: text, source: z.enum(['user', 'git']), evidence: ids }).nullable();

const evidence = z.strictObject({
  id: text.regex(/^E-\d{2,}$/),
  source: z.enum(['live', 'code', 'log', 'user', 'report']),
  probe: text.nullable(),
  title: text,
  at_ms: z.number().nullable(),
  /** As it was recorded, redacted; null where the title says all. */
  detail: z.record(z.string(), z.unknown()).nullable(),
});

/** The data behind a validation report, and of the JSON beside it: the one definition of its form. */
export const reportSchema = z.strictObject({
  schema_version: z.literal(1),
  report_id: text,
  meta: z.strictObject({
    created_at: text,
    started_at: text.nullable(),
    ended_at: text.nullable(),
    duration_ms: z.number().nullable(),
    tool: z.strictObject({ name: text, version: text }),
    operator: stated,
    issue: stated,
    phase: stated,
    commit: stated,
    branch: stated,
    business_text: stated,
  }),
  client: z.strictObject({ os: text, runtime: text, locale_tz: text, clock_skew_s: z.number().nullable() }),
  deployment: z.strictObject(
    Object.fromEntries(factNames.map((name) => [name, fact])) as Record<FactName, typeof fact>,
  ),
  ...livePart.shape,
  code: codePart.nullable(),
  links: linksPart,
  logs: z.array(
    z.strictObject({
      source: text,
      entries: z.number(),
      from: text.nullable(),
      to: text.nullable(),
      lines: z.array(z.strictObject({ section: text, text, seen: text.nullable(), evidence: ids })),
      /** Names beside the canonical one that the runtime check lists: names in modules, not classes. */
      names: z.array(text),
    }),
  ),
  contradictions: z.array(z.strictObject({ id: text, text, evidence: ids })),
  findings: z.array(
    z.strictObject({
      id: text,
      severity: z.enum(['critical', 'high', 'medium', 'low']),
      failure_ref: text.nullable(),
      title: text,
      evidence: ids,
      explanation: text,
      next_step: text.nullable(),
    }),
  ),
  criteria: z.array(
    z.strictObject({ id: text, text, mandatory: z.boolean(), result: verdictWord, evidence: ids }),
  ),
  waivers: z.array(z.strictObject({ criterion: text, who: text, why: text })),
  diff: z
    .strictObject({
      baseline_report_id: text,
      changed: z.array(z.strictObject({ what: text, before: text, after: text, evidence: ids })),
      evidence: ids,
    })
    .nullable(),
  counts: z.strictObject({
    pass: z.number(),
    warn: z.number(),
    fail: z.number(),
    skipped: z.number(),
    inconclusive: z.number(),
    executed: z.number(),
    evidence: ids,
  }),
  verdict: z.strictObject({
    status: text,
    title: text,
    scope: z.enum(['connection', 'full']),
    sentence: text,
    reasons: z.array(
      z.strictObject({ probe: text.nullable(), title: text.nullable(), verdict: text, text, evidence: ids }),
    ),
    blocking: z.array(text),
  }),
  not_tested: z.array(z.strictObject({ item: text, reason: text })),
  evidence: z.array(evidence),
});

export type ValidationReport = z.infer<typeof reportSchema>;

/** The JSON schema of the data beside a report. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-7' });
  return `${JSON.stringify({ title: 'SSOT Migrator validation report', ...schema }, null, 2)}\n`;
}
