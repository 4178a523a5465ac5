import { z } from 'zod';
import { ids, text } from './schemaWords.ts';

const counts = z.record(z.string(), z.number());

/** What the scan of the workspace says. */
export const codePart = z.strictObject({
  files_seen: z.number(),
  files_analyzed: z.number(),
  violations: z.number(),
  by_rule: counts,
  by_fix: counts,
  scan_evidence: ids,
  phases: z.array(
    z.strictObject({
      id: text.nullable(),
      title: text,
      right: z.number(),
      left: z.number(),
      others: z.number(),
      percent: z.number().nullable(),
      target: text.nullable(),
      evidence: ids,
    }),
  ),
  /** The drawing's file beside the report; null where the past could not be read. */
  burn_down: z
    .strictObject({
      file: text,
      points: z.array(z.strictObject({ commit: text, date: text, violations: z.number().nullable() })),
      evidence: ids,
    })
    .nullable(),
  inventory: z.strictObject({ by_kind: counts, names: z.number(), evidence: ids }),
  /** What the names that the runtime check lists are, by the inventory; null without a log that lists any. */
  runtime_names: z
    .strictObject({
      names: z.number(),
      known: z.number(),
      definitions: z.number(),
      evidence: ids,
    })
    .nullable(),
  /** Legacy modules, and by which of them what is imported today goes on. */
  shims: z.array(
    z.strictObject({
      module: text,
      state: text,
      is_shim: z.boolean(),
      warns: z.boolean(),
      importing_files: z.number(),
      evidence: ids,
    }),
  ),
});

/** A 1011 or an exception, and the violations of the module in which it was. */
export const linksPart = z.array(
  z.strictObject({
    what: text,
    module: text,
    failure_ref: text.nullable(),
    file: text,
    violations: z.number(),
    rules: z.array(text),
    evidence: ids,
  }),
);
