import type { Credentials } from '../livecheck/credentials.ts';
import type { TargetSettings } from '../livecheck/protocol.ts';
import { originOf, readAuthOrigin, readTarget } from '../livecheck/target.ts';
import { promptForSecret } from './secretPrompt.ts';
import { UsageFault } from './usageError.ts';

/**
 * Secrets are bound to one origin; null leaves a backend on this machine its development secret.
 *
 * @param byUrl whether the user named the backend. A target of a configuration may come with a foreign repository, so
 * what stands in the environment goes there only where SSOT_JWT_ORIGIN says so.
 * @throws UsageFault where there is a secret that must not be sent there, or none was entered
 */
export async function credentialsFor(settings: TargetSettings, byUrl: boolean): Promise<Credentials | null> {
  const reading = readTarget(settings);
  if (!reading.ok) throw new UsageFault([reading.refusal.message]);
  const { origin, loopback } = reading.target;
  const given = environmentCredentials(origin);
  const meant = process.env['SSOT_JWT_ORIGIN'];
  if (given && (meant === undefined ? byUrl : originOf(meant) === origin)) return given;
  if (loopback) return null;
  if (given) {
    const why = meant === undefined ? 'nothing says for which backend it is' : `it is for ${meant}`;
    throw new UsageFault([
      `the secret in the environment is not sent to ${origin}: ${why}; set SSOT_JWT_ORIGIN=${origin}, or name the backend with --url`,
    ]);
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const typed = await promptForSecret(`Signing secret for ${origin}`, process.stdin, process.stderr);
  if (typed === null) throw new UsageFault(['no secret was entered']);
  return { kind: 'secret', secret: typed, origin };
}

function environmentCredentials(origin: string): Credentials | undefined {
  const token = process.env['SSOT_STAGING_TOKEN']?.trim();
  const secret = process.env['SSOT_JWT_SECRET'];
  const key = process.env['SSOT_E2E_BYPASS_KEY'];
  if (token) return { kind: 'token', token, origin };
  if (secret) return { kind: 'secret', secret, origin };
  if (!key) return undefined;
  // Never the target's own word: a configuration may come with a foreign repository.
  const authOrigin = readAuthOrigin(process.env['SSOT_AUTH_ORIGIN'] ?? '');
  if (authOrigin === null)
    throw new UsageFault([
      'SSOT_E2E_BYPASS_KEY needs SSOT_AUTH_ORIGIN, the auth service that the key is for',
    ]);
  return { kind: 'simulation', key, authOrigin, origin };
}
