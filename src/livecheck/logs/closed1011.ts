/** A number of its own: `0.1011s` is a duration, `F1011` a name, and `line 1011` or `routes.py:1011` a place in the code. */
const code1011 = /(?<![\w.#-]|\bline |\.\w{1,4}:)1011(?![\w.]*\d|s\b|\s*ms\b|\.\d)/gu;
const ofSockets = /clos|\bcode|disconnect|socket|\bWS\b/iu;

/** What may stand between `prevents` and its 1011: names of what is prevented, and no other statement. */
const between = String.raw`(?:(?:the|a|an|any|all|these|such|of|for|from|being|with|by|or|and|server|internal|abnormal|unexpected|web|ws|(?:web)?sockets?|connections?|clients?|clos(?:e|es|ed|ing|ures?)|disconnect(?:s|ions?)?|codes?|status|frames?|errors?|failures?|issues?|\d{4})[ "'(/]+)*`;
const verb = String.raw`\b(?:prevent(?:s|ed|ing|ion)?|avoid(?:s|ed|ing|ance)?|eliminat(?:e|es|ed|ing|ion)|remediat(?:e|es|ed|ing|ion)|resolv(?:e|es|ed|ing)|fix(?:es|ed|ing)?:?)`;
const keptAwayBefore = new RegExp(
  String.raw`(?<failed>(?:\bnot|n't|\bcannot|\bnever|\b(?:fail(?:s|ed|ing)?|unable) to) (?:\w+ )?)?(?:${verb}|\b(?:no|without|zero)(?: more)?)[ "'(/]+${between}["'(]?$`,
  'iu',
);
const keptAwayAfter =
  /^["')]?(?: (?:clos(?:e|es|ures?)|codes?|connections?|disconnect(?:s|ions?)?|errors?|failures?|issues?))*(?: (?:is|are|was|were|has|have|been|being|now|all))*[ -](?:fix(?:es|ed)?|prevent(?:ed|ion)|avoid(?:ed|ance)|eliminat(?:ed|ion)|remediat(?:ed|ion)|resolved)(?![\w=-])/iu;

/**
 * Whether the entry says that a socket was closed with 1011. Also an entry that speaks of other things that were resolved or
 * fixed says so; only where 1011 itself is what was fixed, prevented or not there, there was none.
 */
export function saysClosed1011(message: string): boolean {
  return (
    ofSockets.test(message) &&
    [...message.matchAll(code1011)].some(({ index }) => !isKeptAway(message, index))
  );
}

/** Whether the 1011 at `index` is one that is told to be kept away, or repaired: `to prevent 1011`, `1011 errors are fixed`. */
function isKeptAway(message: string, index: number): boolean {
  const before = keptAwayBefore.exec(message.slice(Math.max(0, index - 200), index));
  if (before !== null) return before.groups?.['failed'] === undefined;
  return keptAwayAfter.test(message.slice(index + '1011'.length, index + 200));
}
