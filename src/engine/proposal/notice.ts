import type { Analysis } from '../analysis.ts';

/** A module that says of itself that it is there for old callers. */
export interface Notice {
  readonly by: 'title' | 'warning';
  /** The title, or what is raised. */
  readonly says: string;
}

const outdated =
  /\b(deprecated|legacy|compat(ibility)?|shim|backwards?|alias(es)?|migration|re-?exports?|obsolete|superseded)\b/i;

const warnings = new Set(['DeprecationWarning', 'PendingDeprecationWarning']);

/**
 * The notice of a module, from the first line of its docstring or leading comment, or from a deprecation that it announces
 * when it is loaded. What stands further down tells of others as often as of itself.
 */
export function noticeIn(analysis: Analysis, file: string): Notice | undefined {
  const snapshot = analysis.read(file);
  if (!snapshot) return undefined;
  const title = titleOf(snapshot.text);
  if (outdated.test(title)) return { by: 'title', says: title };
  const warns = snapshot.facts.references.select({ names: warnings, scope: 0 });
  if (warns.length > 0) return { by: 'warning', says: 'DeprecationWarning' };
  return /^\s*\/\*\*[^]*?@deprecated/.test(snapshot.text.slice(0, 2000))
    ? { by: 'warning', says: '@deprecated' }
    : undefined;
}

/** The first line of words in a docstring, or in the comment that a file begins with. */
function titleOf(text: string): string {
  const start = /^\uFEFF?(?:#.*\n|\s)*(?:[rRuU]?("""|''')|\/\*\*?|\/\/)\s*\*?\s*([^\n]*)/.exec(text);
  return (start?.[2] ?? '').replace(/("""|'''|\*\/).*$/, '').trim();
}
