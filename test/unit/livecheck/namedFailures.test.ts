import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ProbeResult } from '../../../src/livecheck/protocol.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { emulated } from '../emulator/support.ts';
import { token, user } from '../emulator/tokens.ts';
import { named, notNamed, type Named } from './namedFailures.ts';
import { quick, run, type Run } from './support.ts';

/** Long enough for a busy machine, and short where a row waits for what never comes. */
const timing = { ...quick, connectTimeoutMs: 1_000, welcomeTimeoutMs: 1_000, replyTimeoutMs: 600 };

/** A run against the backend of a row: of the probe that names the failure, and of all that it needs. */
async function checked(row: Named): Promise<Run> {
  const { profile, faults = [], settings = {}, authService, claims, standIn } = row;
  const given = claims === undefined ? null : await token({ ...claims });
  const against = (apiUrl: string, authUrl: string | null): Promise<Run> =>
    run(
      apiUrl,
      {
        scope: 'full',
        only: [row.probe],
        timing,
        user,
        ...settings,
        target: { ...settings.target, apiUrl, ...(authUrl === null ? {} : { authUrl }) },
      },
      {
        ...(given === null ? {} : { credentials: { kind: 'token', token: given, origin: apiUrl } }),
        ...(standIn === undefined ? {} : { probes: new Map(builtProbes).set(standIn.id, standIn) }),
      },
    );
  return emulated(
    profile,
    ({ url }) =>
      typeof authService === 'object'
        ? emulated(authService.profile, (auth) => against(url, auth.url), { pace: 0 })
        : against(url, authService === 'itself' ? url : null),
    { pace: 0, faults },
  );
}

const namesAs = (result: ProbeResult, { id, as }: Named): boolean => {
  switch (as) {
    case 'cause':
      return result.cause?.failure === id;
    case 'candidate':
      return result.cause?.candidates.some((each) => each.failure === id && each.ruledOut === null) === true;
    case 'finding':
      return result.findings.some(({ text }) => text.includes(`${id})`));
  }
};

describe('the check', () => {
  it('names what a client can see, and the others are listed with the reason why it cannot', () => {
    const all = Array.from({ length: 66 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
    expect([...named.map(({ id }) => id), ...Object.keys(notNamed)].toSorted()).toEqual(all);
    expect(named.length).toBeGreaterThanOrEqual(42);
    expect(named.filter(({ as }) => as === 'cause').length).toBeGreaterThanOrEqual(40);
  });

  it('has a page that says so for each, with the probe and what it can be tried with', () => {
    const page = readFileSync(new URL('../../../media/live-check/failures.md', import.meta.url), 'utf8');
    const lines = page.split('\n');
    for (const { id, probe, profile, faults = [] } of named) {
      const row = lines.filter((line) => line.startsWith(`| ${id} `));
      expect(row, id).toHaveLength(1);
      const wanted = [probe, ...faults, ...(profile === 'strict-intended' ? [] : [profile])];
      for (const word of wanted) expect(row[0]).toContain(word);
    }
    expect(lines.filter((line) => /^- F\d\d: /u.test(line)).map((line) => line.slice(2, 5))).toEqual(
      Object.keys(notNamed),
    );
  });

  it('names nothing where nothing is wrong', async () => {
    const { results, verdict } = await emulated('strict-intended', ({ url }) =>
      run(url, { scope: 'full', user, target: { apiUrl: url, authUrl: url } }),
    );
    expect(verdict.status).toBe('passed');
    for (const { probe, cause, nextStep } of results.values())
      expect([probe, cause, nextStep]).toEqual([probe, null, null]);
  }, 20_000);

  it.concurrent.each([
    ['late-cancelled', 'F58', /closed the socket with 1000 .*0\.1011s \(.* is no close code: F60\)/u],
    ['late-1011', null, /closed the socket with 1011 "Processing error"/u],
    ['late-cut', null, /closed the socket with 1006/u],
  ] as const)(
    'sees %s in an ordinary run, whose waits nobody has shortened',
    async (fault, failure, text) => {
      const { results } = await emulated(
        'strict-intended',
        ({ url }) => run(url, { scope: 'full', timing: {}, only: ['identity', 'liveness', 'close'] }),
        { faults: [fault] },
      );
      const liveness = results.get('liveness')!;
      expect(results.get('identity')?.verdict).toBe('pass');
      expect([liveness.verdict, liveness.cause?.failure]).toEqual(['fail', failure]);
      expect(liveness.findings.map((each) => each.text).join('\n')).toMatch(text);
      expect(results.get('close')?.verdict).toBe('fail');
    },
  );

  it.concurrent.each(named.map((row) => [row.id, row.what, row.as, row.probe, row] as const))(
    'names %s, %s, as the %s of %s',
    async (_id, _what, _as, probe, row) => {
      const { results } = await checked(row);
      const result = results.get(probe)!;
      expect(namesAs(result, row), JSON.stringify([result.summary, result.cause])).toBe(true);
      expect(result.verdict).not.toBe('pass');
      expect(result.nextStep).toMatch(/\.$/u);
      const ruledOut = result.cause?.candidates.filter((each) => each.ruledOut !== null) ?? [];
      expect(ruledOut.map(({ failure }) => failure)).toEqual(
        expect.arrayContaining([...(row.ruledOut ?? [])]),
      );
    },
  );
});
