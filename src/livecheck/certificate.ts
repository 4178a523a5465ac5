import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { networkProblem, timedOut, type NetworkProblem } from './networkProblem.ts';

/** A server's certificate as it was shown. */
export interface Certificate {
  readonly subject: string;
  /** The names that it is for, without their kind. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Such as `TLSv1.3`. */
  readonly protocol: string | null;
}

export type CertificateReading =
  | {
      readonly ok: true;
      readonly certificate: Certificate;
      /** Why this machine does not take it for that host, where it does not. */
      readonly error: { readonly code: string; readonly message: string } | null;
    }
  | { readonly ok: false; readonly problem: NetworkProblem; readonly ms: number };

/**
 * Shakes hands and looks at the certificate, also at one that is not trusted: a client that refuses it cannot say what is
 * wrong with it. Nothing is sent on the connection. Failures are values; only an aborted `signal` rejects.
 *
 * @param origin `https://host[:port]`
 */
export function readCertificate(
  origin: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CertificateReading> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const url = new URL(origin);
    const host = url.hostname.replace(/^\[|\]$/gu, '');
    const start = performance.now();
    const socket = connect({
      host,
      port: Number(url.port || 443),
      // A name of an address is not allowed in the extension.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    });
    const settle = (reading: CertificateReading | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      socket.destroy();
      if (reading === null) reject(signal.reason as Error);
      else resolve(reading);
    };
    const failed = (problem: NetworkProblem): void =>
      settle({ ok: false, problem, ms: performance.now() - start });
    const abort = (): void => settle(null);
    const timer = setTimeout(() => failed(timedOut(origin, 'TLS handshake', timeoutMs)), timeoutMs);
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', (error) => failed(networkProblem(error, origin)));
    socket.on('secureConnect', () => {
      // Null or a code here, in spite of its type.
      const refused = socket.authorizationError as unknown as string | Error | null;
      settle({
        ok: true,
        certificate: described(socket.getPeerCertificate(), socket.getProtocol()),
        error: refused ? errorOf(refused) : null,
      });
    });
  });
}

const errorOf = (refused: string | Error) => {
  const code = refused instanceof Error ? refused.message : refused;
  return { code, message: messages[code] ?? code };
};

/** OpenSSL's codes in words; others are shown as they are. */
const messages: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a root that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server sends no complete chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'this machine does not know its issuer',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is not for this host',
  CERT_REVOKED: 'it was revoked',
};

function described(certificate: PeerCertificate, protocol: string | null): Certificate {
  const { subject, issuer, subjectaltname, valid_from: from, valid_to: to } = certificate;
  return {
    subject: one(subject.CN) ?? 'no common name',
    names: (subjectaltname ?? '')
      .split(', ')
      .map((name) => name.replace(/^[^:]*:/u, ''))
      .filter((name) => name !== ''),
    issuer: one(issuer.O) ?? one(issuer.CN) ?? 'unknown',
    validFrom: isoOf(from),
    validTo: isoOf(to),
    protocol,
  };
}

/** A distinguished name may have several values of a kind, and lack each. */
const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

const isoOf = (date: string): string => {
  const ms = Date.parse(date);
  return Number.isNaN(ms) ? date : new Date(ms).toISOString();
};
