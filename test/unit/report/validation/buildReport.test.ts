import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/report/validation/buildReport.ts';
import { checkOfRecord, readCheckDocument } from '../../../../src/report/validation/checkDocument.ts';
import { readFact, readWaiver, waivableProbes } from '../../../../src/report/validation/facts.ts';
import { given } from '../../../../src/report/validation/input.ts';
import { renderReport } from '../../../../src/report/validation/renderReport.ts';
import { reportJsonSchema } from '../../../../src/report/validation/reportSchema.ts';
import { read as readLogText } from '../../livecheck/logs/logFiles.ts';
import { built, eventsData, good, inputOf, received, recordOf, told, upgrade } from './recording.ts';
import { sectionOf } from './written.ts';

const shipped = join(import.meta.dirname, '../../../../schema/ssot.report.schema.json');

const checkJson = (change: (document: Record<string, unknown>) => void = () => undefined): string => {
  const { started, results, evidence, durationMs, cancelled } = recordOf(good);
  const document: Record<string, unknown> = {
    schemaVersion: 1,
    tool: { name: 'ssot-migrator', version: '1.2.3' },
    target: started!.target,
    scope: started!.scope,
    startedAt: started!.startedAt,
    user: started!.user,
    verdict: { status: 'passed' },
    probes: results,
    evidence,
    notTested: [],
    durationMs,
    cancelled,
  };
  change(document);
  return JSON.stringify(document);
};

describe('the data of a report', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(reportJsonSchema()) as object);

  it('has the shipped JSON schema (npm run schema writes it)', () => {
    expect(readFileSync(shipped, 'utf8')).toBe(reportJsonSchema());
  });

  it('is valid by it, with everything and with nothing', () => {
    for (const record of [recordOf(good), recordOf([]), null]) {
      const report = built(inputOf(record));
      expect([validate(JSON.parse(JSON.stringify(report))), validate.errors]).toEqual([true, null]);
    }
    expect(validate({ ...built(inputOf(null)), schema_version: 2 })).toBe(false);
  });

  it('passes where every probe of the scope does, and names its evidence', () => {
    const report = built(inputOf(recordOf(good)));
    expect(report.verdict).toMatchObject({ status: 'passed', scope: 'full', reasons: [], blocking: [] });
    expect(report.counts).toMatchObject({ pass: 19, fail: 0, executed: 19 });
    const known = new Set(report.evidence.map(({ id }) => id));
    const cited = JSON.stringify({ ...report, evidence: [] }).match(/"E-\d+"/gu) ?? [];
    expect(cited.length).toBeGreaterThan(60);
    for (const id of cited) expect(known).toContain(JSON.parse(id));
    expect(known.size).toBe(report.evidence.length);
  });

  it('takes no verdict from a file', () => {
    const json = checkJson((document) => {
      document['probes'] = recordOf(
        told({ probe: 'welcome', verdict: 'fail', seen: [received('error_message')] }),
      ).results;
    });
    const reading = readCheckDocument(json);
    if (!reading.ok) throw new Error(reading.message);
    const report = built({ ...inputOf(null), check: given({ name: 'check.json', document: reading.check }) });
    expect(report.verdict).toMatchObject({ status: 'failed', blocking: ['welcome'] });
  });

  it('takes the evidence that a finding names, though it was recorded while another probe had its turn', () => {
    const record = recordOf(told({ probe: 'handshake', seen: [upgrade(), received('system_message')] }));
    const frame = record.evidence.find(
      ({ probe, detail }) => probe === 'handshake' && detail.kind === 'frame',
    )!.id;
    const early = record.results.map((each) =>
      each.probe === 'welcome'
        ? {
            ...each,
            evidence: [],
            findings: [{ verdict: 'pass' as const, text: 'it came', evidence: [frame] }],
          }
        : each,
    );
    const report = built(inputOf({ ...record, results: early }));
    expect(report.verdict.status).toBe('passed');
    expect(report.ws.welcome).toMatchObject({ evidence: [frame] });
  });

  it('lists the samples of all runs', () => {
    const document = JSON.parse(checkJson()) as { probes: unknown[]; durationMs: number };
    const runs = [60, 155, 900].map((total) => {
      const { results } = recordOf(
        told({
          probe: 'handshake',
          data: {
            kind: 'handshake',
            url: 'wss://x',
            offered: [],
            selected: null,
            phases: { dns: 1, tcp: 1, tls: 1, response: 1, total },
          },
        }),
      );
      return { probes: results, durationMs: 1 };
    });
    const reading = readCheckDocument(JSON.stringify({ ...document, runs }));
    if (!reading.ok) throw new Error(reading.message);
    const report = built({ ...inputOf(null), check: given({ name: 'c', document: reading.check }) });
    expect(report.perf.find(({ metric }) => metric === 'WebSocket connect')).toMatchObject({
      samples: [60, 155, 900],
      p50: 155,
      p95: 900,
      max: 900,
      result: 'pass',
    });
  });

  it('says how many runs there were and how each ended, by what each observed', () => {
    const bad = recordOf(told({ probe: 'health', verdict: 'fail' }), { durationMs: 70 });
    const cut = recordOf(told({ probe: 'close', verdict: 'skipped' }), { cancelled: true });
    const document = checkOfRecord(bad, [recordOf(good), bad, cut]);
    const report = built({ ...inputOf(null), check: given({ name: 'c', document: document! }) });
    expect(report.runs.map(({ n, status, duration_ms }) => [n, status, duration_ms])).toEqual([
      [1, 'passed', 3816],
      [2, 'failed', 70],
      [3, 'partial', 3816],
    ]);
    const [all] = report.runs[0]!.evidence;
    expect(report.evidence.find(({ id }) => id === all)?.title).toMatch(
      /^all 3 runs of the check, .* from c$/u,
    );
    for (const { evidence } of [...report.runs, ...report.perf]) expect(evidence).toContain(all);
    const performance = sectionOf(renderReport(report, { name: 'x', sha256: 'y' }), '## 10 Performance');
    expect(performance).toContain(`- The check ran 3 times; `);
    expect(performance).toMatch(/^\| 2 \| FAILED \| 70 ms \| .*health is fail.* \| \[E-\d+\] \|$/mu);
    expect(built(inputOf(recordOf(good))).runs).toEqual([]);
  });

  it('labels what the user says, and names both where the log says otherwise', async () => {
    const audit = {
      protoPayload: {
        response: {
          spec: { template: { spec: { containers: [{ resources: { limits: { memory: '4Gi' } } }] } } },
        },
      },
    };
    const log = await readLogText(JSON.stringify([audit]));
    if (!log.ok) throw new Error(log.message);
    const report = built(
      inputOf(recordOf(good), {
        facts: { memory: '512MB', revision: 'r-2', reported_url: 'https://other.example/x' },
        log: given({ name: 'a.json', summary: log.summary }),
      }),
    );
    expect(report.deployment.memory).toMatchObject({
      value: '4Gi',
      source: 'log',
      contradiction: 'the user says 512MB',
    });
    expect(report.deployment.revision).toMatchObject({ value: 'r-2', source: 'user' });
    expect(report.deployment.cpu).toEqual({
      value: null,
      source: 'unknown',
      evidence: [],
      contradiction: null,
    });
    expect(report.contradictions.map(({ text }) => text)).toEqual([
      'Tested was https://api.staging.example, and reported is https://other.example/x',
      'The log gives memory as 4Gi, and the user says 512MB',
    ]);
  });

  it('says what is otherwise than in an earlier report', () => {
    const before = built(inputOf(recordOf(good)));
    const now = built(
      inputOf(recordOf(told({ probe: 'events', verdict: 'fail', data: eventsData(['tool_completed']) })), {
        baseline: given({ name: 'before.json', report: before }),
      }),
    );
    expect(now.diff).toMatchObject({
      baseline_report_id: 'report-1',
      changed: [
        { what: 'Verdict', before: 'PASSED', after: 'PARTIAL' },
        { what: 'Agent events', before: 'pass', after: 'fail' },
      ],
    });
    expect(
      built(inputOf(recordOf(good), { baseline: given({ name: 'b', report: before }) })).diff!.changed,
    ).toEqual([]);
  });

  it('has no secret in it that a user or a file brings along', () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(30)}.${'b'.repeat(43)}`;
    const report = built(
      inputOf(
        recordOf(told({ probe: 'health', seen: [{ kind: 'note', text: `Authorization: Bearer ${token}` }] })),
        {
          issue: `see https://x.example/?token=${token}`,
          facts: { business: 'JWT_SECRET_KEY=hunter2hunter2' },
        },
      ),
    );
    expect(JSON.stringify(report)).not.toMatch(/eyJhbGci|hunter2|bbbbbb/u);
  });
});

