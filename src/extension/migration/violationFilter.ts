import { isCounted, isOpen, type FixKind, type Violation } from '../../engine/violation.ts';

/** What of the open violations the tree shows. */
export interface TreeFilter {
  /** Words, all of which have to be found in the path, the rule, the module, the names or the message. */
  readonly text: string;
  /** Kinds of fixes; undefined for all. */
  readonly kinds: readonly FixKind[] | undefined;
  /** Whether what a baseline knows is there too. */
  readonly baselined: boolean;
}

export const everything: TreeFilter = { text: '', kinds: undefined, baselined: false };

/** Whether the user has narrowed the tree. What a baseline knows is another matter: it is left out from the start. */
export function isNarrowed({ text, kinds }: TreeFilter): boolean {
  return kinds !== undefined || wordsOf(text).length > 0;
}

/** @param shownPath the path of a file as people see it */
export function createTest(
  { text, kinds, baselined }: TreeFilter,
  shownPath: (path: string) => string,
): (path: string, violation: Violation) => boolean {
  const words = wordsOf(text);
  // The violations of a file come one after the other: which words its path lacks is found once.
  let last = { path: '', lacking: words };
  const lackingIn = (path: string): readonly string[] => {
    if (last.path === path) return last.lacking;
    const shown = shownPath(path).toLowerCase();
    last = { path, lacking: words.filter((word) => !shown.includes(word)) };
    return last.lacking;
  };
  return (path, violation) => {
    if (!(baselined ? isOpen(violation) : isCounted(violation))) return false;
    if (kinds && !kinds.includes(violation.fix.kind)) return false;
    if (words.length === 0) return true;
    const lacking = lackingIn(path);
    if (lacking.length === 0) return true;
    const { ruleId, module, names, message } = violation;
    const all = `${ruleId}\n${module}\n${names.join('\n')}\n${message}`.toLowerCase();
    return lacking.every((word) => all.includes(word));
  };
}

/** What a filter is called; empty where there is none. */
export function filterText({ text, kinds }: TreeFilter): string {
  const parts = [
    ...(wordsOf(text).length > 0 ? [`“${text.trim()}”`] : []),
    ...(kinds ? [kinds.map((kind) => kindNames[kind]).join(' or ')] : []),
  ];
  return parts.join(', ');
}

/** What the kinds of fixes are called where there is room for a word. */
export const kindNames: Readonly<Record<FixKind, string>> = {
  safe: 'safe fix',
  repair: 'repair',
  unsafe: 'suggestion',
  none: 'no fix',
};

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
