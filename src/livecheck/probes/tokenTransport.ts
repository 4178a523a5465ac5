import type { Explanation } from '../causes.ts';
import type { TransportTried } from '../observations.ts';
import {
  cause,
  finding,
  outcomeOf,
  type OpenAttempt,
  type Probe,
  type ProbeContext,
} from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import { explainSubstitute } from '../substitutes.ts';
import { connectBy } from './connect.ts';
import { askIdentity } from './identity.ts';
import { userNamed } from './participants.ts';

/** A way in which clients connect, beside that of the check. */
interface Way {
  readonly id: TransportTried['way'];
  /** As the middle of a sentence. */
  readonly how: string;
  readonly attempt: Omit<OpenAttempt, 'url'>;
  readonly query: string;
}

/**
 * The check brings its token in two places at once, as the product's own end-to-end client does, so that what is lost in one
 * of them does not show. A browser has the subprotocol alone, a command line the header alone, and some clients ask for a mode.
 */
const ways: readonly Way[] = [
  {
    id: 'header',
    how: 'with the token in the Authorization header alone',
    attempt: { token: 'header', offered: [] },
    query: '',
  },
  {
    id: 'subprotocol',
    how: 'with the token in the subprotocol alone',
    attempt: { token: 'subprotocol' },
    query: '',
  },
  { id: 'query', how: 'with a query in the address', attempt: { token: 'settings' }, query: '?mode=main' },
];

interface Tried extends TransportTried {
  readonly how: string;
  readonly evidence: string;
  readonly explanation: Explanation | null;
}

export const tokenTransport: Probe = {
  id: 'token-transport',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const tried: Tried[] = [];
    for (const way of ways) tried.push(await tryWay(context, way));
    const data = {
      kind: 'transports',
      ways: tried.map(({ way, status, user }) => ({ way, status, user })),
    } as const;
    const works = tried.filter(({ user }) => user === context.user);
    const findings = tried.map((each) => judge(context, each, works.length > 0));
    const bad = tried.find((_, index) => findings[index]!.verdict !== 'pass');
    return outcomeOf(findings, { data, ...(bad === undefined ? {} : explain(context, bad, works)) });
  },
};

async function tryWay(context: ProbeContext, { id, how, attempt, query }: Way): Promise<Tried> {
  const connection = await connectBy(context, { ...attempt, url: context.state.path!.url + query });
  if (!connection.ok) {
    const { text, evidence, cause: why, nextStep, status } = connection;
    const explanation = { cause: why, nextStep };
    return { way: id, status, user: null, how: `${how}: ${text}`, evidence, explanation };
  }
  const { session, welcome, welcomeFrame } = connection;
  const named = userNamed(await askIdentity(session, context.timing.replyTimeoutMs), context.user);
  await session.close(1000, context.timing.closeTimeoutMs);
  const user = named?.user ?? welcome.userShown;
  const evidence = context.evidenceOf(named?.frame ?? welcomeFrame);
  return { way: id, status: 101, user, how, evidence, explanation: null };
}

function judge(context: ProbeContext, { user, status, how, evidence }: Tried, anyWorks: boolean): Finding {
  if (user === context.user) return finding('pass', `${how} the socket is that of ${user}`, evidence);
  if (status !== 101) return finding('warn', how, evidence);
  const whose = user === null ? 'names no user' : `is that of ${user}`;
  // Where everybody is somebody else whatever they bring, nothing can be told from it.
  return finding(anyWorks ? 'warn' : 'inconclusive', `${how} the socket ${whose}`, evidence);
}

/** What is lost on the way, by which of the other ways works. */
function explain(context: ProbeContext, bad: Tried, works: readonly Tried[]): Explanation {
  const substitute = bad.user === null ? null : explainSubstitute(bad.user);
  if (works.length === 0)
    return {
      cause: substitute ?? bad.explanation?.cause ?? cause('F44', 'no message disclosed the whole id'),
      nextStep: bad.explanation?.nextStep ?? `Get the socket to be that of ${context.user} first.`,
    };
  // A server that selects no subprotocol has read it nevertheless.
  if (bad.explanation?.cause.failure === 'F23') return bad.explanation;
  switch (bad.way) {
    case 'header':
      return {
        cause: cause('F26', 'the Authorization header does not arrive: the load balancer takes it away'),
        nextStep:
          'Compare with a connection past the load balancer, and keep the header in its rule for the path.',
      };
    case 'subprotocol':
      return {
        cause: cause('F24', 'the token is lost in the negotiation of the subprotocol'),
        nextStep: 'Have the backend read the token from what was offered, whichever subprotocol it selects.',
      };
    case 'query':
      return bad.status === 500
        ? {
            cause: cause('F22', 'reading the query of the address raises before accept'),
            nextStep: 'Read the query from the ASGI scope: the URL object there has no query parameters.',
          }
        : {
            cause: cause(null, 'an address with a query is treated in another way'),
            nextStep: 'Look at what the backend does with the query of the address.',
          };
  }
}
