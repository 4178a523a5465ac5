import type { ForeignHit, IsolatedUser, IsolationData } from '../observations.ts';
import { candidate, cause, finding, outcomeOf, type ProbeOutcome } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import { explainSubstitute } from '../substitutes.ts';
import type { Connection } from './connect.ts';

/** What changed for a user who stayed when another left. */
export interface Disturbance {
  readonly user: string;
  readonly kind: 'closed' | 'renamed';
  /** The user that the server's answers name now. */
  readonly now: string | null;
  readonly evidence: string;
}

export interface IsolationSeen {
  readonly users: readonly IsolatedUser[];
  readonly disturbances: readonly Disturbance[];
  /** Frames that were not kept, and could not be looked at. */
  readonly unread: number;
  /** Evidence of each message that is no text: packed or compressed, it could hold anything. */
  readonly illegible: readonly string[];
  /** Why one of those who were refused was refused. */
  readonly refusal: Extract<Connection, { ok: false }> | null;
  /** Evidence of the answers that named the users. */
  readonly evidence: readonly string[];
}

type Explained = Pick<ProbeOutcome, 'cause' | 'nextStep'>;

/**
 * Judges what several users saw of one another: another user's data is a failure, whatever else; identities that the server
 * does not keep apart prove nothing, and neither does what could not be looked at.
 */
export function judgeIsolation(seen: IsolationSeen): ProbeOutcome {
  const { users, evidence } = seen;
  const distinct = new Set(users.map(({ observed }) => observed).filter((each) => each !== null)).size;
  const doubt = doubtOf(seen, distinct);
  const data: IsolationData = {
    kind: 'isolation',
    users,
    distinctIdentities: distinct,
    notTestable: doubt?.text ?? null,
  };
  const failures = failuresOf(seen);
  const findings = [
    ...failures.map(({ finding: each }) => each),
    ...(doubt === null ? [] : [finding('inconclusive', doubt.text, ...(doubt.evidence ?? evidence))]),
  ];
  if (findings.length > 0) return outcomeOf(findings, { data, ...(failures[0]?.explained ?? doubt!) });
  const again = users.filter((each) => each.identityAfterReconnect === 'full').length;
  const text = `${users.length} users at the same time, each its own: ${frameCount(users)} messages looked at, none with anything of another user; ${again} connected anew after one had left, as themselves`;
  return outcomeOf([finding('pass', text, ...evidence)], { data });
}

interface Failure {
  readonly finding: Finding;
  readonly explained: Explained;
}

function failuresOf({ users, disturbances, evidence }: IsolationSeen): Failure[] {
  const failures: Failure[] = [];
  const hit = users.filter(({ foreign }) => foreign.length > 0);
  if (hit.length > 0)
    failures.push({
      finding: finding(
        'fail',
        `${hit.length} of ${users.length} users' sockets received something of another user: ${hitsText(users)}`,
        ...new Set(hit.flatMap(({ foreign }) => foreign.map((each) => each.evidence))),
      ),
      explained: {
        cause: cause('F57', 'messages of one user are handled in the name of another', [
          candidate('F56', 'several managers exist, and each sends to connections that it took from another'),
        ]),
        nextStep: 'Treat it as a breach: find how the sender of these messages chooses the connection.',
      },
    });
  for (const { user, kind, now, evidence: seenBy } of disturbances)
    failures.push({
      finding: finding(
        'fail',
        kind === 'closed'
          ? `the socket of ${user} was closed after another user had left`
          : `after another user had left, the server answers ${user} as ${now ?? 'nobody'}`,
        seenBy,
      ),
      explained: {
        cause: cause('F57', 'what a user leaves behind is shared with the others'),
        nextStep: 'Find what the end of one connection does to the state that all share.',
      },
    });
  const changed = users.filter(
    ({ observed, requested, identityAfterReconnect: again }) =>
      observed === requested && again !== null && again !== 'full' && again !== 'unknown',
  );
  for (const { requested, identityAfterReconnect: again } of changed)
    failures.push({
      finding: finding('fail', `${requested} connected anew as somebody else (${again!})`, ...evidence),
      explained: {
        cause: cause('F57', 'a new connection takes over what another user left behind'),
        nextStep: 'Find where the user of a connection is kept when the connection ends.',
      },
    });
  return failures;
}

