import type { IdentityMatch } from './observations.ts';
import { candidate, cause } from './probeContext.ts';
import type { Cause } from './protocol.ts';

/** The users that the backend puts in the place of the one who was asked for, by how their ids begin. */
const substitutes: readonly {
  readonly start: string;
  readonly failure: string | null;
  readonly why: string;
}[] = [
  { start: 'demo-user-', failure: 'F29', why: 'demo mode is on: every token is ignored' },
  {
    start: 'relaxed_',
    failure: 'F30',
    why: 'relaxed mode accepts what it could not verify, under a made-up user',
  },
  { start: 'emergency_', failure: null, why: 'emergency mode accepts everybody' },
  { start: 'staging-e2e-user-', failure: 'F31', why: 'end-to-end detection made up a user' },
  { start: 'test-user-', failure: 'F31', why: 'end-to-end detection made up a user' },
];

/** The welcome's eight characters and three dots in the place of an id. */
const shortened = /^(.{8})\.\.\.$/u;

export const isShortened = (id: string): boolean => shortened.test(id);

/** Whether a shortened id can be that of the user. It can be that of many: all the staging test users shorten to the same. */
export const mayBe = (shown: string, user: string): boolean =>
  shortened.test(shown) && user.startsWith(shown.slice(0, 8));

/** Whose a socket is by what the server shows, beside whose it was asked to be. */
export function matchIdentity(shown: string, user: string): Exclude<IdentityMatch, 'unknown'> {
  if (shown === user) return 'full';
  if (mayBe(shown, user)) return 'prefix';
  return explainSubstitute(shown) === null ? 'other' : 'substitute';
}

/** Why a server would show this id instead of the one asked for; null where it is no known stand-in. */
export function explainSubstitute(shown: string): Cause | null {
  const short = shortened.exec(shown)?.[1];
  const found = substitutes.find(({ start }) =>
    short === undefined ? shown.startsWith(start) : start.startsWith(short) || short.startsWith(start),
  );
  if (found === undefined || (found.failure === 'F31' && short === undefined && !isMadeUp(shown)))
    return null;
  return cause(
    found.failure,
    found.why,
    found.failure === 'F30'
      ? [
          candidate('F24', 'the token was lost in the negotiation of the subprotocol'),
          candidate('F26', 'the load balancer took the Authorization header away'),
        ]
      : [],
  );
}

/** A user of the three that exist is somebody; a number outside them was made up. */
const isMadeUp = (id: string): boolean => !/^staging-e2e-user-00[1-3]$/u.test(id);
