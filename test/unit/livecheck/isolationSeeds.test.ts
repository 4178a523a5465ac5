import { afterAll, describe, expect, it } from 'vitest';
import type { PlantedLeak } from '../../../src/emulator/leaks.ts';
import type { IsolationData } from '../../../src/livecheck/observations.ts';
import { mostUsers } from '../../../src/livecheck/protocol.ts';
import { emulated } from '../emulator/support.ts';
import { run } from './support.ts';

/** `npm run test:isolation` asks for a hundred. */
const asked = process.env['SSOT_ISOLATION_SEEDS'];
const seeds = Array.from({ length: Number(asked ?? 6) }, (_, index) => index + 1);
/** A backend as designed does little by its seed. */
const quietSeeds = asked === undefined ? seeds.slice(0, 2) : seeds;

/** Nothing of it is waited for: every answer comes. Fifty users on a busy machine take their time, though. */
const timing = { welcomeTimeoutMs: 20_000, replyTimeoutMs: 20_000, closeTimeoutMs: 20_000 };
const patience = 60_000;

/** What the isolation probe sees of fifty users, and what the backend says that it planted. */
const isolationOf = (
  profile: string,
  seed: number,
  faults: readonly string[] = [],
): Promise<{ data: IsolationData; planted: readonly PlantedLeak[] }> =>
  emulated(
    profile,
    async ({ url, plantedLeaks }) => {
      const settings = { scope: 'full', only: ['isolation'], users: mostUsers, timing } as const;
      const { results } = await run(url, settings);
      const data = results.get('isolation')?.data;
      if (data?.kind !== 'isolation') throw new Error(results.get('isolation')?.summary);
      return { data, planted: plantedLeaks() };
    },
    { seed, faults },
  );

/** Who saw what of whom, each once. */
const seenIn = ({ users }: IsolationData): string[] =>
  [
    ...new Set(
      users.flatMap(({ requested, foreign }) =>
        foreign.map(({ what, of }) => `${requested} saw the ${what} of ${users[of]!.requested}`),
      ),
    ),
  ].sort();

const plantedIn = (leaks: readonly PlantedLeak[]): string[] =>
  [...new Set(leaks.map(({ on, kind, of }) => `${on} saw the ${kind} of ${of}`))].sort();

describe('fifty users', () => {
  const found: Record<PlantedLeak['kind'], number> = {
    'user-id': 0,
    marker: 0,
    'connection-id': 0,
    'thread-id': 0,
    'run-id': 0,
  };
  const note = (expected: readonly string[]): void => {
    for (const kind of Object.keys(found) as PlantedLeak['kind'][])
      found[kind] += expected.filter((each) => each.includes(` ${kind} `)).length;
  };
  let falseAlarms = 0;
  afterAll(() => {
    if (asked !== undefined)
      console.log(
        `${seeds.length} seeds: planted and found ${JSON.stringify(found)}, false alarms ${falseAlarms}`,
      );
  });

  it.each(seeds)(
    'see of each other exactly what leaky plants with the seed %i',
    async (seed) => {
      const { data, planted } = await isolationOf('leaky', seed);
      const expected = plantedIn(planted);
      expect(data.distinctIdentities).toBe(mostUsers);
      expect(expected.length).toBeGreaterThanOrEqual(mostUsers);
      expect(seenIn(data)).toEqual(expected);
      note(expected);
    },
    patience,
  );

  it.each(quietSeeds)(
    'see exactly the events of an agent that go astray with the seed %i, though it takes its time',
    async (seed) => {
      const { data, planted } = await isolationOf('strict-intended', seed, ['events-astray']);
      const expected = plantedIn(planted);
      expect(expected).toHaveLength(3);
      expect(seenIn(data)).toEqual(expected);
      note(expected);
    },
    patience,
  );

  it('see all kinds of leaks over these seeds', () => {
    for (const [kind, count] of Object.entries(found)) expect(count, kind).toBeGreaterThan(0);
  });

  it.each(quietSeeds)(
    'see nothing of each other on a backend as designed with the seed %i',
    async (seed) => {
      const { data, planted } = await isolationOf('strict-intended', seed);
      falseAlarms += seenIn(data).length;
      expect([seenIn(data), plantedIn(planted)]).toEqual([[], []]);
      expect(data).toMatchObject({ distinctIdentities: mostUsers, notTestable: null });
    },
    patience,
  );
});
