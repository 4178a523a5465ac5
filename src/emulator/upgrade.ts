import type { IncomingMessage } from 'node:http';
import { negotiate, offeredBy } from './authentication.ts';
import type { Mode } from './connection.ts';
import type { Behaviour } from './behaviour.ts';

/** What happens to an upgrade before it is accepted. */
export type UpgradeDecision =
  | { readonly accept: true; readonly mode: Mode; readonly selected: string | null }
  | { readonly accept: false; readonly status: 403 | 500; readonly body: string; readonly why: string };

const modes: Readonly<Record<string, Mode | 'factory'>> = {
  '/ws': 'main',
  '/api/v1/websocket': 'main',
  '/websocket': 'legacy',
  '/ws/test': 'legacy',
  '/ws/factory': 'factory',
  '/ws/isolated': 'isolated',
  '/api/demo/ws': 'demo',
};

const forbidden = (why: string): UpgradeDecision => ({ accept: false, status: 403, body: '', why });

/**
 * Decides as the backend does. Every close before accept reaches the client as an HTTP 403 with an empty body, whatever close
 * code was meant: an unknown path, a subprotocol that is not supported, a service that is not ready.
 */
export function decideUpgrade(request: IncomingMessage, { upgrade }: Behaviour): UpgradeDecision {
  const url = new URL(request.url ?? '/', 'http://local');
  const mode = modeOf(url, request.headers['user-agent'] ?? '');
  if (mode === null) return forbidden('unknown path');
  if (mode === 'demo') return { accept: true, mode, selected: null };
  const selected = negotiate(offeredBy(request.headers));
  if (selected === false) return forbidden('no supported subprotocol (1003)');
  if (upgrade.readiness === 'not-ready' && mode === 'main') return forbidden('service not ready (1011)');
  if (upgrade.readiness === 'queued' && mode === 'main')
    return { accept: false, status: 500, body: 'Internal Server Error', why: 'queued during start-up' };
  if (mode === 'factory')
    return {
      accept: false,
      status: 500,
      body: 'Internal Server Error',
      why: 'factory mode fails before accept',
    };
  return { accept: true, mode, selected: upgrade.subprotocols === 'echo' ? selected : null };
}

/** The query's `mode` applies on `/ws`; one that is not known means `main`. A user agent can switch the mode as well. */
function modeOf(url: URL, userAgent: string): Mode | 'factory' | null {
  const byPath = modes[url.pathname.replace(/(.)\/$/u, '$1')];
  if (byPath === undefined) return null;
  if (url.pathname !== '/ws') return byPath;
  const asked = url.searchParams.get('mode');
  if (asked === 'factory' || asked === 'isolated' || asked === 'legacy') return asked;
  if (asked === null && userAgent.includes('factory')) return 'factory';
  if (asked === null && userAgent.includes('isolated')) return 'isolated';
  return 'main';
}
