import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestRecord } from '../../../../src/livecheck/logs/splitRecords.ts';
import { readLog } from '../../../../src/livecheck/logs/readLog.ts';
import { cloudEntry, found, loaded, nineNames, read, summaryOf, textEntry } from './logFiles.ts';

const messageOf = async (text: string | Uint8Array): Promise<string> => {
  const reading = await read(text);
  return reading.ok ? 'it was read' : reading.message;
};

describe('a deployment log', () => {
  const forms: Readonly<Record<string, string>> = {
    'one array': JSON.stringify(loaded, null, 2),
    'an array in one line': JSON.stringify(loaded),
    'objects one after the other': loaded.map((entry) => JSON.stringify(entry, null, 2)).join('\n'),
    'lines of JSON': loaded.map((entry) => JSON.stringify(entry)).join('\n'),
  };
  for (const [form, text] of Object.entries(forms)) {
    it(`says the same as ${form}, however it is cut into pieces`, async () => {
      for (const size of [1, 7, 4096]) {
        const log = await summaryOf(text, size);
        expect(log).toMatchObject({
          entries: 3,
          from: '2025-09-15T05:48:29.306485Z',
          severities: { INFO: 2, WARNING: 1 },
          services: ['netra-backend-staging'],
          projects: ['netra-staging'],
          regions: ['us-central1'],
          revisions: [{ name: 'netra-backend-staging-00659-q6z', count: 3 }],
          ssot: { levels: [{ level: 'WARNING', count: 1 }] },
          issues: [{ number: 824, count: 1 }],
        });
        expect(log.ssot.classes.map(({ name }) => name)).toEqual(nineNames);
        expect(log.ssot.indicators.map((each) => each.text)).toEqual([
          'WebSocket Manager module loaded - SSOT consolidation active (Issue #824 remediation)',
        ]);
      }
    });
  }

  it('is read from plain text, with the lines where things stand', async () => {
    const log = await summaryOf(
      [
        '2025-09-15 00:18:33 - WebSocket Manager SSOT validation: WARNING',
        '2025-09-15 00:18:33 - Factory methods added to UnifiedWebSocketEmitter - Issue #582 remediation complete',
        '2025-09-15 00:18:34,101 - netra_backend.app.main - ERROR - closed with 1011 (main mode error)',
        'INFO:     127.0.0.1 - "GET /health HTTP/1.1" 200 OK',
      ].join('\r\n'),
    );
    expect(log).toMatchObject({
      entries: 4,
      from: '2025-09-15 00:18:33',
      to: '2025-09-15 00:18:34.101',
      severities: { ERROR: 1, INFO: 1 },
      ssot: { levels: [{ level: 'WARNING', line: 1 }] },
      issues: [{ number: 582, line: 2 }],
      closed1011: { count: 1, line: 3, modules: ['netra_backend.app.main'] },
      failures: [{ failure: 'F50', closesWith1011: true, modules: ['netra_backend.app.main'] }],
    });
  });

  it('is read as a Windows shell writes it', async () => {
    const wide = Buffer.from(`\ufeff${JSON.stringify(loaded)}`, 'utf16le');
    expect((await summaryOf(wide, 1001)).entries).toBe(3);
  });

  it('survives characters that are cut in two, and keeps strings with brackets in them whole', async () => {
    const entry = cloudEntry({ message: 'SSOT "}{{" \\ ⚠️ validation' });
    expect((await summaryOf(JSON.stringify([entry]), 1)).ssot.indicators[0]!.text).toBe(
      'SSOT "}{{" \\ ⚠️ validation',
    );
  });

  it('tells the deployment from an audit entry', async () => {
    const audit = {
      protoPayload: {
        response: {
          spec: {
            template: {
              metadata: { annotations: { 'autoscaling.knative.dev/minScale': '1' } },
              spec: {
                containers: [
                  { image: 'gcr.io/x/backend@sha256:1', resources: { limits: { cpu: '4', memory: '4Gi' } } },
                ],
              },
            },
          },
        },
      },
    };
    const { facts } = await summaryOf(JSON.stringify([audit]));
    expect(facts.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'image gcr.io/x/backend@sha256:1',
      'memory 4Gi',
      'cpu 4',
      'min_instances 1',
    ]);
  });

  it('takes a failed validation for what it is', async () => {
    const { ssot } = await summaryOf('ERROR WebSocket Manager SSOT validation failed: no module\n');
    expect(ssot.levels).toMatchObject([{ level: 'FAILED', why: 'no module' }]);
  });

  it('counts several managers of a user as the known failure', async () => {
    const message =
      "SSOT validation issues (non-blocking): ['Multiple manager instances for user demo-user-001 - potential duplication']";
    const log = await summaryOf(JSON.stringify([cloudEntry({ message }), cloudEntry({ message })]));
    expect(log.ssot.duplicatedUsers).toMatchObject([{ user: 'demo-user-001', count: 2 }]);
    expect(log.failures).toMatchObject([{ failure: 'F56', count: 2, closesWith1011: false }]);
  });
});