describe("a live check's file", () => {
  it.each([
    ['{', /^it is no JSON: /u],
    ['[]', /^it is no live check's JSON: the whole: /u],
    [
      checkJson((document) => (document['schemaVersion'] = 2)),
      /schemaVersion: another version than this one reads/u,
    ],
    [checkJson((document) => delete document['evidence']), /evidence: /u],
    [checkJson((document) => (document['probes'] = [{ probe: 'nope' }])), /probes\.0\.probe: is no probe/u],
  ])('that is none is told', (text, message) => {
    const reading = readCheckDocument(text);
    expect(reading.ok ? 'read' : reading.message).toMatch(message);
  });

  it('whose observations have another form is told, and does not throw', () => {
    for (const data of [
      { kind: 'paths' },
      { kind: 'handshake', offered: 3 },
      { kind: 'welcome', variant: 7 },
    ]) {
      const json = checkJson((document) => {
        const probe = { paths: 'ws-path', handshake: 'handshake', welcome: 'welcome' }[data.kind];
        document['probes'] = recordOf(good).results.map((each) =>
          each.probe === probe ? { ...each, data } : each,
        );
      });
      const reading = readCheckDocument(json);
      if (!reading.ok) throw new Error(reading.message);
      const result = buildReport({ ...inputOf(null), check: given({ name: 'c', document: reading.check }) });
      expect(result.ok ? data : result.message).toMatch(/^the check holds observations in another form: /u);
    }
  });
});

describe('what a user adds', () => {
  it('are facts of known names', () => {
    expect(readFact('revision=r-1=x')).toEqual({ ok: true, value: { name: 'revision', value: 'r-1=x' } });
    for (const text of ['revision', 'revision=', 'status=PASSED', '=x'])
      expect(readFact(text)).toMatchObject({
        ok: false,
        message: expect.stringContaining('write NAME=VALUE, with revision') as string,
      });
  });

  it('are waivers of authentication probes alone, with who and why', () => {
    expect(waivableProbes().toSorted()).toEqual(['auth-bad', 'auth-expired', 'auth-none']);
    expect(readWaiver('auth-none=the owner: demo: staging')).toEqual({
      ok: true,
      value: { probe: 'auth-none', who: 'the owner', why: 'demo: staging' },
    });
    expect(readWaiver('health=me: trust me')).toMatchObject({ ok: false });
    expect(readWaiver('auth-none=me:')).toMatchObject({ ok: false });
  });
});
