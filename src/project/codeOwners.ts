import ignore, { type Ignore } from 'ignore';

/** Who answers for which files, as a `CODEOWNERS` file says. */
export interface CodeOwners {
  /** In the order in which they are written; none where no rule matches, or the one that does names nobody. */
  ownersOf(path: string): readonly string[];
}

interface OwnersRule {
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
  const known = new Map<string, readonly string[]>();
  return {
    ownersOf: (path) => {
      let owners = known.get(path);
      if (!owners)
        known.set(path, (owners = rules.findLast(({ matcher }) => matcher.ignores(path))?.owners ?? []));
      return owners;
    },
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
  return { matcher, owners };
}