describe('what is no log', () => {
  it.each([
    ['', 'it is empty'],
    [' \n\n', 'it is empty'],
    ['a\0b', 'it is no text'],
    ['---\ninsertId: 1\nlogName: x\n', "it is YAML, gcloud's default; read the log with --format json"],
    ['[\n{"a":1},\n{"b":', 'its JSON is cut off after 1 entries, in line 3'],
    ['[{"a":1}', 'its JSON is cut off after 1 entries, in line 1'],
    ['[{"a":1}] extra', 'line 1: "extra" stands where a log entry should begin'],
    [
      'Dear all,\nthis is a letter.\n',
      'no entry of a log was found in it: no JSON, no line with a time or a level',
    ],
  ])('%j is told', async (text, message) => {
    expect(await messageOf(text)).toBe(message);
  });

  it('is told with the line where JSON of several lines is broken', async () => {
    expect(await messageOf('[\n{"a":1},\n{"b"\n: oops}]')).toMatch(/^line 3: /u);
  });

  it('is told where it is compressed, or an entry is endless', async () => {
    expect(await messageOf(gzipSync('{}'))).toBe('it is compressed; unpack it first');
    expect(await messageOf(`2025-09-15 00:18:33 ${'x'.repeat(longestRecord + 1)}`)).toContain(
      'more than 1 MiB',
    );
    expect(await messageOf(`[{"a":"${'x'.repeat(longestRecord + 1)}`)).toContain('more than 1 MiB');
  });

  it('counts lines that begin like JSON and are none', async () => {
    expect((await summaryOf('{"message":"ok"}\n{broken\n')).unreadable).toBe(1);
  });

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(typeof (await read(text)).ok).toBe('boolean');
      }),
    );
  });
});

describe('a large log', () => {
  const line = `${JSON.stringify(cloudEntry({ message: 'y'.repeat(900) }))}\n`;
  /** So many megabytes of a log, with what stands before it, and how many were taken. */
  const large = (megabytes: number, before = '') => {
    const bytes = new TextEncoder().encode(line.repeat(Math.ceil(1_000_000 / line.length)));
    const taken = { megabytes: 0 };
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield new TextEncoder().encode(before);
      for (; taken.megabytes < megabytes; taken.megabytes++) yield bytes;
    };
    return { chunks: chunks(), taken, entries: Math.ceil(1_000_000 / line.length) * megabytes };
  };

  it('is read as it comes, and what is kept of it stays small', async () => {
    const { chunks, entries } = large(20);
    const reading = await readLog(chunks);
    expect(reading).toMatchObject({ ok: true, summary: { entries } });
    expect(JSON.stringify(reading).length).toBeLessThan(2000);
  });

  it('is not read on once something is wrong with it', async () => {
    const { chunks, taken } = large(20, '[{"a":1}, oops ');
    expect(await readLog(chunks)).toMatchObject({ ok: false });
    expect(taken.megabytes).toBeLessThan(3);
  });

  it('keeps a bounded number of different things, and says so', async () => {
    const entries = Array.from({ length: 1500 }, (_, at) =>
      textEntry(
        `Traceback (most recent call last):\n  File "/app/a.py", line ${at + 1}, in f\nKeyError: 'x'`,
      ),
    );
    const log = await summaryOf(entries.map((entry) => JSON.stringify(entry)).join('\n'));
    expect(log.tracebacks).toHaveLength(1000);
    expect(log.cut).toEqual(['tracebacks']);
  });

  it('names each of the names of the runtime check once, however often it is logged', async () => {
    const log = await summaryOf(Array.from({ length: 20 }, () => `WARNING ${found}`).join('\n'));
    expect(log.ssot.classes).toHaveLength(9);
    expect(log.ssot.classes[0]!.count).toBe(20);
  });
});
