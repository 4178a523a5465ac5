import { beforeEach, describe, expect, it } from 'vitest';
import type { SecretAnswer } from '../../../src/extension/liveCheck/askForSecret.ts';
import { createSecretStore, type SecretStore } from '../../../src/extension/liveCheck/secretStore.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';

const one = 'https://one.staging.example';
const two = 'https://two.staging.example';

let kept: Map<string, string>;
let origins: readonly string[];
let asked: string[];
let answer: SecretAnswer | null;
let store: SecretStore;

beforeEach(() => {
  kept = new Map();
  origins = [];
  asked = [];
  answer = null;
  store = createSecretStore({
    secrets: {
      get: (key) => Promise.resolve(kept.get(key)),
      store: (key, value) => Promise.resolve(void kept.set(key, value)),
      delete: (key) => Promise.resolve(void kept.delete(key)),
    },
    origins: { read: () => origins, write: (all) => Promise.resolve(void (origins = all)) },
    ask: (origin) => {
      asked.push(origin);
      return Promise.resolve(answer);
    },
  });
});

describe('secrets of the live check', () => {
  it('are not needed on this machine, and not asked for', async () => {
    expect(await store.source('http://127.0.0.1:1', true, null)).toEqual({ kind: 'published' });
    expect(await store.obtain('http://127.0.0.1:1', true, null)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are asked for elsewhere; a dismissed question gives none', async () => {
    expect(await store.source(one, false, null)).toEqual({ kind: 'ask', origin: one });
    expect(await store.obtain(one, false, null)).toBe('dismissed');
    expect(asked).toEqual([one]);
  });

  it('for one run are stored nowhere and asked for again', async () => {
    answer = { secret: 'a signing secret', remember: false };
    const given = { kind: 'secret', secret: 'a signing secret', origin: one };
    expect(await store.obtain(one, false, null)).toEqual(given);
    expect(await store.obtain(one, false, null)).toEqual(given);
    expect(asked).toEqual([one, one]);
    expect([kept.size, origins.length]).toEqual([0, 0]);
  });

  it('that are remembered are given to their own origin alone', async () => {
    answer = { secret: 'a signing secret', remember: true };
    await store.obtain(one, false, null);
    expect(await store.source(one, false, null)).toEqual({ kind: 'stored', origin: one });
    expect(await store.source(two, false, null)).toEqual({ kind: 'ask', origin: two });
    answer = null;
    expect(await store.obtain(one, false, null)).toEqual({
      kind: 'secret',
      secret: 'a signing secret',
      origin: one,
    });
    expect(await store.obtain(two, false, null)).toBe('dismissed');
  });

  it('entered beforehand serve one run', async () => {
    answer = { secret: 'another', remember: false };
    await store.enter('http://127.0.0.1:1', null);
    expect(await store.source('http://127.0.0.1:1', true, null)).toMatchObject({ kind: 'once' });
    expect(await store.obtain('http://127.0.0.1:1', true, null)).toMatchObject({ secret: 'another' });
    expect(await store.obtain('http://127.0.0.1:1', true, null)).toBeNull();
  });

  it('that are tokens are used as tokens, without the word before them', async () => {
    const token = await signToken('some secret of enough length', 'someone', Date.now());
    answer = { secret: `  Bearer ${token}\n`, remember: false };
    expect(await store.obtain(one, false, null)).toEqual({ kind: 'token', token, origin: one });
  });

  it('that are tokens are forgotten when they have expired, and asked for anew', async () => {
    const token = await signToken('some secret of enough length', 'someone', Date.now() - 3_600_000);
    answer = { secret: token, remember: true };
    await store.obtain(one, false, null);
    expect(await store.source(one, false, null)).toEqual({ kind: 'ask', origin: one });
    expect([kept.size, origins.length]).toEqual([0, 0]);
  });

  it('are all forgotten at once', async () => {
    answer = { secret: 'a signing secret', remember: true };
    await store.obtain(one, false, null);
    await store.obtain(two, false, null);
    answer = { secret: 'not stored', remember: false };
    await store.enter('http://127.0.0.1:1', null);
    expect(await store.forgetAll()).toEqual([one, two, 'http://127.0.0.1:1']);
    expect([kept.size, origins.length]).toEqual([0, 0]);
    expect(await store.source('http://127.0.0.1:1', true, null)).toEqual({ kind: 'published' });
  });
});

describe('the bypass key of an auth service', () => {
  const auth = 'https://auth.staging.example';
  const elsewhere = 'https://auth.elsewhere.example';
  const given = { kind: 'simulation', key: 'a bypass key', authOrigin: auth, origin: one };
  beforeEach(() => {
    answer = { secret: ' a bypass key\n', remember: true, authOrigin: auth };
  });

  it('is kept for both: the service that it goes to, and the origin that its tokens go to', async () => {
    expect(await store.obtain(one, false, auth)).toEqual(given);
    answer = null;
    expect(await store.source(one, false, auth)).toEqual({ kind: 'stored', origin: one });
    expect(await store.obtain(one, false, auth)).toEqual(given);
    expect(asked).toEqual([one]);
  });

  it('is not given for another origin that names the same service: its tokens would go there', async () => {
    await store.obtain(one, false, auth);
    answer = null;
    expect(await store.source(two, false, auth)).toEqual({ kind: 'ask', origin: two });
    expect(await store.obtain(two, false, auth)).toBe('dismissed');
    expect(asked).toEqual([one, two]);
  });

  it('is not given for another service that the same origin names', async () => {
    await store.obtain(one, false, auth);
    answer = null;
    expect(await store.source(one, false, elsewhere)).toEqual({ kind: 'ask', origin: one });
    expect(await store.obtain(one, false, elsewhere)).toBe('dismissed');
    // A target that names none leaves it where it was entered for.
    expect(await store.obtain(one, false, null)).toEqual(given);
  });

  it('that was entered for one run is not kept for a run elsewhere', async () => {
    answer = { secret: 'a bypass key', remember: false, authOrigin: auth };
    await store.enter(one, auth);
    answer = null;
    expect(await store.obtain(one, false, elsewhere)).toBe('dismissed');
    expect(await store.obtain(one, false, auth)).toBe('dismissed');
    expect(kept.size).toBe(0);
  });

  it('takes the place of a signing secret, and the other way round', async () => {
    await store.obtain(one, false, auth);
    answer = { secret: 'a signing secret', remember: true };
    await store.enter(one, auth);
    await store.obtain(one, false, auth);
    expect(await store.obtain(one, false, auth)).toMatchObject({ kind: 'secret' });
    expect([kept.size, origins]).toEqual([1, [one]]);
    answer = { secret: 'a bypass key', remember: true, authOrigin: auth };
    await store.enter(one, auth);
    await store.obtain(one, false, auth);
    expect(await store.obtain(one, false, auth)).toEqual(given);
    expect(kept.size).toBe(1);
  });

  it('is forgotten with the others', async () => {
    await store.obtain(one, false, auth);
    expect(await store.forgetAll()).toEqual([one]);
    expect([kept.size, origins.length]).toEqual([0, 0]);
    expect(await store.source(one, false, auth)).toEqual({ kind: 'ask', origin: one });
  });

  it('that cannot be read any more is asked for anew', async () => {
    await store.obtain(one, false, auth);
    for (const text of ['{', '[]', '{"authOrigin":7}']) {
      kept.set([...kept.keys()][0]!, text);
      expect(await store.source(one, false, auth), text).toEqual({ kind: 'ask', origin: one });
    }
  });
});
