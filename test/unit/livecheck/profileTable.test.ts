import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCheck } from '../../../src/cli/runCheck.ts';
import { profiles } from '../../../src/emulator/profiles.ts';
import { probes, type ProbeResult } from '../../../src/livecheck/protocol.ts';
import { evidenceOf } from '../../../src/report/live/explained.ts';
import { rowOf, type CheckJson } from './checkJson.ts';
import { profileTable, type Row } from './profileTable.ts';

/** Runs are mostly waits, so that a few share the machine. */
const atOnce = 4;
/** Every run waits a few times until an answer is too late. */
const patience = 60_000;

interface Ran {
  readonly code: number;
  readonly document: CheckJson;
}

describe('what every probe says of every profile', () => {
  const ran = new Map<string, Ran>();
  let folder = '';

  /** `ssot check --profile ID --format json --output FILE`, in this process. */
  const run = async (id: string): Promise<void> => {
    const { timeout, slow } = profileTable[id] ?? { timeout: 1, slow: true };
    const output = join(folder, `${id}.json`);
    const code = await runCheck(
      { profile: id, format: 'json', scope: 'full', repeat: 1, waiver: [], color: false, timeout, output },
      { readTargets: () => Promise.resolve({ ok: true, targets: {} }), pace: slow ? 1 : 0 },
      '0.0.0',
    );
    ran.set(id, { code, document: JSON.parse(await readFile(output, 'utf8')) as CheckJson });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ssot-table-'));
    const waiting = profiles.map(({ id }) => id);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await run(next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (process.env['UPDATE_TABLE'] !== undefined)
      console.log([...ran].map(([id, { document }]) => printed(id, rowOf(document))).join('\n'));
  }, patience);
  afterAll(() => rm(folder, { recursive: true }));

  it('has a row for each profile, and in it a cell for each probe', () => {
    expect(Object.keys(profileTable)).toEqual(profiles.map(({ id }) => id));
    for (const { cells } of Object.values(profileTable))
      expect(Object.keys(cells)).toEqual(probes.map(({ id }) => id));
  });

  it.each(Object.keys(profileTable))(
    'is in the row of %s',
    async (id) => {
      const { status, cells } = profileTable[id]!;
      const expected = { status, cells };
      // What a close means depends on how soon it came, which a busy machine delays: once more, alone.
      if (!isDeepStrictEqual(rowOf(ran.get(id)!.document), expected)) await run(id);
      expect(rowOf(ran.get(id)!.document)).toEqual(expected);
    },
    patience,
  );

  it.each(Object.keys(profileTable))('comes with what to do about %s, and with the exit code', (id) => {
    const { code, document } = ran.get(id)!;
    const isWell = ({ verdict }: ProbeResult): boolean => verdict === 'pass' || verdict === 'skipped';
    for (const each of document.probes.filter((one) => !isWell(one))) {
      expect(each.nextStep, each.probe).toBeTruthy();
      expect(each.cause, each.probe).not.toBeNull();
      expect(evidenceOf(each), each.probe).not.toEqual([]);
    }
    const passed = ['passed', 'passed-with-warnings'].includes(document.verdict.status);
    expect(code).toBe(passed ? 0 : 1);
  });
});

/** A row as this table has it, of what differs from a good backend. */
function printed(id: string, { status, cells }: Pick<Row, 'status' | 'cells'>): string {
  const differing = Object.entries(cells).filter(
    ([probe, [verdict]]) => verdict !== (probe === 'certificate' ? 'not-tested' : 'pass'),
  );
  const lines = differing.map(
    ([probe, [verdict, failure]]) =>
      `    '${probe}': ['${verdict}', ${failure === null ? 'null' : `'${failure}'`}],`,
  );
  return [`  '${id}': row('${status}', {`, ...lines, '  }),'].join('\n');
}
