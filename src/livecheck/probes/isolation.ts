import { foreignHits } from '../foreignHits.ts';
import { isLegible, isMessage, jsonObject } from '../message.ts';
import type { IsolatedUser } from '../observations.ts';
import { finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import { matchIdentity } from '../substitutes.ts';
import { afterAgentRunMs } from '../timing.ts';
import { agentForms, agentRequest } from './agentRequest.ts';
import { followRun, type Followed } from './followRun.ts';
import { whyLost } from './handshake.ts';
import { judgeIsolation, type Disturbance } from './isolationFindings.ts';
import {
  ask,
  connectAll,
  participantsFor,
  settle,
  userNamed,
  usersToConnect,
  type Participant,
} from './participants.ts';

/** How many users connect anew after another has left; the others stay, to see whether they are disturbed. */
const reconnecting = 3;

/**
 * Connects several users at the same time and looks whether any socket says something of another user.
 *
 * Each asks whose its socket is, with a marker and a thread of its own. Then the first user leaves: nobody else may be
 * disturbed, all ask again, and some connect anew, which must come up as the same users. One of them also sends a message
 * for an agent, because a router that keeps the handler of the user who left answers that one in the other's name, and
 * because the agent's events may go to others: everybody stays until they have ended.
 */
export const isolation: Probe = {
  id: 'isolation',
  blockedBy: (state) =>
    state.path === null ? 'no path took a WebSocket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const obtained = await participantsFor(context, usersToConnect(context.user, context.users));
    if (!obtained.ok)
      return outcomeOf(
        [finding('skipped', `there are no tokens for ${context.users} users: ${obtained.reason}`)],
        { nextStep: 'Give the signing secret, or another source of tokens for several users.' },
      );
    const { participants } = obtained;
    try {
      await connectAll(context, participants);
      const disturbances = await observe(context, participants);
      return judge(context, participants, disturbances);
    } finally {
      await leave(context, participants);
    }
  },
};

/** Everybody asks, one leaves, everybody else asks again; gives what changed for those who stayed. */
async function observe(context: ProbeContext, participants: readonly Participant[]): Promise<Disturbance[]> {
  const connected = participants.filter(({ state }) => state === 'connected');
  await Promise.all(
    connected.map(async (each) => {
      noteUser(context, each, userNamed(await ask(context, each), each.user));
    }),
  );
  await settle(context, connected);
  for (const each of connected) noteLoss(context, each);
  const [leaver, ...staying] = connected.filter(isOpen);
  if (leaver === undefined || staying.length === 0) return [];

  await leaver.sessions.at(-1)!.close(1000, context.timing.closeTimeoutMs);
  const [first] = staying;
  const [, disturbances] = await Promise.all([
    askAgent(context, first!),
    Promise.all(staying.map((each) => disturbanceOf(context, each))),
  ]);
  await settle(context, staying.filter(isOpen));
  for (const each of staying) noteLoss(context, each);
  await reconnect(context, staying.filter(isOpen).slice(0, reconnecting));
  await settle(
    context,
    staying.filter(({ state }) => state === 'connected'),
  );
  return disturbances.filter((each) => each !== null);
}

/** Asks once more who a user is, after another has left; null where nothing has changed. */
async function disturbanceOf(context: ProbeContext, participant: Participant): Promise<Disturbance | null> {
  const { user } = participant;
  const now = userNamed(await ask(context, participant), user);
  // An answer that comes only now is the first one, and nothing has changed.
  if (participant.observed === null) noteUser(context, participant, now);
  if (noteLoss(context, participant))
    return { user, kind: 'closed', now: null, evidence: lastOf(context, participant) };
  if (now === null || now.user === participant.observed) return null;
  return { user, kind: 'renamed', now: now.user, evidence: context.evidenceOf(now.frame) };
}

/** Notes whom the server's answers name. */
function noteUser(
  context: ProbeContext,
  participant: Participant,
  named: ReturnType<typeof userNamed>,
): void {
  participant.observed = named?.user ?? null;
  participant.proof = named === null ? null : context.evidenceOf(named.frame);
}

