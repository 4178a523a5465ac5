import { whyNoHeartbeat } from './heartbeat.ts';
import type { Section, WhyNot } from './section.ts';
import { because, probe } from './whyNot.ts';

const onlyOnce: WhyNot = ({ counts, steps }) =>
  counts.executed > 0
    ? 'the check ran once'
    : (steps.find(({ reason }) => reason !== null)?.reason ?? 'it was not run');

/** Sections 4 to 10: what every sentence about the live check is made of. Nothing else is said of what was observed. */
export const liveSections: readonly Section[] = [
  {
    title: '## 4 Service health',
    parts: [
      {
        kind: 'table',
        item: 'Service health',
        rows: 'health',
        columns: [
          ['endpoint', '{path|code}'],
          ['HTTP', '{status|orDash}'],
          ['state', '{state|orDash}'],
          ['not well', '{degraded|orNone}'],
          ['time', '{ms|msOrDash}'],
          ['threshold', '{threshold_ms|ms}'],
          ['result', '{result|word}'],
        ],
        whyNot: probe('health'),
      },
    ],
  },
  { title: '## 5 WebSocket connection', parts: [] },
  {
    title: '### 5.1 Paths',
    parts: [
      {
        kind: 'table',
        item: 'WebSocket paths',
        rows: 'ws.paths',
        columns: [
          ['path', '{path|code}'],
          ['outcome', '{outcome}'],
          ['HTTP', '{status|orDash}'],
          ['time', '{ms|msOrDash}'],
          ['used', '{chosen|yesNo}'],
        ],
        whyNot: probe('ws-path'),
      },
    ],
  },
  {
    title: '### 5.2 Handshake',
    parts: [
      {
        kind: 'claim',
        item: 'Handshake',
        text: 'Upgraded at {ws.handshake.url|code}; offered {ws.handshake.offered|orNone}, selected {ws.handshake.selected|orDash}',
        evidence: 'ws.handshake.evidence',
        whyNot: probe('handshake'),
      },
      {
        kind: 'claim',
        item: 'Time of the handshake',
        text: 'DNS {ws.handshake.phase_ms.dns|msOrDash}, TCP {ws.handshake.phase_ms.tcp|msOrDash}, TLS {ws.handshake.phase_ms.tls|msOrDash}, upgrade {ws.handshake.phase_ms.response|msOrDash}, in all {ws.handshake.phase_ms.total|ms}',
        evidence: 'ws.handshake.evidence',
        whyNot: because('no time was measured'),
      },
    ],
  },
  {
    title: '### 5.3 Welcome',
    parts: [
      {
        kind: 'claim',
        item: 'Welcome message',
        text: 'Welcome received, variant {ws.welcome.variant}; strict form: {ws.welcome.strict_match|yesNo}; fields missing from it: {ws.welcome.missing|orNone}',
        evidence: 'ws.welcome.evidence',
        whyNot: probe('welcome'),
      },
      {
        kind: 'claim',
        item: 'User in the welcome',
        text: 'It shows the user {ws.welcome.user_id_shown|code} and the connection {ws.welcome.connection_id|orDash}',
        evidence: 'ws.welcome.evidence',
        whyNot: because('no welcome shows a user'),
      },
      {
        kind: 'claim',
        item: 'Time of the welcome',
        text: 'It came after {ws.welcome.ms|ms}',
        evidence: 'ws.welcome.evidence',
        whyNot: because('no time was measured'),
      },
    ],
  },
  {
    title: '### 5.4 Liveness',
    parts: [
      {
        kind: 'claim',
        item: 'Protocol ping',
        text: 'The protocol ping is answered after {ws.protocol_ping.rtt_ms|ms}',
        evidence: 'ws.protocol_ping.evidence',
        whyNot: probe('liveness'),
      },
      {
        kind: 'claim',
        item: 'Application ping',
        text: 'The application ping is answered: {ws.app_ping.answered|yesNo}, {ws.app_ping.ms|msOrDash}',
        evidence: 'ws.app_ping.evidence',
        whyNot: probe('liveness'),
      },
      {
        kind: 'claim',
        item: 'Heartbeat of the server',
        text: 'A heartbeat of the server was seen: {ws.heartbeat.seen|yesNo}; time since its socket was opened: {ws.heartbeat.at_ms|msOrDash}',
        evidence: 'ws.heartbeat.evidence',
        whyNot: whyNoHeartbeat,
      },
    ],
  },
  {
    title: '### 5.5 Close',
    parts: [
      {
        kind: 'claim',
        item: 'Close',
        text: 'Closed with {ws.close.code} {ws.close.reason|orDash} by the {ws.close.initiator}',
        evidence: 'ws.close.evidence',
        whyNot: probe('close'),
      },
      {
        kind: 'claim',
        item: 'Reconnect',
        text: 'Connected anew after {ws.reconnect.attempts} attempts; identity: {ws.reconnect.identity}',
        evidence: 'ws.reconnect.evidence',
        whyNot: probe('reconnect'),
      },
    ],
  },
  {
    title: '## 6 Authentication',
    parts: [
      {
        kind: 'claim',
        item: 'Token',
        text: 'Token from {jwt.obtained_via|orDash}: {jwt.alg|orDash}, claims {jwt.claims}',
        evidence: 'jwt.evidence',
        whyNot: probe('jwt'),
      },
      {
        kind: 'claim',
        item: 'Claims of the token',
        text: 'Missing of the claims that the validator wants: {jwt.missing_recommended|orNone}; seconds left {jwt.seconds_left|orDash}',
        evidence: 'jwt.evidence',
        whyNot: probe('jwt'),
      },
      {
        kind: 'claim',
        item: 'Identity',
        text: 'Asked for as {auth.identity.requested|code}, served as {auth.identity.observed|orDash}: {auth.identity.match}',
        evidence: 'auth.identity.evidence',
        whyNot: probe('identity'),
      },
      {
        kind: 'claim',
        item: 'Level of authentication',
        text: 'Level observed: {auth.level.value} ({auth.level.source})',
        evidence: 'auth.level.evidence',
        whyNot: probe('identity'),
      },
      {
        kind: 'claim',
        item: 'E2E headers',
        text: 'Headers sent: {auth.e2e.headers_sent|orNone}; effect: {auth.e2e.effect}',
        evidence: 'auth.e2e.evidence',
        whyNot: probe('e2e-headers'),
      },
      {
        kind: 'table',
        item: 'Refusals',
        rows: 'auth.negative',
        columns: [
          ['case', '{case}'],
          ['expected', '{expected}'],
          ['observed', '{observed}'],
          ['result', '{result|word}'],
        ],
        whyNot: probe('auth-none'),
      },
    ],
  },
  {
    title: '## 7 Agent events',
    parts: [
      {
        kind: 'table',
        item: 'Agent events',
        rows: 'events.frames',
        columns: [
          ['event', '{name|code}'],
          ['after', '{t_ms|ms}'],
          ['form', '{form}'],
          ['fields missing', '{missing_fields|orNone}'],
          ['user matches', '{user_id_ok|orDash}'],
          ['run matches', '{run_id_ok|orDash}'],
        ],
        whyNot: probe('events'),
      },
      {
        kind: 'claim',
        item: 'Missing agent events',
        text: 'Missing: {events.missing|orNone}; impact {events.impact}; {events.score} of 5 received',
        evidence: 'events.evidence',
        whyNot: probe('events'),
      },
      {
        kind: 'claim',
        item: 'Order of agent events',
        text: 'Out of order: {events.ordering_violations|orNone}; duplicates: {events.duplicates}',
        evidence: 'events.evidence',
        whyNot: probe('events'),
      },
    ],
  },
  {
    title: '## 8 User isolation',
    parts: [
      {
        kind: 'table',
        item: 'Users',
        rows: 'isolation.users',
        columns: [
          ['user', '{requested|code}'],
          ['served as', '{observed|orDash}'],
          ['connection', '{conn_ref|orDash}'],
          ['frames', '{own_frames}'],
          ["another's data", '{foreign_hits}'],
        ],
        whyNot: probe('isolation'),
      },
      {
        kind: 'claim',
        item: 'User isolation',
        text: '{isolation.verdict|word}: {isolation.distinct_identities} identities told apart among {isolation.users|count} users',
        evidence: 'isolation.evidence',
        whyNot: probe('isolation'),
      },
    ],
  },
  {
    title: '## 9 Error handling',
    parts: [
      {
        kind: 'table',
        item: 'Error handling',
        rows: 'errors',
        columns: [
          ['sent', '{probe}'],
          ['expected', '{expected}'],
          ['observed', '{observed}'],
          ['close', '{close_code|orDash}'],
          ['socket survived', '{survived|yesNo}'],
          ['result', '{result|word}'],
        ],
        whyNot: probe('error-1011'),
      },
    ],
  },
  {
    title: '## 10 Performance',
    parts: [
      {
        kind: 'claim',
        item: 'Repeated runs',
        text: 'The check ran {runs|count} times; the report is about the gravest run, and the times are those of all',
        evidence: 'runs.0.evidence',
        whyNot: onlyOnce,
      },
      {
        kind: 'table',
        item: 'Repeated runs',
        rows: 'runs',
        columns: [
          ['run', '{n}'],
          ['verdict', '{title}'],
          ['took', '{duration_ms|ms}'],
          ['why', '{sentence}'],
        ],
        whyNot: onlyOnce,
      },
      {
        kind: 'table',
        item: 'Performance',
        rows: 'perf',
        columns: [
          ['metric', '{metric}'],
          ['samples', '{samples|count}'],
          ['p50', '{p50|msOrDash}'],
          ['p95', '{p95|msOrDash}'],
          ['max', '{max|msOrDash}'],
          ['threshold', '{threshold|msOrDash}'],
          ['source', '{threshold_source}'],
          ['result', '{result|word}'],
        ],
        whyNot: because('no time was measured'),
      },
    ],
  },
];
