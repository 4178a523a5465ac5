import { ruleIds, type RuleId } from './config/schema.ts';
import type { FileFacts } from './facts.ts';
import { positionAt, type Span } from './text.ts';

/** A comment that silences rules: `ssot-disable-next-line legacy-import -- the shim is still needed by the plugin API`. */
export interface Suppression {
  readonly span: Span;
  readonly scope: 'file' | 'line';
  /** For `line`: the line on which it silences, 1-based. */
  readonly line: number;
  readonly rules: readonly RuleId[];
  /** What stands behind `--`; empty where nothing does. */
  readonly reason: string;
  /** What is wrong with it; a suppression with a problem silences nothing. */
  readonly problem: string | undefined;
}

const shape = /^ssot-disable-(next-line|line|file)\b[ \t]*(.*?)(?:[ \t]*--[ \t]*(.*?))?[ \t]*$/;

/** Reads a file's suppressions. A reason is required: whoever comes after must know why. */
export function readSuppressions(facts: FileFacts, starts: readonly number[]): Suppression[] {
  return facts.directives.flatMap(({ text, span }) => {
    const match = shape.exec(text);
    if (!match) return [];
    const [, where, list = '', reason = ''] = match;
    const { line } = positionAt(starts, span.start);
    const names = list.split(/[\s,]+/).filter((name) => name !== '');
    const rules = names.filter((name): name is RuleId => (ruleIds as readonly string[]).includes(name));
    const unknown = names.filter((name) => !rules.includes(name as RuleId));
    return [
      {
        span,
        scope: where === 'file' ? 'file' : 'line',
        line: where === 'next-line' ? line + 1 : line,
        rules,
        reason,
        problem: problemOf(names, unknown, reason),
      } satisfies Suppression,
    ];
  });
}

function problemOf(names: readonly string[], unknown: readonly string[], reason: string): string | undefined {
  if (names.length === 0) return 'it names no rule';
  if (unknown.length > 0) return `there is no rule ${unknown.join(', ')}`;
  return reason === '' ? 'it gives no reason: end it with “-- why”' : undefined;
}

/** Whether `suppression` silences a violation of `rule` that begins on `line`. */
export function silences(suppression: Suppression, rule: RuleId, line: number): boolean {
  if (suppression.problem !== undefined || !suppression.rules.includes(rule)) return false;
  return suppression.scope === 'file' || suppression.line === line;
}
