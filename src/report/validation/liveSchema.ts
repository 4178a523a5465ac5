import { z } from 'zod';
import { ids, ms, text, verdictWord } from './schemaWords.ts';

const phases = z.strictObject({
  dns: z.number().nullable(),
  tcp: z.number().nullable(),
  tls: z.number().nullable(),
  response: z.number().nullable(),
  total: ms,
});
const nothing = <T extends z.ZodType>(part: T): z.ZodNullable<T> => part.nullable();

/** What the live check observed. Null or empty where it did not. */
export const livePart = z.strictObject({
  target: nothing(
    z.strictObject({
      label: text,
      environment: z.enum(['loopback', 'remote']),
      api_url: text,
      ws_url: text.nullable(),
      reported_url: text.nullable(),
      reported_url_same: z.boolean().nullable(),
      reported_evidence: ids,
      tls: nothing(
        z.strictObject({
          subject: text,
          san: z.array(text),
          issuer: text,
          valid_to: text,
          days_left: z.number(),
          evidence: ids,
        }),
      ),
      evidence: ids,
    }),
  ),
  health: z.array(
    z.strictObject({
      path: text,
      status: z.number().nullable(),
      state: text.nullable(),
      degraded: z.array(text),
      ms,
      threshold_ms: z.number(),
      result: verdictWord,
      evidence: ids,
    }),
  ),
  http: z.array(
    z.strictObject({
      evidence: ids,
      method: text,
      url: text,
      status: z.number(),
      ms,
      body: text,
      truncated: z.boolean(),
    }),
  ),
  ws: z.strictObject({
    paths: z.array(
      z.strictObject({
        path: text,
        outcome: text,
        status: z.number().nullable(),
        ms,
        chosen: z.boolean(),
        evidence: ids,
      }),
    ),
    attempts: z.array(
      z.strictObject({
        n: z.number(),
        url: text,
        offered: z.array(text),
        selected: text.nullable(),
        http_status: z.number(),
        phase_ms: phases,
        evidence: ids,
      }),
    ),
    handshake: nothing(
      z.strictObject({
        url: text,
        offered: z.array(text),
        selected: text.nullable(),
        phase_ms: phases,
        evidence: ids,
      }),
    ),
    welcome: nothing(
      z.strictObject({
        variant: text,
        strict_match: z.boolean(),
        missing: z.array(text),
        user_id_shown: text.nullable(),
        connection_id: text.nullable(),
        ms,
        evidence: ids,
      }),
    ),
    frames: z.array(
      z.strictObject({
        evidence: ids,
        direction: text,
        t_ms: z.number(),
        opcode: text,
        type: text.nullable(),
        size: z.number(),
        body: text,
      }),
    ),
    protocol_ping: nothing(z.strictObject({ rtt_ms: z.number(), evidence: ids })),
    app_ping: nothing(z.strictObject({ answered: z.boolean(), ms: z.number().nullable(), evidence: ids })),
    // Reports of before have none.
    heartbeat: nothing(
      z.strictObject({ seen: z.boolean(), at_ms: z.number().nullable(), evidence: ids }),
    ).default(null),
    close: nothing(z.strictObject({ code: z.number(), reason: text, initiator: text, evidence: ids })),
    reconnect: nothing(z.strictObject({ attempts: z.number(), identity: text, evidence: ids })),
  }),
  jwt: nothing(
    z.strictObject({
      alg: text.nullable(),
      claims: z.record(z.string(), z.union([text, z.number(), z.boolean(), z.array(text)])),
      lifetime_s: z.number().nullable(),
      seconds_left: z.number().nullable(),
      missing_recommended: z.array(text),
      obtained_via: text.nullable(),
      evidence: ids,
    }),
  ),
  auth: z.strictObject({
    identity: nothing(
      z.strictObject({
        requested: text,
        observed: text.nullable(),
        source: text.nullable(),
        match: text,
        evidence: ids,
      }),
    ),
    level: nothing(
      z.strictObject({
        value: z.enum(['strict', 'relaxed', 'demo', 'emergency', 'unknown']),
        source: text,
        evidence: ids,
      }),
    ),
    e2e: nothing(z.strictObject({ headers_sent: z.array(text), effect: text, evidence: ids })),
    negative: z.array(
      z.strictObject({ case: text, expected: text, observed: text, result: verdictWord, evidence: ids }),
    ),
  }),
  events: nothing(
    z.strictObject({
      frames: z.array(
        z.strictObject({
          name: text,
          t_ms: z.number(),
          form: text,
          missing_fields: z.array(text),
          user_id_ok: z.boolean().nullable(),
          run_id_ok: z.boolean().nullable(),
          evidence: ids,
        }),
      ),
      received: z.array(text),
      missing: z.array(text),
      ordering_violations: z.array(text),
      duplicates: z.number(),
      first_ms: z.number().nullable(),
      total_ms: z.number().nullable(),
      max_gap_ms: z.number().nullable(),
      score: z.number(),
      impact: text,
      evidence: ids,
    }),
  ),
  isolation: nothing(
    z.strictObject({
      users: z.array(
        z.strictObject({
          requested: text,
          observed: text.nullable(),
          conn_ref: text.nullable(),
          own_frames: z.number(),
          foreign_hits: z.number(),
          evidence: ids,
        }),
      ),
      distinct_identities: z.number(),
      verdict: verdictWord,
      not_testable_reason: text.nullable(),
      evidence: ids,
    }),
  ),
  errors: z.array(
    z.strictObject({
      probe: text,
      expected: text,
      observed: text,
      close_code: z.number().nullable(),
      error_code: text.nullable(),
      survived: z.boolean(),
      result: verdictWord,
      evidence: ids,
    }),
  ),
  /** How each run ended, where there were several. Reports of before have none. */
  runs: z
    .array(
      z.strictObject({
        n: z.number(),
        status: text,
        title: text,
        sentence: text,
        duration_ms: z.number(),
        evidence: ids,
      }),
    )
    .default([]),
  perf: z.array(
    z.strictObject({
      metric: text,
      unit: text,
      samples: z.array(z.number()),
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      max: z.number().nullable(),
      threshold: z.number().nullable(),
      threshold_source: text,
      result: verdictWord,
      evidence: ids,
    }),
  ),
  steps: z.array(
    z.strictObject({
      id: text,
      title: text,
      mandatory: z.boolean(),
      status: verdictWord,
      started_ms: z.number().nullable(),
      ms: z.number().nullable(),
      evidence: ids,
      reason: text.nullable(),
    }),
  ),
});
