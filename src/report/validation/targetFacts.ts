import type { ProbeResult } from '../../livecheck/protocol.ts';
import type { CheckDocument } from './checkDocument.ts';
import type { EvidenceList } from './evidenceList.ts';
import type { ValidationReport } from './reportSchema.ts';

type Target = NonNullable<ValidationReport['target']>;

/** What was tested, beside what is said to have been deployed. */
export function targetFacts(
  { target }: CheckDocument,
  results: readonly ProbeResult[],
  webSocketUrl: string | null,
  reported: string | undefined,
  runEvidence: readonly string[],
  evidence: EvidenceList,
): Target {
  const certificate = results.flatMap(({ data, evidence: own }) =>
    data?.kind === 'certificate' ? [{ data, own }] : [],
  )[0];
  const said = reported === undefined ? [] : evidence.add('user', `reported URL: ${reported}`);
  return {
    label: target.label,
    environment: target.loopback ? 'loopback' : 'remote',
    api_url: target.apiUrl,
    ws_url: webSocketUrl,
    reported_url: reported ?? null,
    reported_url_same: reported === undefined ? null : originOf(reported) === originOf(target.apiUrl),
    tls: certificate
      ? {
          subject: certificate.data.subject,
          san: [...certificate.data.names],
          issuer: certificate.data.issuer,
          valid_to: certificate.data.validTo,
          days_left: certificate.data.daysLeft,
          evidence: [...certificate.own],
        }
      : null,
    reported_evidence: [...said],
    evidence: [...runEvidence],
  };
}

/** Scheme and host, as far as it is an address at all. */
function originOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]+/iu.exec(url.trim())?.[0].toLowerCase() ?? url;
}
