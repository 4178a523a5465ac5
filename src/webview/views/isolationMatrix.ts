import type { ForeignHit, IsolatedUser, IsolationData } from '../../livecheck/observations.ts';
import { counted } from '../wording.ts';
import type { Cell, Table } from './table.ts';

const words: Readonly<Record<ForeignHit['what'], string>> = {
  'user-id': 'user id',
  marker: 'marker',
  'connection-id': 'connection id',
  'thread-id': 'thread',
  'run-id': 'run',
};

/** Among more users than these only what is wrong has a sign: of 50 users there are 2,450 pairs. */
const mostSigned = 8;

/**
 * Who saw what of whom: a row per socket, a column per user, and whom the server took the socket's owner for. Columns have the
 * users' numbers, which stand before their names in the rows.
 */
export function isolationMatrix(data: IsolationData): Table {
  const { users } = data;
  return {
    caption: captionOf(data),
    head: ['Socket of', 'Answered as', 'Anew', ...users.map((_, index) => `saw ${index + 1}`)],
    rows: users.map((user, index) => [
      { text: `${index + 1} ${user.requested}` },
      answeredAs(user),
      anew(user),
      ...users.map((_, other) => (index === other ? own(user) : seenOf(data, user, other))),
    ]),
  };
}

/** What the whole says. Nothing is clean where the identities could not be told apart. */
function captionOf({ users, distinctIdentities, notTestable }: IsolationData): string {
  const leaks = users.reduce((sum, { foreign }) => sum + new Set(foreign.map(({ of }) => of)).size, 0);
  const pairs = users.length * (users.length - 1);
  const identities = `${counted(users.length, 'user', 'users')}, ${counted(distinctIdentities, 'identity', 'identities')}`;
  if (leaks > 0) return `${identities}: in ${leaks} of ${pairs} pairs one saw something of the other`;
  if (notTestable !== null) return `${identities}. INCONCLUSIVE: ${notTestable}`;
  return `${identities}: in none of ${pairs} pairs one saw anything of the other`;
}

const own = ({ state, frames }: IsolatedUser): Cell =>
  state === 'refused' ? 'no connection' : counted(frames, 'frame', 'frames');

function seenOf(
  { users, notTestable }: IsolationData,
  { state, foreign }: IsolatedUser,
  other: number,
): Cell {
  const hits = foreign.filter(({ of }) => of === other);
  if (hits.length > 0) {
    const kinds = [...new Set(hits.map(({ what }) => words[what]))];
    return {
      text: kinds.join(', '),
      mark: 'fail',
      evidence: [...new Set(hits.map(({ evidence }) => evidence))].slice(0, 3),
    };
  }
  if (state === 'refused') return '';
  const cell = notTestable === null ? nothing : unproven;
  return users.length > mostSigned ? cell.text : cell;
}

const nothing = { text: 'nothing', mark: 'pass' } as const;
const unproven = { text: 'unproven', mark: 'inconclusive' } as const;

function answeredAs({ requested, observed, state }: IsolatedUser): Cell {
  if (state === 'refused') return { text: 'refused', mark: 'fail' };
  if (observed === null) return { text: 'not said', mark: 'inconclusive' };
  const closed = state === 'closed' ? ', then closed' : '';
  return observed === requested
    ? { text: `itself${closed}`, mark: closed === '' ? 'pass' : 'fail' }
    : { text: `${observed}${closed}`, mark: 'fail' };
}

function anew({ identityAfterReconnect: match }: IsolatedUser): Cell {
  if (match === null) return 'not tried';
  if (match === 'full') return { text: 'itself', mark: 'pass' };
  return match === 'unknown' || match === 'prefix'
    ? { text: 'not said', mark: 'inconclusive' }
    : { text: 'somebody else', mark: 'fail' };
}
