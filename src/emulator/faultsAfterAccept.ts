import { eventNames, leakKinds, type Change, type EndingError } from './behaviour.ts';
import { fault, type Fault } from './fault.ts';

const raised = (type: string, message: string): EndingError => ({ code: 'CONNECTION_ERROR', message, type });
/** An exception at connect, in the place of the welcome. */
const diesWith = (error: EndingError | null, reason: string): Change => ({
  session: { instead: { error, code: 1011, reason } },
});

/** A connection that is accepted and does not live, or not as it should. */
export const sessionFaults: readonly Fault[] = [
  fault(
    'supervisor-none',
    '1011 right after accept: the agent supervisor is missing',
    diesWith(
      { code: 'SERVICE_INIT_FAILED', message: 'agent_supervisor is not available', type: null },
      'Services not ready',
    ),
  ),
  fault('crash-at-connect', '1011 right after accept, and no message', diesWith(null, 'Internal error')),
  fault('crash-in-every-mode', '1011 right after accept, and no message, on every path of WebSockets', {
    session: { instead: { error: null, code: 1011, reason: 'Internal error' }, insteadIn: 'every-mode' },
  }),
  fault(
    'fallback-none',
    '1011 at connect: a fallback import made a function None',
    diesWith(raised('TypeError', "'NoneType' object is not callable"), 'main mode error'),
  ),
  fault(
    'id-rejected',
    '1011 at connect: one manager of ids rejects what another made',
    diesWith(raised('ValueError', 'Invalid request_id format'), 'main mode error'),
  ),
  fault(
    'manager-raises',
    '1011 at connect: making the manager raises',
    diesWith(raised('RuntimeError', 'Failed to create WebSocket manager'), 'main mode error'),
  ),
  fault('startup-timeout', 'the connection is accepted and closed with 1001 "Startup timeout"', {
    session: { instead: { error: null, code: 1001, reason: 'Startup timeout' } },
  }),
  fault('cut-at-connect', 'the connection is cut without a close frame before any message', {
    session: { instead: { error: null, code: 1006, reason: '' } },
  }),
  fault('connection-limit', 'the sixth connection of a user is closed with 1011', {
    session: { connectionsPerUser: 5 },
  }),
  fault(
    'connections-not-reaped',
    "a user's connections count after their end: the sixth is closed with 1011",
    {
      session: { connectionsPerUser: 5, reaps: false },
    },
  ),
  fault('emergency-manager', 'the welcome lists few features, and no agent event comes', {
    session: { welcome: 'D', manager: 'emergency' },
    events: { sequence: [] },
  }),
  fault('late-1011', 'a healthy connection is closed with 1011 after a second, or at its first ping', {
    session: {
      later: {
        error: raised('RuntimeError', 'send failed'),
        code: 1011,
        reason: 'Processing error',
        afterMs: 1_000,
      },
    },
  }),
  fault(
    'late-cancelled',
    'a connection is ended with 1000 after a second, or at its first ping; an error text has "0.1011s" in it',
    {
      session: {
        later: {
          error: {
            code: 'CONNECTION_ERROR',
            message: 'Auth validation was cancelled after 0.1011s',
            type: null,
          },
          code: 1000,
          reason: 'main cleanup',
          afterMs: 1_000,
        },
      },
    },
  ),
  fault(
    'late-cut',
    'a healthy connection is cut after a second, or at its first ping, without a close frame',
    {
      session: { later: { error: null, code: 1006, reason: '', afterMs: 1_000 } },
    },
  ),
  fault('welcome-w0', 'the flat welcome of before 2025-09-08', { session: { welcome: 'W0' } }),
  fault('welcome-c', 'the welcome of 2025-09-13, of type "connect"', { session: { welcome: 'C' } }),
  fault('welcome-d', 'the welcome since 2025-09-14, with a shortened user id', { session: { welcome: 'D' } }),
  fault('welcome-f', 'the welcome that is known from documentation only', { session: { welcome: 'F' } }),
  fault('welcome-none', 'the connection is accepted, and no welcome comes', { session: { welcome: 'none' } }),
];

/** What messages and requests to agents get. */
export const messageFaults: readonly Fault[] = [
  fault('router-dead', 'no message is answered, while protocol pings are', { replies: { router: 'dead' } }),
  fault('reflecting', 'every message comes back as it is, and nothing else comes', {
    replies: { router: 'reflecting' },
  }),
  fault('bridge-silent', 'messages are answered, those to agents are not', { events: { sequence: [] } }),
  fault('bridge-broken', 'messages to agents are answered with AGENT_REQUEST_ERROR', {
    replies: { router: 'key-commit', bridge: 'broken' },
  }),
  fault('agent-error', 'an agent starts and ends in agent_error', {
    events: { sequence: ['agent_started'], error: "No agent 'triage' in the registry" },
  }),
  fault('events-v2', "events in the manager's form", { events: { form: 'V2' } }),
  fault('events-v3', "events in the end-to-end fallback's form", { events: { form: 'V3' } }),
  fault('events-demo', "events in the demonstration's form", { events: { form: 'demo' } }),
  fault('events-duplicated', 'every event comes twice', {
    events: { sequence: eventNames.flatMap((each) => [each, each]) },
  }),
  fault('events-gap', 'twelve seconds pass before the tool is done', {
    events: { stall: { before: 'tool_completed', ms: 12_000 } },
  }),
  fault('events-paced', 'half a second passes between two events', { events: { gapMs: 500 } }),
  fault('events-bare', 'events lack the fields that belong to them', { events: { fields: 'bare' } }),
  fault('events-other-run', 'events after the first are of another run', {
    events: { belongTo: 'another-run' },
  }),
  fault('events-other-user', 'events are of another user', { events: { belongTo: 'another-user' } }),
  fault('events-astray', 'an agent takes half a second, and another user gets its events, too', {
    events: { gapMs: 100 },
    isolation: { eventsTo: 'another-too' },
  }),
  fault('leaks-in-binary', "users' sockets get what is another user's, in binary frames", {
    isolation: { leaks: leakKinds, leaksIn: 'binary' },
  }),
];

/** What no backend should do. */
export const hostileFaults: readonly Fault[] = [
  fault('flood', 'a million tiny frames follow the welcome', { session: { hostile: 'flood' } }),
  fault('giant-frame', 'the head of a frame of 1 GiB follows the welcome', {
    session: { hostile: 'giant-frame' },
  }),
  fault('compression-bomb', 'a compressed frame that unfolds into 1 GiB follows the welcome', {
    session: { hostile: 'compression-bomb' },
  }),
  fault('frame-drip', 'a frame that comes a byte at a time follows the welcome', {
    session: { hostile: 'drip' },
  }),
  fault('not-utf8', 'a text frame that is not UTF-8 follows the welcome', {
    session: { hostile: 'not-utf8' },
  }),
  fault('token-echo', 'a message with the token in it follows the welcome', {
    session: { hostile: 'token-echo' },
  }),
  fault('script-message', 'a message with a script in it follows the welcome', {
    session: { hostile: 'script' },
  }),
];