/** Notes where the server has closed a user's socket. */
function noteLoss(context: ProbeContext, participant: Participant): boolean {
  const lost = whyLost(participant.sessions.at(-1)!, 'the probe was done with it');
  if (lost === null) return false;
  participant.state = 'closed';
  participant.refusal = { ok: false, status: null, evidence: lastOf(context, participant), ...lost };
  return true;
}

const lastOf = (context: ProbeContext, { sessions }: Participant): string =>
  context.evidenceOf(sessions.at(-1)!.frames.at(-1) ?? null);

const isOpen = ({ sessions }: Participant): boolean => sessions.at(-1)?.closed() === null;

/**
 * Asks an agent with the user's last marker and thread, in each form until one is followed by events; then takes these to their
 * end, and a moment more for what is sent to others after them. Its run is the user's alone, and so is its thread.
 */
async function askAgent(context: ProbeContext, participant: Participant): Promise<void> {
  const { user, terms, thread } = participant;
  const seen = await agentEvents(context, participant);
  const own = seen.map(({ event }) => event).filter((event) => event.user === null || event.user === user);
  for (const run of new Set(own.map((event) => event.run)))
    if (run !== null) terms.push({ what: 'run-id', text: run });
  for (const named of new Set(own.map((event) => event.thread)))
    if (named !== null && named !== thread) terms.push({ what: 'thread-id', text: named });
  if (seen.length > 0) await context.pause(afterAgentRunMs);
}

async function agentEvents(
  context: ProbeContext,
  { sessions, terms, thread }: Participant,
): Promise<Followed['seen']> {
  const session = sessions.at(-1)!;
  const marker = terms.findLast(({ what }) => what === 'marker')!.text;
  for (const form of agentForms(context.state.welcome!.variant)) {
    const request = { ...agentRequest(form, marker, thread), message_id: marker };
    const { seen } = await followRun(context, session, request, thread);
    if (seen.length > 0 || session.closed() !== null) return seen;
  }
  return [];
}

async function reconnect(context: ProbeContext, participants: readonly Participant[]): Promise<void> {
  await Promise.all(
    participants.map((each) => each.sessions.at(-1)!.close(1000, context.timing.closeTimeoutMs)),
  );
  await connectAll(context, participants);
  await Promise.all(
    participants.map(async (each) => {
      each.afterReconnect = 'unknown';
      if (each.state !== 'connected') return;
      const now = userNamed(await ask(context, each), each.user);
      if (now !== null) each.afterReconnect = matchIdentity(now.user, each.user);
    }),
  );
}

function judge(
  context: ProbeContext,
  participants: readonly Participant[],
  disturbances: readonly Disturbance[],
) {
  const received = participants.map(({ sessions }) =>
    sessions.flatMap(({ frames }) => frames).filter(({ direction }) => direction === 'received'),
  );
  const hits = foreignHits(
    participants.map(({ terms }, index) => ({
      terms,
      // Whatever the opcode: what leaks may come in any of them.
      frames: received[index]!.map((frame) => ({
        text: frame.text,
        json: frame.json ?? jsonObject(frame.text),
        evidence: context.evidenceOf(frame),
      })),
    })),
  );
  const messages = received.map((frames) => frames.filter(isMessage));
  const users = participants.map((each, index): IsolatedUser => ({
    requested: each.user,
    observed: each.observed,
    connectionId: each.connectionId,
    state: each.state,
    frames: messages[index]!.filter(isLegible).length,
    foreign: hits[index]!,
    identityAfterReconnect: each.afterReconnect,
  }));
  const unread = participants
    .flatMap(({ sessions }) => sessions)
    .reduce((sum, each) => sum + each.unkept(), 0);
  const illegible = messages.flat().filter((frame) => !isLegible(frame));
  const refusal = participants.find((each) => each.refusal !== null)?.refusal ?? null;
  const evidence = participants.map(({ proof }) => proof).filter((each) => each !== null);
  return judgeIsolation({
    users,
    disturbances,
    unread,
    illegible: illegible.map((frame) => context.evidenceOf(frame)),
    refusal,
    evidence,
  });
}

async function leave(context: ProbeContext, participants: readonly Participant[]): Promise<void> {
  const sessions = participants.flatMap((each) => each.sessions);
  if (context.signal.aborted) sessions.forEach((each) => each.terminate());
  else await Promise.all(sessions.map((each) => each.close(1000, context.timing.closeTimeoutMs)));
}
