import { isIP } from 'node:net';
import {
  defaultService,
  defaultWebSocketPaths,
  type Refusal,
  type TargetSettings,
  type TargetSummary,
} from './protocol.ts';

/** A backend whose address has been read and understood. URLs hold no user, no query and no fragment. */
export interface Target {
  readonly label: string;
  /** `scheme://host[:port]`: what a token is entered for. */
  readonly origin: string;
  /** The origin and the path prefix, without a slash at the end. */
  readonly apiUrl: string;
  readonly paths: readonly { readonly path: string; readonly url: string }[];
  readonly loopback: boolean;
  readonly looksLikeProduction: boolean;
  readonly encrypted: boolean;
  /** `scheme://host[:port]` of the auth service; null where the target names none. */
  readonly authOrigin: string | null;
  readonly service: string;
  readonly version: string | null;
}

export type TargetReading =
  { readonly ok: true; readonly target: Target } | { readonly ok: false; readonly refusal: Refusal };

const invalid = (message: string): TargetReading => ({
  ok: false,
  refusal: { code: 'invalid-target', message },
});

/** `http:` for `ws:` and the other way round: the two name the same origin. */
const httpScheme: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};

/** Reads a target; every way in which it can be wrong is a message that names the value. */
export function readTarget(settings: TargetSettings): TargetReading {
  const text = settings.apiUrl.trim();
  if (!URL.canParse(text))
    return invalid(`"${shown(text)}" is not a URL; give one such as https://host.example`);
  const url = new URL(text);
  const scheme = httpScheme[url.protocol];
  if (scheme === undefined)
    return invalid(`"${url.protocol}" cannot be checked; use http:, https:, ws: or wss:`);
  if (url.username !== '' || url.password !== '')
    return invalid('the URL holds a user name or a password; tokens are never taken from a URL');
  if (url.search !== '' || url.hash !== '')
    return invalid('the URL has a query or a fragment; give the origin, and at most a path');

  const socketUrl = url.protocol.startsWith('ws');
  const ownPath = url.pathname.replace(/\/+$/u, '');
  const namesPath = socketUrl && ownPath !== '';
  const paths = namesPath ? [ownPath] : (settings.webSocketPaths ?? defaultWebSocketPaths);
  if (paths.length === 0) return invalid('the target has no WebSocket path to try');
  const wrong = paths.find((path) => !/^\/[^\s?#"'<>]*$/u.test(path));
  if (wrong !== undefined)
    return invalid(`"${shown(wrong)}" is not a WebSocket path; it starts with a slash and has no query`);

  const authOrigin = settings.authUrl === undefined ? undefined : readAuthOrigin(settings.authUrl);
  if (authOrigin === null)
    return invalid(
      `"${shown(settings.authUrl ?? '')}" is not the address of an auth service: http(s)://host`,
    );
  const origin = `${scheme}//${url.host}`;
  const apiUrl = namesPath ? origin : origin + ownPath;
  const socketBase = apiUrl.replace(/^http/u, 'ws');
  return {
    ok: true,
    target: {
      label: settings.label ?? url.host,
      origin,
      apiUrl,
      paths: [...new Set(paths)].map((path) => ({ path, url: socketBase + path })),
      loopback: isLoopback(url.hostname),
      looksLikeProduction: looksLikeProduction(url.hostname),
      encrypted: scheme === 'https:',
      authOrigin: authOrigin ?? null,
      service: settings.service ?? defaultService,
      version: settings.version ?? null,
    },
  };
}

/** The origin of an auth service, or null where it is no address of one. */
export function readAuthOrigin(authUrl: string): string | null {
  if (!URL.canParse(authUrl)) return null;
  const url = new URL(authUrl);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && /^https?:$/u.test(url.protocol) ? url.origin : null;
}

/** The target in the form that events carry. */
export const summarize = (target: Target): TargetSummary => ({
  label: target.label,
  apiUrl: target.apiUrl,
  webSocketUrls: target.paths.map((each) => each.url),
  loopback: target.loopback,
  looksLikeProduction: target.looksLikeProduction,
});

/** The origin of a URL in the form that credentials are bound to, or null where it is not a URL of a target. */
export function originOf(apiUrl: string): string | null {
  const reading = readTarget({ apiUrl });
  return reading.ok ? reading.target.origin : null;
}

/** Whether a host name (as `URL.hostname` gives it) can only mean this machine. No name is resolved for the answer. */
export function isLoopback(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host) === 4) return host.startsWith('127.');
  return host === '::1' || /^::ffff:7f[0-9a-f]{2}:/u.test(host) || host.startsWith('::ffff:127.');
}

const productionWords = new Set(['prod', 'production', 'prd', 'live']);
const otherWords = new Set(
  'staging stage stg dev develop development test testing tests qa uat sandbox preview demo local int e2e ci'.split(
    ' ',
  ),
);
const localEndings = ['.local', '.internal', '.test', '.localhost', '.example', '.invalid'];

/**
 * Whether a probe of this host needs somebody's explicit word. A host counts as production when a word of its name says
 * so, and also when no word says anything else: `api.company.com` is the name that production has.
 */
export function looksLikeProduction(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/gu, '')
    .replace(/\.$/u, '');
  if (isLoopback(host) || isPrivateAddress(host)) return false;
  const words = host.split(/[.-]/u);
  if (words.some((word) => productionWords.has(word))) return true;
  if (localEndings.some((ending) => host.endsWith(ending))) return false;
  return !words.some((word) => otherWords.has(word.replace(/\d+$/u, '')));
}

/** RFC 1918, RFC 4193 and link-local addresses. */
function isPrivateAddress(host: string): boolean {
  if (isIP(host) === 4) return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/u.test(host);
  return isIP(host) === 6 && /^(?:f[cd]|fe[89ab])/u.test(host);
}

const shown = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}...` : text);
