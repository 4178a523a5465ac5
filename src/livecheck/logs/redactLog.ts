import { createHash } from 'node:crypto';
import { createRedactor } from '../redact.ts';

const { redact: redactTokens } = createRedactor([]);

const mask = (secret: string): string =>
  `[redacted ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}]`;

/** A header that carries a secret, in any notation: `Authorization: x`, `'x-e2e-bypass-key': 'x'`, `authorization=x`. */
const headerShape =
  /(\b(?:proxy-)?authorization|\bx-[\w-]*(?:key|secret|token)|\b(?:set-)?cookie)(["']?\s*[:=,]\s*["']?)(?!\[redacted )([^"'\r\n,}]+)/giu;
/** A name that ends in what is secret, and its value: `JWT_SECRET_KEY=x`, `'api_key': 'x'`, `password: x`. */
const assignmentShape =
  /(\b[\w-]*(?:secret|password|passwd|api_?key|secret_?key|signing_?key|private_?key|access_?key|simulation_?key|bypass_?key|_token))(["']?\s*[:=]\s*["']?)(?!\[redacted )([^\s"',;&}\])]{4,})/giu;
const addressShape = /\b([a-z][a-z\d+.-]*:\/\/[^\s:/@]*:)([^\s@/]+)(@)/giu;
/** Keys that are known by how they begin: of Google, of model vendors, of GitHub, of Slack. */
const keyShape =
  /\b(?:AIza[\w-]{30,}|sk-[\w-]{16,}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|ya29\.[\w-]{10,})/gu;
const pemShape = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

/**
 * Takes out of a text of a log what has the look of a secret. Beyond what a run's own redaction knows, a log has headers and
 * settings in any notation.
 */
export function redactLog(text: string): string {
  return redactTokens(text)
    .replace(pemShape, mask)
    .replace(headerShape, (_, name: string, between: string, value: string) => name + between + mask(value))
    .replace(
      assignmentShape,
      (_, name: string, between: string, value: string) => name + between + mask(value),
    )
    .replace(
      addressShape,
      (_, before: string, secret: string, after: string) => before + mask(secret) + after,
    )
    .replace(keyShape, mask);
}
