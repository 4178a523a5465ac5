/** What the runtime's own check of the single source of truth says in a log. */
export type SsotLevel = 'PASS' | 'WARNING' | 'FAILED';

const levelShape = /SSOT validation(?::\s*(?<level>PASS|WARNING)\b| failed:\s*(?<why>.*))/u;
const classesShape = /Found other [\w ]*?classes:\s*(?<list>\[[^\]]*\]?)/u;
const indicatorShape = /\bSSOT\b|\bsingle source of truth\b|\bremediation\b|\bconsolidation\b/iu;
/** `Issue #824`, `(#449)`; neither a colour nor a part of an address. */
const issueShape = /(?<![\w/&#])(?:[Ii]ssues?\s+)?#(?<number>\d{1,6})\b(?![\da-fA-F])/gu;
const duplicateShape = /Multiple manager instances for user (?<user>[\w.@-]+)/u;

export function levelIn(message: string): { readonly level: SsotLevel; readonly why: string | null } | null {
  const found = levelShape.exec(message)?.groups;
  if (found === undefined) return null;
  return found['level'] === undefined
    ? { level: 'FAILED', why: found['why'] ?? null }
    : { level: found['level'] as SsotLevel, why: null };
}

/**
 * The names that the runtime check lists beside the canonical one, `module.Name` each. They are names in modules and not
 * classes: one class has as many as it is bound to. Null where the message lists none.
 */
export function classesIn(message: string): readonly string[] | null {
  const list = classesShape.exec(message)?.groups?.['list'];
  if (list === undefined) return null;
  return [...list.matchAll(/['"]([\w.$]+)['"]/gu)].map((match) => match[1]!);
}

export const isSsotIndicator = (message: string): boolean => indicatorShape.test(message);

/** The numbers of the issues that a message names. */
export function issuesIn(message: string): readonly number[] {
  if (!message.includes('#')) return [];
  return [...new Set([...message.matchAll(issueShape)].map((match) => Number(match.groups!['number'])))];
}

/** The user for whom several managers were made. */
export const duplicatedUserIn = (message: string): string | null =>
  duplicateShape.exec(message)?.groups?.['user'] ?? null;
