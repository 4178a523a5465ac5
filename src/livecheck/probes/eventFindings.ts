import type { EventsData } from '../observations.ts';
import { duration } from '../networkProblem.ts';
import {
  candidate,
  cause,
  finding,
  outcomeOf,
  type ProbeContext,
  type ProbeOutcome,
} from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import type { Frame, SocketSession } from '../session.ts';
import { explainSubstitute } from '../substitutes.ts';
import { slowAgentRunMs, slowEventGapMs, slowFirstEventMs } from '../timing.ts';
import { explainReflection, reflectionIn } from './diagnosis/reflection.ts';
import { whyLost } from './handshake.ts';

/** A request for an agent, and what came of it. */
export interface Asked {
  readonly data: EventsData;
  readonly failure: AgentFailure | null;
  /** Forms of the request that nothing came of. */
  readonly unanswered: readonly string[];
  readonly sent: Frame | null;
  /** Types of the messages that are no agent events. */
  readonly others: readonly string[];
  /** Events that the welcome names. */
  readonly announced: readonly string[];
  /** A user whom events name in the place of the run's. */
  readonly stranger: string | null;
}

/** An error that ended a run. */
export interface AgentFailure {
  readonly text: string;
  /** The code of an error message; null where the agent itself has told of it. */
  readonly code: string | null;
  readonly frame: Frame;
}

type Explained = Pick<ProbeOutcome, 'cause' | 'nextStep'>;

/** Judges what came of a request for an agent. */
export function judgeEvents(context: ProbeContext, session: SocketSession, asked: Asked): ProbeOutcome {
  const { data } = asked;
  const findings = [...delivery(context, session, asked), ...content(context, data), ...pace(data)];
  const bad = findings.some(({ verdict }) => verdict !== 'pass');
  return outcomeOf(findings, { data, ...(bad ? explained(context, session, asked) : {}) });
}

/** How many of the five came, and what ended the run where it did not end by itself. */
function delivery(context: ProbeContext, session: SocketSession, asked: Asked): Finding[] {
  const { data, failure, unanswered, sent, others } = asked;
  const own = data.events.filter((each) => each.runMatches !== false).map(({ evidence }) => evidence);
  const evidence = own.length > 0 ? own : [context.evidenceOf(sent)];
  const findings: Finding[] = [];
  if (data.missing.length === 0)
    findings.push(
      finding(
        'pass',
        `all five agent events came, the first after ${duration(data.firstMs ?? 0)}, the last after ${duration(data.totalMs ?? 0)}`,
        ...evidence,
      ),
    );
  else if (data.score === 0) {
    const other = others.length === 0 ? '' : `; other messages came: ${others.slice(0, 5).join(', ')}`;
    const tried = unanswered.length > 1 ? ` in any of the forms ${unanswered.join(', ')}` : '';
    findings.push(
      finding('fail', `none of the five agent events came after a request${tried}${other}`, ...evidence),
    );
  } else
    findings.push(
      finding(
        'fail',
        `${data.score} of five agent events came; missing: ${data.missing.join(', ')} (impact ${data.impact})`,
        ...evidence,
      ),
    );
  if (data.missing.length > 0 && asked.announced.length > 0)
    findings.push(
      finding(
        'warn',
        `the welcome names ${asked.announced.length} events, which is what the server can send and counts as nothing received (F54)`,
        context.evidenceOf(sent),
      ),
    );
  if (failure !== null)
    findings.push(
      finding('fail', `the run ended with an error: ${failure.text}`, context.evidenceOf(failure.frame)),
    );
  const lost = data.missing.length > 0 ? whyLost(session, 'the run was complete') : null;
  if (lost !== null) findings.push(finding('fail', lost.text, context.evidenceOf(null)));
  if (data.score > 0 && unanswered.length > 0)
    findings.push(
      finding('warn', `the request ${unanswered.join(', ')} got no answer, another form did`, ...evidence),
    );
  return findings;
}

/** Whose the events are, and what they lack. */
function content({ user, state }: ProbeContext, data: EventsData): Finding[] {
  const findings: Finding[] = [];
  const foreign = data.events.filter((each) => each.userMatches === false);
  if (foreign.length > 0)
    findings.push(
      finding(
        // Where the socket is known to be somebody else's, so are its events; the identity probe has said so.
        state.identityProven === false ? 'warn' : 'fail',
        `${foreign.length} events are of another user than ${user}`,
        ...foreign.map(({ evidence }) => evidence),
      ),
    );
  const other = data.events.filter((each) => each.runMatches === false);
  if (other.length > 0)
    findings.push(
      finding(
        'warn',
        `${other.length} events are of another run than the one that was asked for`,
        ...other.map(({ evidence }) => evidence),
      ),
    );
  for (const text of data.orderingViolations.slice(0, 5))
    findings.push(finding('warn', text, ...data.events.map(({ evidence }) => evidence)));
  if (data.duplicates > 0)
    findings.push(
      finding(
        'warn',
        `${data.duplicates} events came a second time`,
        ...data.events.map(({ evidence }) => evidence),
      ),
    );
  const lacking = data.events.filter((each) => each.missingFields.length > 0);
  if (lacking.length > 0) {
    const named = lacking.map((each) => `${each.name} (${each.form}) lacks ${each.missingFields.join(', ')}`);
    findings.push(
      finding('warn', [...new Set(named)].join('; '), ...lacking.map(({ evidence }) => evidence)),
    );
  }
  return findings;
}

