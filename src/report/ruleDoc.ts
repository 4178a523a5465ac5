import type { RuleId, Severity } from '../engine/config/schema.ts';

/** A rule as reports explain it. */
export interface RuleDoc {
  readonly id: RuleId;
  /** What the configuration makes of it. */
  readonly severity: Severity;
  /** What it finds, in one sentence without markup. */
  readonly summary: string;
  /** Its whole page, as Markdown. */
  readonly page: string;
}

/** @param page a title, then the paragraph that says what the rule finds */
export function ruleDocOf(id: RuleId, severity: Severity, page: string): RuleDoc {
  const [, paragraph = id] = page.split(/\r?\n\r?\n/);
  const [sentence = id] = paragraph
    .replace(/\s+/g, ' ')
    .replaceAll('`', '')
    .trim()
    .split(/(?<=\.) /);
  return { id, severity, summary: sentence.replace(/:$/, '.'), page };
}
