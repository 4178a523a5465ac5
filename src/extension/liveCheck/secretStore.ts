import type { Credentials } from '../../livecheck/credentials.ts';
import type { CredentialSource } from '../../livecheck/panelProtocol.ts';
import { readToken } from '../../livecheck/tokens.ts';

/** Where secrets lie: `SecretStorage`, which cannot list its keys, and a list of the origins beside it. */
export interface SecretPorts {
  readonly secrets: {
    get(key: string): PromiseLike<string | undefined>;
    store(key: string, value: string): PromiseLike<void>;
    delete(key: string): PromiseLike<void>;
  };
  readonly origins: { read(): readonly string[]; write(origins: readonly string[]): PromiseLike<void> };
  /** Asks the user; null where the question was dismissed. */
  readonly ask: (origin: string) => Promise<{ readonly secret: string; readonly remember: boolean } | null>;
}

/** Secrets by origin (`scheme://host[:port]`). One that was entered for an origin is given out for that origin alone. */
export interface SecretStore {
  readonly source: (origin: string, loopback: boolean) => Promise<CredentialSource>;
  /** What a run may use: null for the published secret of a loopback target, `dismissed` where the user gave none. */
  readonly obtain: (origin: string, loopback: boolean) => Promise<Credentials | null | 'dismissed'>;
  /** Asks for a secret before the run that uses it. */
  readonly enter: (origin: string) => Promise<void>;
  readonly forget: (origin: string) => Promise<void>;
  /** Forgets all of them, and gives the origins that they were for. */
  readonly forgetAll: () => Promise<readonly string[]>;
}

const keyOf = (origin: string): string => `ssot.liveCheck:${origin}`;

export function createSecretStore({ secrets, origins, ask }: SecretPorts): SecretStore {
  /** For the next run alone; never written anywhere. */
  const once = new Map<string, string>();

  const forget = async (origin: string): Promise<void> => {
    once.delete(origin);
    await secrets.delete(keyOf(origin));
    await origins.write(origins.read().filter((each) => each !== origin));
  };

  /** What is remembered and still of use. */
  const stored = async (origin: string): Promise<string | null> => {
    const secret = (await secrets.get(keyOf(origin))) ?? null;
    if (secret === null || !isExpired(secret, Date.now())) return secret;
    await forget(origin);
    return null;
  };

  /** Asks, and remembers where the user wishes so. */
  const askFor = async (origin: string): Promise<string | null> => {
    const answer = await ask(origin);
    if (answer === null) return null;
    const secret = withoutScheme(answer.secret);
    if (answer.remember) {
      await secrets.store(keyOf(origin), secret);
      await origins.write([...new Set([...origins.read(), origin])]);
    }
    return secret;
  };

  return {
    async source(origin, loopback) {
      if (once.has(origin)) return { kind: 'once', origin };
      if ((await stored(origin)) !== null) return { kind: 'stored', origin };
      return loopback ? { kind: 'published' } : { kind: 'ask', origin };
    },
    async obtain(origin, loopback) {
      const held = once.get(origin) ?? (await stored(origin));
      once.delete(origin);
      if (held !== null) return credentialsOf(held, origin);
      if (loopback) return null;
      const given = await askFor(origin);
      return given === null ? 'dismissed' : credentialsOf(given, origin);
    },
    async enter(origin) {
      const given = await askFor(origin);
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
