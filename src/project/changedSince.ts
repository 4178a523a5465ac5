import { git } from './git.ts';

export type ChangedFiles =
  | {
      readonly ok: true;
      /** Changed, made or renamed, committed or not; relative to the root, POSIX. */
      readonly files: ReadonlySet<string>;
      /** Deleted, or renamed to something else. */
      readonly gone: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly message: string };

/**
 * What has changed under `root` since `HEAD` and `reference` parted: in commits, in the work tree, and in files that git
 * does not track yet and does not ignore. What the other side has changed meanwhile does not count.
 */
export function changedSince(root: string, reference: string): ChangedFiles {
  // A name that begins like an option is none of git's, and must not become one.
  if (!/^[^-\p{Cc}][^\p{Cc}]*$/u.test(reference)) return failed(`“${reference}” is no reference of git`);
  const inside = git(root, 'rev-parse', '--is-inside-work-tree');
  if (inside.isMissing) return failed('git is not there to ask: it is not on the PATH');
  if (inside.output.trim() !== 'true')
    return failed(
      `this is no git repository that can be read (${inside.complaint || 'it has no work tree'})`,
    );
  const commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
  if (!commit.ok) return failed(`there is no commit “${reference}”; in a shallow clone, fetch it first`);
  const fork = git(root, 'merge-base', commit.output.trim(), 'HEAD');
  if (!fork.ok)
    return failed(
      `“${reference}” and HEAD have no commit in common; in a shallow clone, fetch more of the history`,
    );
  const diff = git(
    root,
    ...['diff', '--name-status', '-z', '--find-renames', '--relative', '--ignore-submodules'],
    ...['--no-ext-diff', '--no-textconv', fork.output.trim(), '--'],
  );
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard', '-z');
  const broken = [diff, untracked].find(({ ok }) => !ok);
  if (broken) return failed(`git could not say what has changed: ${broken.complaint}`);
  const { files, gone } = readNameStatus(diff.output);
  for (const file of untracked.output.split('\0')) if (file !== '') files.add(file);
  return { ok: true, files, gone };
}

/** Reads `git diff --name-status -z`: a status, then a path, or two of them for what was renamed or copied. */
function readNameStatus(output: string): { files: Set<string>; gone: Set<string> } {
  const files = new Set<string>();
  const gone = new Set<string>();
  const fields = output.split('\0');
  for (let at = 0; at + 1 < fields.length;) {
    const status = fields[at++]!;
    const path = fields[at++]!;
    if (status.startsWith('R')) gone.add(path);
    if (/^[RC]/.test(status)) files.add(fields[at++]!);
    else (status === 'D' ? gone : files).add(path);
  }
  return { files, gone };
}

function failed(message: string): ChangedFiles {
  return { ok: false, message };
}
