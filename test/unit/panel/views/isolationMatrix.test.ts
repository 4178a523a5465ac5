import { describe, expect, it } from 'vitest';
import type { IsolatedUser, IsolationData } from '../../../../src/livecheck/observations.ts';
import { isolationMatrix } from '../../../../src/webview/views/isolationMatrix.ts';

const user = (name: string, change: Partial<IsolatedUser> = {}): IsolatedUser => ({
  requested: name,
  observed: name,
  connectionId: `conn-${name}`,
  state: 'connected',
  frames: 4,
  foreign: [],
  identityAfterReconnect: null,
  ...change,
});

const data = (users: readonly IsolatedUser[], notTestable: string | null = null): IsolationData => ({
  kind: 'isolation',
  users,
  distinctIdentities: new Set(users.map(({ observed }) => observed)).size,
  notTestable,
});

const clean = { text: 'nothing', mark: 'pass' };

describe('the isolation matrix', () => {
  it('has a row per socket and a column per user, and says that nothing was seen where that is proven', () => {
    const { caption, head, rows } = isolationMatrix(data([user('a'), user('b'), user('c')]));
    expect(caption).toBe('3 users, 3 identities: in none of 6 pairs one saw anything of the other');
    expect(head).toEqual(['Socket of', 'Answered as', 'Anew', 'saw 1', 'saw 2', 'saw 3']);
    expect(rows[1]).toEqual([
      { text: '2 b' },
      { text: 'itself', mark: 'pass' },
      'not tried',
      clean,
      '4 frames',
      clean,
    ]);
  });

  it('says who saw what of whom, and where that is to be seen', () => {
    const foreign = [
      { of: 0, what: 'marker', evidence: 'E-7' },
      { of: 0, what: 'user-id', evidence: 'E-7' },
    ] as const;
    const { caption, rows } = isolationMatrix(data([user('a'), user('b', { foreign })]));
    expect(caption).toBe('2 users, 2 identities: in 1 of 2 pairs one saw something of the other');
    expect(rows[1]![3]).toEqual({ text: 'marker, user id', mark: 'fail', evidence: ['E-7'] });
    expect(rows[0]![4]).toEqual(clean);
  });

  it('proves nothing where identities have collapsed, and says INCONCLUSIVE', () => {
    const users = [user('a', { observed: 'demo' }), user('b', { observed: 'demo' })];
    const { caption, rows } = isolationMatrix(data(users, 'the server takes all users for demo'));
    expect(caption).toBe('2 users, 1 identity. INCONCLUSIVE: the server takes all users for demo');
    expect(rows[0]![4]).toEqual({ text: 'unproven', mark: 'inconclusive' });
    expect(rows[0]![1]).toEqual({ text: 'demo', mark: 'fail' });
    expect(JSON.stringify(rows)).not.toContain('"pass"');
  });

  it('calls a leak a leak although the rest is not testable', () => {
    const foreign = [{ of: 1, what: 'thread-id', evidence: 'E-9' }] as const;
    const { caption, rows } = isolationMatrix(data([user('a', { foreign }), user('b')], 'frames were lost'));
    expect(caption).toContain('in 1 of 2 pairs');
    expect(rows[0]![4]).toMatchObject({ text: 'thread', mark: 'fail' });
  });

  it('has signs for what is wrong alone where there are many users', () => {
    const foreign = [{ of: 0, what: 'marker', evidence: 'E-7' }] as const;
    const users = Array.from({ length: 50 }, (_, index) => user(`u${index}`, index === 1 ? { foreign } : {}));
    const { rows } = isolationMatrix(data(users));
    expect(rows).toHaveLength(50);
    expect(rows[2]!.slice(3).filter((cell) => cell === 'nothing')).toHaveLength(49);
    expect(rows[1]![3]).toMatchObject({ mark: 'fail' });
  });

  it('says who has no connection, who lost it, and as whom who came back', () => {
    const { rows } = isolationMatrix(
      data(
        [
          user('a', { state: 'refused', observed: null }),
          user('b', { state: 'closed' }),
          user('c', { identityAfterReconnect: 'full' }),
          user('d', { identityAfterReconnect: 'other' }),
          user('e', { identityAfterReconnect: 'unknown', observed: null }),
        ],
        'one was refused',
      ),
    );
    expect(rows.map((cells) => cells.slice(1, 3))).toEqual([
      [{ text: 'refused', mark: 'fail' }, 'not tried'],
      [{ text: 'itself, then closed', mark: 'fail' }, 'not tried'],
      [
        { text: 'itself', mark: 'pass' },
        { text: 'itself', mark: 'pass' },
      ],
      [
        { text: 'itself', mark: 'pass' },
        { text: 'somebody else', mark: 'fail' },
      ],
      [
        { text: 'not said', mark: 'inconclusive' },
        { text: 'not said', mark: 'inconclusive' },
      ],
    ]);
    expect(rows[0]![3]).toBe('no connection');
    expect(rows[0]![4]).toBe('');
  });
});
