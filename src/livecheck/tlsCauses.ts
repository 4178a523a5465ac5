import { explain, type Explanation } from './explanation.ts';
import { candidate } from './probeContext.ts';

export const trustIssuer =
  'Serve the complete chain of a known issuer; for one of your own, start with NODE_EXTRA_CA_CERTS set to its root.';
export const renew = 'Renew the certificate.';
export const compareClocks = "Compare this machine's clock with another one.";

/** Codes for an issuer whom this machine does not know, or not by the chain that the server sends. */
const unknownIssuer = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Why there is no TLS with the host, by the code of the library. Only a name that does not fit says that the host is wrong. */
export function explainTls(code: string | null): Explanation {
  switch (code ?? '') {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return explain(
        'F04',
        'the certificate is not good for this host',
        "Compare the target's host with the names in its certificate.",
      );
    case 'CERT_HAS_EXPIRED':
      return explain(null, 'the certificate has expired', renew);
    case 'CERT_NOT_YET_VALID':
      return explain(
        null,
        "the certificate is not valid yet, or this machine's clock is wrong",
        compareClocks,
      );
    case 'CERT_REVOKED':
      return explain(null, 'the certificate was revoked', renew);
    default:
      return code !== null && unknownIssuer.has(code)
        ? // The issuer is looked at first, and the names not at all then.
          explain(null, 'this machine does not trust who issued the certificate', trustIssuer, [
            candidate('F04', 'the certificate is for another host'),
          ])
        : explain(
            null,
            'another protocol is spoken on this port, or the two sides have no version of TLS in common',
            'Check scheme and port of the target, and the TLS policy of the load balancer.',
          );
  }
}
