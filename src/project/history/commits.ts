import { git } from '../git.ts';

export interface Commit {
  readonly id: string;
  /** When it was made, as ISO 8601 in UTC. */
  readonly date: string;
}

export type CommitsResult =
  | {
      readonly ok: true;
      /** The oldest first. */
      readonly commits: readonly Commit[];
      /** Where the folder is in its repository: empty at the top, else such as `apps/backend/`. */
      readonly prefix: string;
      /** Earlier commits were not fetched. */
      readonly isShallow: boolean;
    }
  | { readonly ok: false; readonly message: string };

export interface CommitsWanted {
  /** At most so many, from 2. */
  readonly points: number;
  /** Only those from this day on, as `2027-03-31`. */
  readonly since?: string;
}

/** Commits of the main line up to HEAD, spread evenly over time: the first and the last of it are always there. */
export function mainLine(folder: string, { points, since }: CommitsWanted): CommitsResult {
  const inside = git(folder, 'rev-parse', '--show-prefix');
  if (inside.isMissing) return failed('git is not there to ask: it is not on the PATH');
  if (!inside.ok) return failed(`there is no git repository that can be read (${inside.complaint})`);
  const log = git(
    folder,
    ...[
      'log',
      '--first-parent',
      '--format=%H %cI',
      ...(since === undefined ? [] : [`--since=${since}T00:00:00Z`]),
    ],
    ...['HEAD', '--'],
  );
  if (!log.ok) return failed(`git could not say which commits there are (${log.complaint})`);
  const commits = log.output
    .split('\n')
    .flatMap((line) => {
      const [id, date] = line.split(' ');
      return id && date ? [{ id, date: new Date(date).toISOString() }] : [];
    })
    .reverse();
  if (commits.length === 0)
    return failed(since === undefined ? 'there is no commit yet' : `there is no commit since ${since}`);
  const isShallow = git(folder, 'rev-parse', '--is-shallow-repository').output.trim() === 'true';
  return { ok: true, commits: spread(commits, points), prefix: inside.output.trimEnd(), isShallow };
}

function failed(message: string): CommitsResult {
  return { ok: false, message };
}

/** At most `count` of the commits: of each stretch of time the last one, so that each says how a stretch ended. */
export function spread(commits: readonly Commit[], count: number): readonly Commit[] {
  if (commits.length <= count) return commits;
  const [first, last] = [commits[0]!, commits.at(-1)!];
  const begin = Date.parse(first.date);
  const stretch = (Date.parse(last.date) - begin) / (count - 1);
  const kept = new Map<number, Commit>([[0, first]]);
  for (const commit of commits.slice(1, -1)) {
    const place = Math.ceil((Date.parse(commit.date) - begin) / stretch);
    // Dates may run backwards, and all be the same.
    if (place > 0 && place < count - 1) kept.set(place, commit);
  }
  return [...[...kept].sort(([a], [b]) => a - b).map(([, commit]) => commit), last];
}
