import type { IncomingMessage } from 'node:http';
import type { EdgeBehaviour } from './behaviour.ts';
import { page, plain, type Answer } from './http/answer.ts';

/** What stands in front of the application: it lets a request through, or answers in its place. */
export interface Gate {
  readonly answer: (request: IncomingMessage, nowMs: number) => Answer | null;
  /** Requests that came back from where a redirect had led them. */
  readonly followed: () => readonly FollowedRedirect[];
}

export interface FollowedRedirect {
  readonly path: string;
  /** Whether it carried a token, which then went to an origin that it was not meant for. */
  readonly withToken: boolean;
}

/** The rule of the edge counts per minute and bans for ten. */
const windowMs = 60_000;
const banMs = 600_000;
/** Where redirects lead: still to this backend, by its other name, which makes it another origin. */
const redirected = '/redirected';

export function createGate(edge: EdgeBehaviour, scheme: 'http' | 'https'): Gate {
  const followed: FollowedRedirect[] = [];
  let recent: number[] = [];
  let bannedUntilMs = edge.banAfter === 0 ? Number.POSITIVE_INFINITY : 0;

  const isBanned = (nowMs: number): boolean => {
    if (edge.banAfter === null || nowMs < bannedUntilMs) return edge.banAfter !== null;
    recent = [...recent.filter((each) => nowMs - each < windowMs), nowMs];
    if (recent.length > edge.banAfter) bannedUntilMs = nowMs + banMs;
    return nowMs < bannedUntilMs;
  };

  return {
    followed: () => followed,
    answer(request, nowMs) {
      const { headers, url = '/' } = request;
      if (edge.redirects) {
        if (!url.startsWith(redirected)) return redirect(scheme, headers.host ?? '', url);
        const token = headers.authorization ?? headers['sec-websocket-protocol'];
        followed.push({ path: url.slice(redirected.length), withToken: token !== undefined });
        return plain(404, 'a redirect was followed');
      }
      if (isBanned(nowMs))
        return page(429, edgePage(429, 'Too Many Requests'), {
          via: '1.1 google',
          'retry-after': String(banMs / 1000),
        });
      if (edge.blocks === 'page') return page(403, edgePage(403, 'Forbidden'), { via: '1.1 google' });
      return edge.down === null ? null : notRunning(edge.down);
    },
  };
}

/** The page of the edge's rules. The backend's own answers are never HTML. */
const edgePage = (status: number, text: string): string =>
  '<!doctype html><meta charset="utf-8"><meta name=viewport content="width=device-width, initial-scale=1">' +
  `<title>${status}</title>${status} ${text}`;

/** The platform's answers where no instance is there, and the application's where every route raises. */
function notRunning(status: NonNullable<EdgeBehaviour['down']>): Answer {
  switch (status) {
    case 500:
      return plain(500, 'Internal Server Error');
    case 503:
      return plain(503, 'Service Unavailable', { server: 'Google Frontend' });
    case 502:
      return page(
        502,
        '<html><head><title>502 Server Error</title></head><body><h1>Error: Server Error</h1>' +
          '<h2>The server encountered a temporary error and could not complete your request.</h2></body></html>',
        { via: '1.1 google' },
      );
  }
}

function redirect(scheme: string, host: string, url: string): Answer {
  const port = /:\d+$/u.exec(host)?.[0] ?? '';
  const other = host.startsWith('localhost') ? '127.0.0.1' : 'localhost';
  return plain(307, '', { location: `${scheme}://${other}${port}${redirected}${url}` });
}
