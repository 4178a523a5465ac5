import { describe, expect, it } from 'vitest';
import type { CertificateReading } from '../../../src/livecheck/certificate.ts';
import { explainProblem } from '../../../src/livecheck/causes.ts';
import { planOf } from '../../../src/livecheck/runLiveCheck.ts';
import { judgeCertificate } from '../../../src/livecheck/probes/certificate.ts';
import { makeCertificate } from './certificates.ts';
import { withHttps, withTcp, type Peer } from './peers.ts';
import { impatient, only, run } from './support.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 0, 1);

describe('the certificate of a server', () => {
  const probed = async (peer: Peer) => {
    const settings = { scope: 'full', timing: impatient } as const;
    return (await run(peer.url, settings, { probes: only('health', 'certificate') })).results;
  };

  it('that is signed by itself is shown with its names, though no request gets through', async () => {
    const made = makeCertificate(['127.0.0.1'], Date.now() - day, Date.now() + 90 * day);
    await withHttps(made, async (peer) => {
      const results = await probed(peer);
      expect(results.get('health')).toMatchObject({
        verdict: 'fail',
        cause: { failure: null, candidates: [{ failure: 'F04' }] },
        nextStep: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
      });
      expect(results.get('certificate')).toMatchObject({
        verdict: 'fail',
        summary: 'the certificate is not good for 127.0.0.1: it is signed by itself',
        data: { subject: '127.0.0.1', names: ['127.0.0.1'], daysLeft: 89 },
      });
    });
  });

  it('that names an issuer which nobody knows is one that cannot be verified', async () => {
    const made = makeCertificate(['127.0.0.1'], Date.now() - day, Date.now() + 90 * day, 'somebody');
    await withHttps(made, async (peer) => {
      const results = await probed(peer);
      expect(results.get('health')).toMatchObject({
        verdict: 'fail',
        cause: { failure: null, candidates: [{ failure: 'F04' }] },
        nextStep: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
      });
      expect(results.get('certificate')?.summary).toContain('the server sends no complete chain');
    });
  });

  it('that has expired says so, and since when', async () => {
    const made = makeCertificate(['127.0.0.1'], Date.now() - 9 * day, Date.now() - 1.5 * day);
    await withHttps(made, async (peer) => {
      const results = await probed(peer);
      expect(results.get('certificate')).toMatchObject({
        verdict: 'fail',
        summary: expect.stringContaining('it has expired') as string,
        nextStep: 'Renew the certificate.',
        data: { daysLeft: -2 },
      });
      // The first request has met it, and says the same.
      expect(results.get('health')).toMatchObject({
        verdict: 'fail',
        cause: { failure: null, text: 'the certificate has expired' },
        nextStep: 'Renew the certificate.',
      });
    });
  });

  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'F04'],
    ['CERT_HAS_EXPIRED', null],
    ['CERT_NOT_YET_VALID', null],
    ['CERT_REVOKED', null],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', null],
    ['ERR_SSL_WRONG_VERSION_NUMBER', null],
    [null, null],
  ])('that is refused with %s is a wrong host only where its names are others', (code, failure) => {
    const { cause } = explainProblem({ category: 'tls', code, message: 'refused' });
    expect(cause.failure).toBe(failure);
  });

  it('is not there where no TLS is spoken', async () => {
    await withTcp(
      (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'),
      async ({ port }) => {
        const seen = await run(
          `https://127.0.0.1:${port}`,
          { scope: 'full' },
          { probes: only('certificate') },
        );
        expect(seen.results.get('certificate')).toMatchObject({ verdict: 'fail', data: null });
        expect(seen.evidence).toHaveLength(1);
      },
    );
  });

  it('is no part of the run where the target is not encrypted', () => {
    const plan = planOf('full', only('certificate', 'health'), { encrypted: false });
    expect(plan.probes.map(({ id }) => id)).toEqual(['health']);
    expect(plan.notTested.find(({ probe }) => probe === 'certificate')?.reason).toContain('not encrypted');
    expect(planOf('full', only('certificate'), { encrypted: true }).probes).toHaveLength(1);
  });
});

describe('a certificate is judged', () => {
  const reading = (validTo: number, error: string | null, protocol = 'TLSv1.3'): CertificateReading => ({
    ok: true,
    certificate: {
      subject: 'api.example',
      names: ['api.example', 'www.example'],
      issuer: 'An Issuer',
      validFrom: new Date(now - day).toISOString(),
      validTo: new Date(validTo).toISOString(),
      protocol,
    },
    error: error === null ? null : { code: error, message: error },
  });

  it.each([
    ['good', reading(now + 60 * day, null), 'pass', null],
    ['good for just as long as a renewal may take', reading(now + 14 * day, null), 'pass', null],
    ['not renewed in time', reading(now + 14 * day - 1, null), 'warn', null],
    ['behind an old TLS', reading(now + 60 * day, null, 'TLSv1.1'), 'warn', null],
    ['for another host', reading(now + 60 * day, 'ERR_TLS_CERT_ALTNAME_INVALID'), 'fail', 'F04'],
    ['not valid yet', reading(now + 60 * day, 'CERT_NOT_YET_VALID'), 'fail', null],
    ['of an unknown issuer', reading(now + 60 * day, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'fail', null],
  ])('%s', (_, seen, verdict, failure) => {
    const outcome = judgeCertificate(seen, 'E-01', 'api.example', now);
    expect(outcome.verdict).toBe(verdict);
    expect(outcome.cause?.failure ?? null).toBe(failure);
    expect(outcome.nextStep === null).toBe(verdict === 'pass');
  });

  it('with the names that it is for, where it is for others', () => {
    const outcome = judgeCertificate(
      reading(now, 'ERR_TLS_CERT_ALTNAME_INVALID'),
      'E-01',
      'other.example',
      now,
    );
    expect(outcome.cause?.text).toBe('it is for api.example, www.example, and not for other.example');
  });
});