function pace(data: EventsData): Finding[] {
  const { firstMs, totalMs, maxGapMs, events } = data;
  const evidence = events.map((each) => each.evidence);
  const slow = (ms: number | null, most: number, text: string): Finding[] =>
    ms !== null && ms > most
      ? [finding('warn', `${text} ${duration(ms)}, more than ${duration(most)}`, ...evidence)]
      : [];
  return [
    ...slow(firstMs, slowFirstEventMs, 'the first event took'),
    ...slow(totalMs, slowAgentRunMs, 'the run took'),
    ...slow(maxGapMs, slowEventGapMs, 'between two events were'),
  ];
}

function explained(context: ProbeContext, session: SocketSession, asked: Asked): Explained {
  const { data, failure, unanswered } = asked;
  if (data.events.some((each) => each.userMatches === false) && context.state.identityProven !== false)
    return {
      cause: cause('F57', "events go to the connection of another user than the run's"),
      nextStep: 'Treat it as a breach: find how the sender of events chooses the connection.',
    };
  if (failure?.code === 'AGENT_REQUEST_ERROR' && data.score === 0)
    return {
      cause: cause(
        'F45',
        'the bridge between router and agents lacks what it calls, so that no agent starts',
        [candidate('F55', 'the registry of agents is empty')],
      ),
      nextStep: 'Give the bridge the handler that the error names, and look in the log for its traceback.',
    };
  const lost = data.missing.length > 0 ? whyLost(session, 'the run was complete') : null;
  if (lost !== null) return { cause: lost.cause, nextStep: lost.nextStep };
  if (failure !== null)
    return {
      cause: cause(
        'F55',
        "the agent fails: its registry is empty, or a part of the run's context is missing",
        [candidate('F45', 'the bridge between router and agents lacks a handler')],
      ),
      nextStep: 'Look in the log for the exception behind this error.',
    };
  if (data.score === 0) return reflectionIn(session) === null ? silence(context) : explainReflection;
  if (data.missing.length > 0)
    return {
      cause: cause('F51', 'the agent runs, and not every event that it has to send is sent', [
        candidate('F55', 'the agent or one of its tools fails on the way'),
        candidate('F47', 'an event has another name in this build'),
      ]),
      nextStep: `Find where ${data.missing[0]!} is sent, and why not to this connection.`,
    };
  if (asked.stranger !== null) return ofAnother(asked.stranger);
  if (unanswered.length > 0)
    return {
      cause: cause('F46', 'the router takes the other form for an agent event, and swallows it'),
      nextStep: 'Correct the routing of message types that map to themselves.',
    };
  if (data.events.some((each) => each.missingFields.length > 0) && data.orderingViolations.length === 0)
    return {
      cause: cause('F47', 'the shape of the events changed'),
      nextStep: 'Agree on one form of the events between server and clients.',
    };
  return {
    cause: cause(
      null,
      'events have no numbers of their own, so that nothing keeps their order, and they are sent again when a sending is in doubt',
    ),
    nextStep: 'Look at the times of the events in the evidence, and at what sends them.',
  };
}

/** The socket is another user's, as the identity probe has found, and so are its events. */
const ofAnother = (user: string): Explained => ({
  cause: explainSubstitute(user) ?? cause('F24', 'the socket belongs to another user than the token'),
  nextStep: 'Get the socket to be that of the user who was asked for; then run the check again.',
});

function silence({ state }: ProbeContext): Explained {
  return {
    cause: cause('F51', 'no event of an agent reaches the connection', [
      candidate('F52', 'the route does not register its connection with the manager that sends events'),
      candidate('F45', 'the bridge between router and agents lacks a handler, and nobody is told'),
      candidate(
        'F46',
        'the router takes the request for an agent event, and swallows it',
        state.pingAnswered === true ? 'a ping, which such a router swallows too, is answered' : null,
      ),
      candidate(
        'F44',
        'the router answers no message: a handler in its list fails',
        state.repliesSeen ? 'other messages are answered' : null,
      ),
      candidate('F55', 'the registry of agents is empty'),
    ]),
    nextStep: 'Look in the log whether an agent was started by this request.',
  };
}
