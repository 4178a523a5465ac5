import { createHash } from 'node:crypto';

/** Takes every known secret, and everything that has the look of one, out of a text. */
export type Redact = (text: string) => string;

/** Below this length a secret would be found in innocent text; such a one is no secret. */
const shortestSecret = 6;

/** A JSON web token, whole or cut off after its first part. */
const tokenShape = /\beyJ[\w-]{8,}(?:\.[\w-]+){0,2}/gu;
/** A subprotocol that carries a token; the backend echoes it in its answer. */
const subprotocolShape = /\b(jwt-auth|jwt|bearer|staging-auth)\.[\w~+/=.-]{16,}/giu;
const authorizationShape = /\b(bearer|basic)\s+[\w~+/=.-]{16,}/giu;
const queryShape = /([?&](?:access_token|refresh_token|session_token|token|key)=)[^&\s"'#]+/giu;
const fieldShape =
  /("(?:access_token|refresh_token|session_token|id_token|token|secret|password|api_key)"\s*:\s*")(?:[^"\\]|\\.)+(")/giu;

/** What stands in a secret's place: enough of its hash to see that two are the same one. */
const mask = (secret: string): string =>
  `[redacted ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}]`;

/** The redaction of one run, which learns the secrets that come up while it lasts. */
export interface Redactor {
  readonly redact: Redact;
  /** From now on this is a secret too; call it before the secret is sent anywhere. */
  readonly learn: (secret: string) => void;
}

/**
 * Makes the redaction of one run. Each secret is looked for as it is, and in the forms in which a server can give it back:
 * base64url and base64, percent-encoded, JSON-escaped; of a token also its signature alone, without which it is worth nothing.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Map<string, string>();
  // The longest first: a form may be part of another.
  let ordered: readonly (readonly [form: string, masked: string])[] = [];
  const learn = (secret: string): void => {
    if (secret.length < shortestSecret || forms.has(secret)) return;
    const bytes = Buffer.from(secret, 'utf8');
    const parts = secret.split('.');
    const signature = parts.length === 3 ? (parts[2] ?? '') : '';
    const all = [
      secret,
      bytes.toString('base64url'),
      bytes.toString('base64'),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      signature,
    ];
    for (const form of all) if (form.length >= shortestSecret) forms.set(form, mask(secret));
    ordered = [...forms].sort(([a], [b]) => b.length - a.length);
  };
  secrets.forEach(learn);
  const redact: Redact = (text) => {
    let result = text;
    // Most texts are shorter than any secret, and a run with 50 users knows hundreds of forms.
    for (const [form, masked] of ordered)
      if (form.length <= result.length) result = result.replaceAll(form, masked);
    return result
      .replace(tokenShape, mask)
      .replace(subprotocolShape, (whole, word: string) => `${word}.${mask(whole)}`)
      .replace(authorizationShape, (whole, word: string) => `${word} ${mask(whole)}`)
      .replace(queryShape, (whole, key: string) => key + mask(whole))
      .replace(fieldShape, (whole, before: string, after: string) => before + mask(whole) + after);
  };
  return { redact, learn };
}

/** The same value with every string in it redacted, keys as well. */
export function redactDeep<T>(value: T, redact: Redact): T {
  return redactValue(value, redact) as T;
}

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactValue(item, redact)]),
  );
}
