import type { Certificate, CertificateReading } from '../certificate.ts';
import { explainProblem } from '../causes.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeOutcome } from '../probeContext.ts';
import { compareClocks, renew, trustIssuer } from '../tlsCauses.ts';

/**
 * Certificates that renew themselves do so a month before their end (the cloud's managed ones) or after two thirds of their
 * time (ACME). One with less than two weeks left was not renewed, and somebody has to look.
 */
export const renewalOverdueDays = 14;
const dayMs = 86_400_000;

/** The certificate as a client sees it: for this host, within its time, from an issuer that this machine trusts. */
export const certificate: Probe = {
  id: 'certificate',
  blockedBy: () => null,
  async run(context) {
    const { result, evidence } = await context.certificate();
    return judgeCertificate(result, evidence, new URL(context.target.origin).hostname, Date.now());
  },
};

/** What a certificate is worth for `host` at `nowMs`. */
export function judgeCertificate(
  reading: CertificateReading,
  evidence: string,
  host: string,
  nowMs: number,
): ProbeOutcome {
  if (!reading.ok) {
    const { problem } = reading;
    const verdict = problem.category === 'tls' ? 'fail' : 'skipped';
    return outcomeOf([finding(verdict, problem.message, evidence)], explainProblem(problem));
  }
  const seen = reading.certificate;
  const daysLeft = Math.floor((Date.parse(seen.validTo) - nowMs) / dayMs);
  const { subject, names, issuer, validTo, protocol } = seen;
  const data = { kind: 'certificate', subject, names, issuer, validTo, daysLeft, protocol } as const;
  if (reading.error !== null)
    return outcomeOf(
      [finding('fail', `the certificate is not good for ${host}: ${reading.error.message}`, evidence)],
      { data, ...explainRefusal(reading.error.code, seen, host) },
    );
  const findings = [
    finding('pass', `the certificate of ${issuer} is for ${host}, and good for ${daysLeft} days`, evidence),
  ];
  if (daysLeft < renewalOverdueDays)
    findings.push(finding('warn', `only ${daysLeft} days are left: it was not renewed in time`, evidence));
  if (protocol === 'TLSv1' || protocol === 'TLSv1.1')
    findings.push(finding('warn', `the connection uses ${protocol}, which browsers refuse`, evidence));
  return outcomeOf(findings, {
    data,
    ...(findings.length > 1
      ? {
          cause: cause(null, 'the renewal or the settings of TLS need somebody to look at them'),
          nextStep: 'Look at the renewal of the certificate, and at the TLS policy of the load balancer.',
        }
      : {}),
  });
}

function explainRefusal(code: string, seen: Certificate, host: string) {
  const { names, subject, validTo } = seen;
  const otherHost = {
    cause: cause('F04', `it is for ${names.slice(0, 5).join(', ') || subject}, and not for ${host}`),
    nextStep: "Correct the target's host, or have the certificate cover it.",
  };
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return { cause: cause(null, `it expired at ${validTo}`), nextStep: renew };
    case 'CERT_NOT_YET_VALID':
      return {
        cause: cause(null, "it is not valid yet, or this machine's clock is wrong"),
        nextStep: compareClocks,
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return otherHost;
    default:
      // The issuer is looked at first, so that a certificate of an unknown one may be for another host, too.
      return covers(seen, host)
        ? {
            cause: cause(null, 'this machine does not trust who issued it'),
            nextStep: trustIssuer,
          }
        : otherHost;
  }
}

/** Whether one of the names is that of the host; an asterisk stands for its first word (RFC 6125, section 6.4.3). */
function covers({ names, subject }: Certificate, host: string): boolean {
  const parent = host.split('.').slice(1).join('.').toLowerCase();
  return (names.length > 0 ? names : [subject])
    .map((name) => name.toLowerCase())
    .some((name) => name === host.toLowerCase() || (parent !== '' && name === `*.${parent}`));
}
