import type { Credentials } from '../../livecheck/credentials.ts';
import { jsonObject } from '../../livecheck/message.ts';
import type { CredentialSource } from '../../livecheck/panelProtocol.ts';
import { readToken } from '../../livecheck/tokens.ts';
import type { SecretAnswer } from './askForSecret.ts';

/** Where secrets lie: `SecretStorage`, which cannot list its keys, and a list of the origins beside it. */
export interface SecretPorts {
  readonly secrets: {
    get(key: string): PromiseLike<string | undefined>;
    store(key: string, value: string): PromiseLike<void>;
    delete(key: string): PromiseLike<void>;
  };
  readonly origins: { read(): readonly string[]; write(origins: readonly string[]): PromiseLike<void> };
  /** Asks the user; null where the question was dismissed. */
  readonly ask: (origin: string, authOrigin: string | null) => Promise<SecretAnswer | null>;
}

/**
 * Secrets by origin (`scheme://host[:port]`). One that was entered for an origin is given out for that origin alone. The bypass
 * key of an auth service is bound to both: to the service that it is sent to, and to the origin that the tokens are for. So
 * `authOrigin` is the auth service that the target names now, null for none.
 */
export interface SecretStore {
  readonly source: (
    origin: string,
    loopback: boolean,
    authOrigin: string | null,
  ) => Promise<CredentialSource>;
  /** What a run may use: null for the published secret of a loopback target, `dismissed` where the user gave none. */
  readonly obtain: (
    origin: string,
    loopback: boolean,
    authOrigin: string | null,
  ) => Promise<Credentials | null | 'dismissed'>;
  /** Asks for a secret before the run that uses it. */
  readonly enter: (origin: string, authOrigin: string | null) => Promise<void>;
  readonly forget: (origin: string) => Promise<void>;
  /** Forgets all of them, and gives the origins that they were for. */
  readonly forgetAll: () => Promise<readonly string[]>;
}

export function createSecretStore({ secrets, origins, ask }: SecretPorts): SecretStore {
  /** For the next run alone; never written anywhere. */
  const once = new Map<string, Credentials>();

  const forget = async (origin: string): Promise<void> => {
    once.delete(origin);
    await secrets.delete(secretKey(origin));
    await secrets.delete(bypassKey(origin));
    await origins.write(origins.read().filter((each) => each !== origin));
  };

  /** Of an origin one thing is remembered: what was entered last. */
  const remember = async (credentials: Credentials): Promise<void> => {
    const { origin } = credentials;
    await forget(origin);
    if (credentials.kind === 'simulation') {
      const { authOrigin, key } = credentials;
      await secrets.store(bypassKey(origin), JSON.stringify({ authOrigin, key }));
    } else {
      const secret = credentials.kind === 'secret' ? credentials.secret : credentials.token;
      await secrets.store(secretKey(origin), secret);
    }
    await origins.write([...new Set([...origins.read(), origin])]);
  };

  /** What is remembered and still of use. */
  const stored = async (origin: string): Promise<Credentials | null> => {
    const key = readBypass((await secrets.get(bypassKey(origin))) ?? null, origin);
    if (key !== null) return key;
    const secret = (await secrets.get(secretKey(origin))) ?? null;
    if (secret === null) return null;
    if (!isExpired(secret, Date.now())) return credentialsOf(secret, origin);
    await forget(origin);
    return null;
  };

  /** Asks, and remembers where the user wishes so. */
  const askFor = async (origin: string, authOrigin: string | null): Promise<Credentials | null> => {
    const answer = await ask(origin, authOrigin);
    if (answer === null) return null;
    const credentials: Credentials =
      answer.authOrigin === undefined
        ? credentialsOf(withoutScheme(answer.secret), origin)
        : { kind: 'simulation', key: answer.secret.trim(), authOrigin: answer.authOrigin, origin };
    if (answer.remember) await remember(credentials);
    return credentials;
  };

  return {
    async source(origin, loopback, authOrigin) {
      if (fits(once.get(origin) ?? null, authOrigin)) return { kind: 'once', origin };
      if (fits(await stored(origin), authOrigin)) return { kind: 'stored', origin };
      return loopback ? { kind: 'published' } : { kind: 'ask', origin };
    },
    async obtain(origin, loopback, authOrigin) {
      const entered = once.get(origin) ?? null;
      once.delete(origin);
      if (fits(entered, authOrigin)) return entered;
      const held = await stored(origin);
      if (fits(held, authOrigin)) return held;
      return loopback ? null : ((await askFor(origin, authOrigin)) ?? 'dismissed');
    },
    async enter(origin, authOrigin) {
      const given = await askFor(origin, authOrigin);
      if (given !== null) once.set(origin, given);
    },
    forget,
    async forgetAll() {
      const all = [...new Set([...origins.read(), ...once.keys()])];
      for (const origin of all) await forget(origin);
      return all;
    },
  };
}

const secretKey = (origin: string): string => `ssot.liveCheck:${origin}`;
const bypassKey = (origin: string): string => `ssot.liveCheck.bypassKey:${origin}`;

/** Whether these are of use for a target: the key of one auth service is of none for a target that names another. */
const fits = (credentials: Credentials | null, authOrigin: string | null): credentials is Credentials =>
  credentials !== null &&
  (credentials.kind !== 'simulation' || authOrigin === null || credentials.authOrigin === authOrigin);

/** A bypass key as it was stored; null for anything else. */
function readBypass(text: string | null, origin: string): Credentials | null {
  if (text === null) return null;
  const fields = jsonObject(text);
  const [authOrigin, key] = [fields?.['authOrigin'], fields?.['key']];
  return typeof authOrigin === 'string' && typeof key === 'string'
    ? { kind: 'simulation', key, authOrigin, origin }
    : null;
}

/** A JSON web token is used as it is; anything else signs one. */
export function credentialsOf(secret: string, origin: string): Credentials {
  return looksLikeToken(secret)
    ? { kind: 'token', token: secret, origin }
    : { kind: 'secret', secret, origin };
}

const looksLikeToken = (text: string): boolean => /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/u.test(text);

const withoutScheme = (text: string): string => text.trim().replace(/^bearer\s+/iu, '');

function isExpired(secret: string, nowMs: number): boolean {
  if (!looksLikeToken(secret)) return false;
  const reading = readToken(secret);
  return reading.ok && reading.expiresMs !== null && reading.expiresMs <= nowMs;
}
