import { isLoopback, type Target } from './target.ts';

/**
 * The auth service that the run's token may be shown to, as an origin; null for none.
 *
 * A token goes to the origin that it was entered for, and `authUrl` is a word of the configuration, which anybody can change
 * who can change the workspace. So the service must be the one that has issued the token, stand on the target's own origin, or,
 * for a backend on this machine, on this machine too.
 */
export function authServiceFor(
  { origin, authOrigin, loopback }: Pick<Target, 'origin' | 'authOrigin' | 'loopback'>,
  issuedBy: string | null,
): string | null {
  if (issuedBy !== null) return issuedBy;
  if (authOrigin === null) return null;
  const own = authOrigin === origin || (loopback && isLoopback(new URL(authOrigin).hostname));
  return own ? authOrigin : null;
}
