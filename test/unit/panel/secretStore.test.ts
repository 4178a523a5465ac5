import { beforeEach, describe, expect, it } from 'vitest';
import { createSecretStore, type SecretStore } from '../../../src/extension/liveCheck/secretStore.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';

const one = 'https://one.staging.example';
const two = 'https://two.staging.example';

let kept: Map<string, string>;
let origins: readonly string[];
let asked: string[];
let answer: { secret: string; remember: boolean } | null;
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
    expect(await store.source('http://127.0.0.1:1', true)).toEqual({ kind: 'published' });
    expect(await store.obtain('http://127.0.0.1:1', true)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are asked for elsewhere; a dismissed question gives none', async () => {
    expect(await store.source(one, false)).toEqual({ kind: 'ask', origin: one });
    expect(await store.obtain(one, false)).toBe('dismissed');
    expect(asked).toEqual([one]);
  });

  it('for one run are stored nowhere and asked for again', async () => {
    answer = { secret: 'a signing secret', remember: false };
    const given = { kind: 'secret', secret: 'a signing secret', origin: one };
    expect(await store.obtain(one, false)).toEqual(given);
    expect(await store.obtain(one, false)).toEqual(given);
    expect(asked).toEqual([one, one]);
    expect([kept.size, origins.length]).toEqual([0, 0]);
  });

  it('that are remembered are given to their own origin alone', async () => {
    answer = { secret: 'a signing secret', remember: true };
    await store.obtain(one, false);
    expect(await store.source(one, false)).toEqual({ kind: 'stored', origin: one });
    expect(await store.source(two, false)).toEqual({ kind: 'ask', origin: two });
    answer = null;
    expect(await store.obtain(one, false)).toEqual({
      kind: 'secret',
      secret: 'a signing secret',
      origin: one,
    });
    expect(await store.obtain(two, false)).toBe('dismissed');
  });

  it('entered beforehand serve one run', async () => {
    answer = { secret: 'another', remember: false };
    await store.enter('http://127.0.0.1:1');
    expect(await store.source('http://127.0.0.1:1', true)).toMatchObject({ kind: 'once' });
    expect(await store.obtain('http://127.0.0.1:1', true)).toMatchObject({ secret: 'another' });
    expect(await store.obtain('http://127.0.0.1:1', true)).toBeNull();
  });

  it('that are tokens are used as tokens, without the word before them', async () => {
    const token = await signToken('some secret of enough length', 'someone', Date.now());
    answer = { secret: `  Bearer ${token}\n`, remember: false };
    expect(await store.obtain(one, false)).toEqual({ kind: 'token', token, origin: one });
  });

  it('that are tokens are forgotten when they have expired, and asked for anew', async () => {
    const token = await signToken('some secret of enough length', 'someone', Date.now() - 3_600_000);
    answer = { secret: token, remember: true };
    await store.obtain(one, false);
    expect(await store.source(one, false)).toEqual({ kind: 'ask', origin: one });
    expect([kept.size, origins.length]).toEqual([0, 0]);
  });

  it('are all forgotten at once', async () => {
    answer = { secret: 'a signing secret', remember: true };
    await store.obtain(one, false);
    await store.obtain(two, false);
    answer = { secret: 'not stored', remember: false };
    await store.enter('http://127.0.0.1:1');
    expect(await store.forgetAll()).toEqual([one, two, 'http://127.0.0.1:1']);
    expect([kept.size, origins.length]).toEqual([0, 0]);
    expect(await store.source('http://127.0.0.1:1', true)).toEqual({ kind: 'published' });
  });
});
