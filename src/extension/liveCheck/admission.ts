import { createBanList } from '../../livecheck/bans.ts';
import type { Credentials } from '../../livecheck/credentials.ts';
import type { TargetSettings } from '../../livecheck/protocol.ts';
import { createRateLimiter, unlimited, type RateLimiter } from '../../livecheck/rateLimit.ts';
import type { RunOptions } from '../../livecheck/runLiveCheck.ts';
import { looksLikeProduction, readTarget } from '../../livecheck/target.ts';
import type { SecretStore } from './secretStore.ts';

/** That the user has answered what had to be asked before a target is connected to. It holds the answers, in memory alone. */
export interface Admission {
  readonly target: TargetSettings;
  /** `scheme://host[:port]`; null for an address that cannot be read, which is for the run to refuse in its own words. */
  readonly origin: string | null;
  readonly allowProduction: boolean;
  readonly options: Pick<RunOptions, 'credentials' | 'limiter' | 'bans'>;
}

export interface AdmissionPorts {
  readonly secrets: Pick<SecretStore, 'obtain'>;
  readonly confirmProduction: (origin: string) => Promise<boolean>;
}

/** Asks what has to be asked about a target; null where the user dismissed a question. */
export type Admit = (target: TargetSettings) => Promise<Admission | null>;

/**
 * All admissions to an origin share its one limit of requests, so that runs one after the other stay below it together, and
 * what was answered with 429.
 */
export function createAdmit({ secrets, confirmProduction }: AdmissionPorts): Admit {
  const limiters = new Map<string, RateLimiter>();
  const bans = createBanList();
  return async (target) => {
    const reading = readTarget(target);
    if (!reading.ok) return { target, origin: null, allowProduction: false, options: {} };
    const { origin, loopback, authOrigin } = reading.target;
    const confirmed = reading.target.looksLikeProduction;
    if (confirmed && !(await confirmProduction(origin))) return null;
    const given = await secrets.obtain(origin, loopback, authOrigin);
    if (given === 'dismissed') return null;
    const asksToo = !confirmed && isIssuedByProduction(given);
    if (asksToo && !(await confirmProduction(given.authOrigin))) return null;
    const limiter = limiters.get(origin) ?? (loopback ? unlimited : createRateLimiter());
    limiters.set(origin, limiter);
    return {
      target,
      origin,
      allowProduction: confirmed || asksToo,
      // Nothing on this machine bans: what answers there may be another backend by the next run.
      options: { limiter, ...(loopback ? {} : { bans }), ...credentialsOption(given) },
    };
  };
}

const credentialsOption = (given: Credentials | null): Pick<RunOptions, 'credentials'> =>
  given === null ? {} : { credentials: given };

/** Whether tokens come from an auth service that looks like production, whatever the target looks like. */
const isIssuedByProduction = (
  given: Credentials | null,
): given is Extract<Credentials, { kind: 'simulation' }> =>
  given?.kind === 'simulation' && looksLikeProduction(new URL(given.authOrigin).hostname);
