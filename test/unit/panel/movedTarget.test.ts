import { beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/engine/config/parseConfig.ts';
import type { SecretAnswer } from '../../../src/extension/liveCheck/askForSecret.ts';
import { createMemory } from '../../../src/extension/liveCheck/memory.ts';
import { createSecretStore } from '../../../src/extension/liveCheck/secretStore.ts';
import { createSession, type Session } from '../../../src/extension/liveCheck/session.ts';
import { targetsOf } from '../../../src/extension/liveCheck/targets.ts';
import type { Credentials } from '../../../src/livecheck/credentials.ts';
import { emulatorSecret } from '../../../src/livecheck/protocol.ts';
import { runLiveCheck } from '../../../src/livecheck/runLiveCheck.ts';
import { signToken } from '../../../src/livecheck/tokens.ts';
import { emulated } from '../emulator/support.ts';
import { withHttp } from '../livecheck/peers.ts';
import { quick } from '../livecheck/support.ts';

/** A window whose configuration somebody may change: what was entered must not follow it to another host. */
let staging: { apiUrl: string; authUrl?: string };
let answer: SecretAnswer | null;
let asked: (string | null)[][];
let confirmed: string[];
/** What runs were given; none of them is carried out. */
let used: (Credentials | undefined)[];
let everything: unknown[];

const secretsOf = (storage: Map<string, string>): ReturnType<typeof createSecretStore> => {
  let origins: readonly string[] = [];
  return createSecretStore({
    secrets: {
      get: (key) => Promise.resolve(storage.get(key)),
      store: (key, value) => Promise.resolve(void storage.set(key, value)),
      delete: (key) => Promise.resolve(void storage.delete(key)),
    },
    origins: { read: () => origins, write: (all) => Promise.resolve(void (origins = all)) },
    ask: (...about) => {
      asked.push(about);
      return Promise.resolve(answer);
    },
  });
};

async function windowOf(check?: typeof runLiveCheck): Promise<Session> {
  const session = createSession({
    findTargets: () => {
      const text = JSON.stringify({ staging: { targets: { staging } } });
      return Promise.resolve(targetsOf([{ uri: 'file:///w/c', file: 'c', text }], parseConfig));
    },
    blocked: () => null,
    confirmProduction: (origin) => Promise.resolve(confirmed.push(origin) > 0),
    secrets: secretsOf(new Map()),
    memory: createMemory({
      get: () => undefined,
      update: (key, value) => Promise.resolve(void everything.push(key, value)),
    }),
    preferences: () => ({ scope: 'connection', users: 2, timing: quick }),
    check:
      check ??
      /* oxlint-disable-next-line typescript/require-await, require-yield -- a run that does nothing */
      async function* (_, options) {
        used.push(options?.credentials);
      },
    log: (line) => everything.push(line),
  });
  await session.refresh();
  return session;
}

const entered: SecretAnswer = {
  secret: 'a bypass key',
  remember: true,
  authOrigin: 'https://auth.staging.example',
};

beforeEach(() => {
  staging = { apiUrl: 'https://api.staging.example', authUrl: 'https://auth.staging.example' };
  answer = entered;
  [asked, confirmed, used, everything] = [[], [], [], []];
});

describe('a configuration that points its target elsewhere', () => {
  const { apiUrl, authUrl } = {
    apiUrl: 'https://api.staging.example',
    authUrl: 'https://auth.staging.example',
  };

  it.each([
    ['the backend', { apiUrl: 'https://api.staging.evil.example', authUrl }],
    ['the auth service', { apiUrl, authUrl: 'https://auth.staging.evil.example' }],
    ['another port', { apiUrl: `${apiUrl}:8443`, authUrl }],
    ['the unencrypted form', { apiUrl: apiUrl.replace('https', 'http'), authUrl }],
  ])('gets no key that was stored, and the user is asked anew by name: %s', async (_, moved) => {
    const session = await windowOf();
    await session.run();
    expect(used).toEqual([{ kind: 'simulation', key: 'a bypass key', authOrigin: authUrl, origin: apiUrl }]);
    staging = moved;
    answer = null;
    await session.refresh();
    expect(session.state().credentials).toEqual({ kind: 'ask', origin: new URL(moved.apiUrl).origin });
    expect(await session.run()).toBeNull();
    expect(asked).toEqual([
      [apiUrl, authUrl],
      [moved.apiUrl, moved.authUrl],
    ]);
    expect(used).toHaveLength(1);
  });

  it('gets no signing secret that was stored either', async () => {
    answer = { secret: 'a signing secret', remember: true };
    const session = await windowOf();
    await session.run();
    staging = { apiUrl: 'https://api.staging.evil.example' };
    answer = null;
    await session.refresh();
    expect(await session.run()).toBeNull();
    expect(asked.at(-1)).toEqual(['https://api.staging.evil.example', null]);
    expect(used).toHaveLength(1);
  });

  it('has no part in what was admitted before: a run that nobody attends goes where it was admitted', async () => {
    const targets: string[] = [];
    /* oxlint-disable-next-line typescript/require-await, require-yield -- a run that does nothing */
    const session = await windowOf(async function* (settings, options) {
      targets.push(settings.target.apiUrl);
      used.push(options?.credentials);
    });
    const admission = (await session.admit(session.state().targets[0]!.id))!;
    staging = { apiUrl: 'https://api.staging.evil.example' };
    await session.refresh();
    await session.runUnattended(admission);
    expect(targets).toEqual([apiUrl]);
    expect(used).toMatchObject([{ origin: apiUrl }]);
  });
});

describe('an auth service that looks like production', () => {
  it('has to be confirmed, although the backend does not look like it', async () => {
    staging = { ...staging, authUrl: 'https://auth.company.com' };
    answer = { secret: 'a bypass key', remember: false, authOrigin: 'https://auth.company.com' };
    await (await windowOf()).run();
    expect(confirmed).toEqual(['https://auth.company.com']);
  });

  it('is not asked about where no key of its own is used', async () => {
    staging = { ...staging, authUrl: 'https://auth.company.com' };
    answer = { secret: 'a signing secret', remember: false };
    await (await windowOf()).run();
    expect(confirmed).toEqual([]);
  });
});

describe('a bypass key in use', () => {
  it('brings a token for the run, and shows nowhere', async () => {
    const keys: unknown[] = [];
    const token = await signToken(emulatorSecret, 'e2e-someone', Date.now());
    await emulated('strict-intended', (backend) =>
      withHttp(
        (request, response) => {
          keys.push(request.headers['x-e2e-bypass-key']);
          response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ access_token: token }));
        },
        async (auth) => {
          staging = { apiUrl: backend.url, authUrl: auth.url };
          answer = { secret: 'a bypass key', remember: false, authOrigin: auth.url };
          const session = await windowOf(runLiveCheck);
          await session.enterSecret();
          const run = await session.run();
          expect(run).toMatchObject({ state: 'finished', user: 'e2e-someone' });
          expect(run?.tokenSource).toContain(`issued by the end-to-end simulation of ${auth.url}`);
          expect(keys).toEqual(['a bypass key']);
          const shown = JSON.stringify([
            session.state(),
            everything,
            [...(session.record()?.evidence.values() ?? [])],
          ]);
          for (const secret of ['a bypass key', token, emulatorSecret]) expect(shown).not.toContain(secret);
        },
      ),
    );
  });
});
