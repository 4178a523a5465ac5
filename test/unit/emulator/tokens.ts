import { SignJWT } from 'jose';
import { emulatorSecret } from '../../../src/livecheck/protocol.ts';

/** Tokens as clients bring them; made with the library, not with the product's own signing. */
export const user = 'staging-e2e-user-002';
export const epochSeconds = (): number => Math.floor(Date.now() / 1000);

/** A token that the validator takes, with these claims in the place of its own. */
export function token(claims: Record<string, unknown> = {}, secret = emulatorSecret): Promise<string> {
  const issued = epochSeconds();
  const all = {
    sub: user,
    iss: 'netra-auth-service',
    token_type: 'access',
    jti: 'j',
    iat: issued,
    exp: issued + 60,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret));
}

export const bearer = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` });
export const b64 = (value: string): string => Buffer.from(value).toString('base64url');
export const e2eHeaders = { 'x-e2e-test': 'true' };
