import type { RuleId } from '../engine/config/schema.ts';

/** Text to insert, and where the reason is then typed. */
export interface SuppressionInsertion {
  /** 0-based. */
  readonly line: number;
  /** 0-based, in UTF-16 code units. */
  readonly column: number;
  /** What goes before the place of the cursor. */
  readonly before: string;
  /** What goes after it; undefined where a reason stands there already. */
  readonly after: string | undefined;
}

const existing = /^(\s*(?:#|\/\/)\s*ssot-disable-next-line\s+[a-z-]+(?:\s*,\s*[a-z-]+)*)/;

/**
 * The comment that suppresses `rule` on a line.
 *
 * @param lines the document's lines
 * @param line the violation's first line, 0-based
 * @returns undefined where no comment can stand above the line
 */
export function suppressionOf(
  lines: { lineAt(line: number): { readonly text: string } },
  line: number,
  rule: RuleId,
  language: string,
  eol: string,
): SuppressionInsertion | undefined {
  const above = line > 0 ? lines.lineAt(line - 1).text : '';
  // In Python a line that ends with a backslash goes on, and a comment cannot follow.
  if (language === 'python' && above.trimEnd().endsWith('\\')) return undefined;
  // Two comments would not add up: the first would be about the line of the second.
  const there = existing.exec(above)?.[1];
  if (there !== undefined)
    return { line: line - 1, column: there.length, before: `, ${rule}`, after: undefined };
  const text = lines.lineAt(line).text;
  const indentation = /^\s*/.exec(text)?.[0] ?? '';
  // Between JSX tags a comment would be shown to people.
  if (language.endsWith('react') && text.startsWith('<', indentation.length)) return undefined;
  const mark = language === 'python' ? '#' : '//';
  return {
    line,
    column: 0,
    before: `${indentation}${mark} ssot-disable-next-line ${rule} -- `,
    after: eol,
  };
}
