import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { EdgeBehaviour } from './behaviour.ts';
import {
  bits,
  boolean,
  identifier,
  integer,
  numbered,
  octets,
  sequence,
  set,
  time,
  utf8,
  type Der,
} from './der.ts';

/** Both in PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

const day = 86_400_000;

/**
 * Issues a certificate that is its own issuer, with a key that is made here and now and lives as long as the backend.
 *
 * Node can read certificates and not make them. They are written here form by form, because the other ways are worse: a key
 * in the repository would be trusted by somebody one day, would make scanners for secrets shout and would run out; and there is
 * not an `openssl` on every machine.
 */
export function certificateFor(
  kind: Exclude<EdgeBehaviour['certificate'], 'none'>,
  host: string,
  nowMs: number,
): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = kind === 'other-name' ? 'api.another.example' : host;
  const expired = kind === 'expired';
  const algorithm = sequence(identifier('1.2.840.10045.4.3.2'));
  const name = sequence(set(sequence(identifier('2.5.4.3'), utf8(subject))));
  const body = sequence(
    numbered(0, true, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(nowMs - 30 * day), time(nowMs + (expired ? -day : 90 * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    numbered(
      3,
      true,
      sequence(
        extension('2.5.29.17', sequence(...namesFor(kind, host, subject).map(alternative))),
        // It is its own issuer, so that a client can be told to trust it and nothing else.
        extension('2.5.29.19', sequence(boolean(true))),
      ),
    ),
  );
  const whole = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  const base64 = whole
    .toString('base64')
    .match(/.{1,64}/gu)!
    .join('\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const namesFor = (kind: EdgeBehaviour['certificate'], host: string, subject: string): string[] =>
  kind === 'other-name' ? [subject] : [...new Set([host, 'localhost', '127.0.0.1'])];

const extension = (id: string, value: Der): Der => sequence(identifier(id), octets(value));

/** A host name or an IPv4 address; a host that is an IPv6 address has its certificate for the other two. */
const alternative = (name: string): Der =>
  isIP(name) === 4
    ? numbered(7, false, Buffer.from(name.split('.').map(Number)))
    : numbered(2, false, Buffer.from(name, 'ascii'));
