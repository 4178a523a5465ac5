// A token that the embedded backend accepts, for tools that sign none.
import { readFileSync } from 'node:fs';
import { SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { repository } from '../headless/folders.mjs';

/** The published development secret, where the product has it. */
function secret() {
  const source = readFileSync(join(repository, 'src', 'livecheck', 'protocol.ts'), 'utf8');
  const [, value] = /emulatorSecret =\s+'([^']+)'/.exec(source) ?? [];
  if (value === undefined) throw new Error('the secret of the embedded backend is not where it was');
  return value;
}

/** @returns {Promise<string>} good for a quarter of an hour */
export function emulatorToken() {
  return new SignJWT({ token_type: 'access', type: 'access' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('soak-user')
    .setIssuer('netra-auth-service')
    .setAudience('netra-platform')
    .setIssuedAt()
    .setExpirationTime('15m')
    .setJti(randomUUID())
    .sign(Buffer.from(secret()));
}
