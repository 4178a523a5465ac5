import type { IncomingMessage } from 'node:http';
import { negotiate, offeredBy } from './authentication.ts';
import type { Behaviour } from './behaviour.ts';
import type { Mode } from './connection.ts';
import { notFound, page, plain, type Answer } from './http/answer.ts';
import { frontend } from './http/health.ts';
import { notReadyYet } from './http/webSocketStatus.ts';

/** What happens to an upgrade before it is accepted. */
export type UpgradeDecision =
  | { readonly kind: 'accept'; readonly mode: Mode; readonly selected: string | null }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly why: string }
  | { readonly kind: 'silence'; readonly why: string };

const modes: Readonly<Record<string, Mode | 'factory'>> = {
  '/ws': 'main',
  '/api/v1/websocket': 'main',
  '/websocket': 'legacy',
  '/ws/test': 'legacy',
  '/ws/factory': 'factory',
  '/ws/isolated': 'isolated',
  '/api/demo/ws': 'demo',
};

const answered = (answer: Answer, why: string): UpgradeDecision => ({ kind: 'answer', answer, why });
/** A close before accept, whatever its code, is an HTTP 403 with an empty body. */
export const forbidden = (why: string): UpgradeDecision => answered(plain(403, ''), why);
const raised = (why: string): UpgradeDecision => answered(plain(500, 'Internal Server Error'), why);

/** The page of a server that shows exceptions; what is in it must never run in whoever shows it. */
const errorPage =
  '<!doctype html><title>Internal Server Error</title><script>document.title = "it ran"</script>' +
  '<img src="nowhere" onerror="document.title = \'it ran\'"><pre>Traceback (most recent call last)</pre>';

/** A path of HTTP or of a WebSocket without its query and without a slash at its end. */
export const pathOf = (request: IncomingMessage): string =>
  (request.url ?? '/').split('?')[0]!.replace(/(.)\/+$/u, '$1');

/** Decides as the backend does. `before` is how many upgrades came on this path before this one. */
export function decideUpgrade(
  request: IncomingMessage,
  { upgrade, http }: Behaviour,
  before: number,
): UpgradeDecision {
  const path = pathOf(request);
  const query = (request.url ?? '').includes('?');
  if (http.health === 'frontend') return answered(frontend(404), 'the frontend has no WebSocket');
  if (upgrade.missingPaths.includes(path)) return answered(notFound, 'this revision has no such path');
  const mode = modeOf(path, request);
  if (mode === null) return forbidden('unknown path');
  if (upgrade.exception === 'with-page') return answered(page(500, errorPage), 'an exception, with its page');
  if (upgrade.exception === 'always' || (upgrade.exception === 'with-query' && query))
    return raised('an exception before accept');
  if (mode === 'main' && upgrade.readiness === 'turned-away')
    return answered(notReadyYet(), 'turned away by the readiness middleware');
  if (mode === 'demo') return { kind: 'accept', mode, selected: null };
  const offered = offeredBy(request.headers);
  const selected = upgrade.subprotocols === 'unsupported' && offered.length > 0 ? false : negotiate(offered);
  if (selected === false) return forbidden('no supported subprotocol (1003)');
  if (mode === 'main') {
    if (upgrade.readiness === 'silent') return { kind: 'silence', why: 'never answered' };
    if (upgrade.readiness === 'not-ready') return forbidden('service not ready (1011)');
    if (upgrade.readiness === 'queued' || before < upgrade.queuedFirst)
      return raised('queued during start-up');
  }
  if (mode === 'factory') return raised('factory mode fails before accept');
  return { kind: 'accept', mode, selected: shown(upgrade.subprotocols, selected, offered) };
}

/** A bare name is the first that was offered as such, else that of the one which carries the token. */
function shown(
  how: Behaviour['upgrade']['subprotocols'],
  selected: string | null,
  offered: readonly string[],
): string | null {
  if (how === 'none' || selected === null) return null;
  return how === 'echo' ? selected : (offered.find((each) => !each.includes('.')) ?? selected.split('.')[0]!);
}

/** The query's `mode` applies on `/ws`; one that is not known means `main`. A user agent can switch the mode as well. */
function modeOf(path: string, request: IncomingMessage): Mode | 'factory' | null {
  const byPath = Object.hasOwn(modes, path) ? modes[path]! : null;
  if (byPath === null || path !== '/ws') return byPath;
  const asked = new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('mode');
  if (asked === 'factory' || asked === 'isolated' || asked === 'legacy') return asked;
  const userAgent = request.headers['user-agent'] ?? '';
  if (asked === null && userAgent.includes('factory')) return 'factory';
  if (asked === null && userAgent.includes('isolated')) return 'isolated';
  return 'main';
}
