import ignore, { type Ignore } from 'ignore';

/** Who answers for which files, as a `CODEOWNERS` file says. */
export interface CodeOwners {
  /** In the order in which they are written; none where no rule matches, or the one that does names nobody. */
  ownersOf(path: string): readonly string[];
}

interface OwnersRule {
  /** Whether a path has what is written out at the beginning of the pattern: most paths are told apart by that. */
  readonly mayMatch: (path: string) => boolean;
  readonly matcher: Ignore;
  readonly owners: readonly string[];
}

const owner = /^(?:@[\w.-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

/**
 * Reads a `CODEOWNERS` file by GitHub's rules: the last pattern that matches counts, patterns are those of `.gitignore`
 * without `!` and `[ ]`, `folder/*` means the files of the folder alone, and letters count as they are. A line that is
 * none of this counts as not written.
 */
export function parseCodeOwners(text: string): CodeOwners {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .flatMap((line) => ruleOf(line) ?? []);
  return {
    ownersOf: (path) =>
      rules.findLast((rule) => rule.mayMatch(path) && rule.matcher.ignores(path))?.owners ?? [],
  };
}

function ruleOf(line: string): OwnersRule | undefined {
  // A space in a pattern has a backslash before it.
  const words = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  const [pattern, ...owners] = comment < 0 ? words : words.slice(0, comment);
  if (pattern === undefined || /^!|^\\#|[[\]]/.test(pattern)) return undefined;
  if (!owners.every((each) => owner.test(each))) return undefined;
  const matcher = ignore({ ignorecase: false }).add(pattern);
  // A pattern of `.gitignore` means folders as well, and with them all that is in them.
  if (pattern.endsWith('/*')) matcher.add(`!${pattern}/`);
  return { mayMatch: beginningOf(pattern), matcher, owners };
}

/** A pattern with a slash before its end is one for paths from the root, and another one for names at any depth. */
function beginningOf(pattern: string): (path: string) => boolean {
  const [written = ''] = /^[^*?\\]*/.exec(pattern.replace(/^\//, '')) ?? [];
  return /^\/|\/./.test(pattern)
    ? (path) => path.startsWith(written.replace(/\/$/, ''))
    : (path) => path.includes(written);
}