/** `evidence` where it stands on other than the answers that named the users. */
type Doubt = { readonly text: string; readonly evidence?: readonly string[] } & Explained;

/** Why what was seen does not prove isolation; null where it does. */
function doubtOf({ users, unread, illegible, refusal }: IsolationSeen, distinct: number): Doubt | null {
  const refused = users.filter(({ state }) => state !== 'connected');
  if (refused.length > 0 && refusal !== null)
    return {
      text: `${refused.length} of ${users.length} users have no connection: ${refusal.text}`,
      cause: refusal.cause,
      nextStep: refusal.nextStep,
    };
  const named = users.filter(({ observed }) => observed !== null);
  const [first] = named;
  if (first !== undefined && distinct < named.length) {
    const substitute = explainSubstitute(first.observed!);
    const of =
      distinct === 1 ? `all ${named.length} are ${first.observed!}` : `${named.length} are ${distinct}`;
    return {
      text: `the identities collapse on the server: ${of}, so that nothing can be said of isolation`,
      cause: cause(
        'F56',
        'to the server these connections are one user',
        substitute === null ? [] : [candidate(substitute.failure, substitute.text)],
      ),
      nextStep: 'Turn the permissive mode of the backend off, and run the check again.',
    };
  }
  const others = named.filter(({ observed, requested }) => observed !== requested);
  if (others.length > 0) {
    const shown = others[0]!;
    return {
      text: `${others.length} of ${users.length} sockets are not those of the users who were asked for: ${shown.requested} is ${shown.observed!} on the server`,
      cause:
        explainSubstitute(shown.observed!) ??
        cause('F24', 'the socket belongs to another user than the token'),
      nextStep: "Use the environment's signing secret, or turn the permissive mode of the backend off.",
    };
  }
  if (named.length < users.length)
    return {
      text: `the server tells ${users.length - named.length} of ${users.length} users no full id, so that nobody can say whose their sockets are`,
      cause: cause('F44', 'no message disclosed the whole id'),
      nextStep: 'Let the backend answer {"type":"connected"} with its user_id.',
    };
  const silent = users.filter(({ identityAfterReconnect: again }) => again === 'unknown');
  if (silent.length > 0)
    return {
      text: `${silent[0]!.requested} did not come up again after another user had left`,
      cause: cause('F57', 'what a user leaves behind is in the way of others'),
      nextStep: 'Run the check again, and look in the log for the second connection of this user.',
    };
  if (unread > 0)
    return {
      text: `${unread} messages were too many to be looked at`,
      cause: cause(null, 'the server sends without being asked'),
      nextStep: 'Find what sends these messages.',
    };
  if (illegible.length > 0)
    return {
      text: `${illegible.length} binary messages are no text, so that nobody can say whose data they hold`,
      evidence: [...new Set(illegible)].slice(0, 3),
      cause: cause(null, 'the server packs or compresses messages'),
      nextStep:
        'Have the backend send text to this check, or look with the client that reads these messages.',
    };
  return null;
}

const frameCount = (users: readonly IsolatedUser[]): number =>
  users.reduce((sum, { frames }) => sum + frames, 0);

const titles: Readonly<Record<ForeignHit['what'], string>> = {
  'user-id': 'user id',
  marker: 'marker',
  'connection-id': 'connection id',
  'thread-id': 'thread',
  'run-id': 'run',
};

/** A few of the hits in words; all of them are in the data. */
function hitsText(users: readonly IsolatedUser[]): string {
  const all = users.flatMap(({ requested, foreign }) =>
    foreign.map(({ of, what }) => `${requested} saw the ${titles[what]} of ${users[of]!.requested}`),
  );
  const distinct = [...new Set(all)];
  const more = distinct.length > 3 ? ` and ${distinct.length - 3} more` : '';
  return distinct.slice(0, 3).join(', ') + more;
}
