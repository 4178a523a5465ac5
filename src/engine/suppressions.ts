import { ruleIds, type RuleId } from './config/schema.ts';
import type { FileFacts } from './facts.ts';
import { positionAt, type LineStarts, type Span } from './text.ts';

/**
 * A comment that silences rules: `ssot-disable-next-line legacy-import -- the plugin API promises it [until 2027-03-31] [owner @web]`.
 * What stands in brackets may be left out, and may stand anywhere in the reason.
 */
export interface Suppression {
  readonly span: Span;
  readonly scope: 'file' | 'line';
  /** For `line`: the line on which it silences, 1-based. */
  readonly line: number;
  /** It stands behind what it silences, and not above. */
  readonly isBehind: boolean;
  readonly rules: readonly RuleId[];
  /** What stands behind `--`, with what is in brackets; empty where nothing does. */
  readonly reason: string;
  /** The last day on which it counts, as `2027-03-31`. */
  readonly until: string | undefined;
  readonly owner: string | undefined;
  /** What is wrong with it; a suppression with a problem silences nothing. */
  readonly problem: string | undefined;
}

const shape = /^ssot-disable-(next-line|line|file)\b[ \t]*(.*?)(?:[ \t]*--[ \t]*(.*?))?[ \t]*$/;

const bracket = /[ \t]*\[[ \t]*(until|owner)\b:?[ \t]*([^\]]*?)[ \t]*\]/gi;

/** Whether a comment may mean something else on another day. */
export function mayExpire(comment: string): boolean {
  return /\[[ \t]*until/i.test(comment);
}

/** What was to be a last day, and is none, as without brackets: a suppression must not count for ever by a slip. */
const slip = /\[[ \t]*unt[^\]]*\]?|\b(?:until|expires)(?: on)?:?[ \t]*\d{4}-\d{2}-\d{2}\b/i;

/**
 * Reads a file's suppressions. A reason is required: whoever comes after must know why.
 *
 * @param today the day in UTC, as `2027-03-31`; without it none has expired
 */
export function readSuppressions(
  facts: FileFacts,
  starts: LineStarts,
  today: string | undefined,
): Suppression[] {
  return facts.directives.flatMap(({ text, span }) => {
    const match = shape.exec(text);
    if (!match) return [];
    const [, where, list = '', reason = ''] = match;
    const { line } = positionAt(starts, span.start);
    const names = list.split(/[\s,]+/).filter((name) => name !== '');
    const rules = names.filter((name): name is RuleId => (ruleIds as readonly string[]).includes(name));
    const unknown = names.filter((name) => !rules.includes(name as RuleId));
    const { why, until, owner, misspelt } = readReason(reason);
    return [
      {
        span,
        scope: where === 'file' ? 'file' : 'line',
        line: where === 'next-line' ? line + 1 : line,
        isBehind: where === 'line',
        rules,
        reason,
        until,
        owner,
        problem:
          problemOf(names, unknown, why) ??
          (misspelt === undefined
            ? undefined
            : `“${misspelt}” is no last day: write it as [until 2027-03-31]`) ??
          problemOfDate(until, owner, today),
      } satisfies Suppression,
    ];
  });
}

function problemOf(names: readonly string[], unknown: readonly string[], reason: string): string | undefined {
  if (names.length === 0) return 'it names no rule';
  if (unknown.length > 0) return `there is no rule ${unknown.join(', ')}`;
  return reason === '' ? 'it gives no reason: end it with “-- why”' : undefined;
}

function readReason(reason: string): {
  readonly why: string;
  readonly until: string | undefined;
  readonly owner: string | undefined;
  readonly misspelt: string | undefined;
} {
  const said = [...reason.matchAll(bracket)];
  const first = (key: string): string | undefined =>
    said.find(([, each]) => each!.toLowerCase() === key)?.[2];
  const why = reason.replace(bracket, '').trim();
  return { why, until: first('until'), owner: first('owner'), misspelt: slip.exec(why)?.[0] };
}

function problemOfDate(
  until: string | undefined,
  owner: string | undefined,
  today: string | undefined,
): string | undefined {
  if (until === undefined) return undefined;
  if (!isDay(until)) return `“${until}” is no date: write it as [until 2027-03-31]`;
  // Days of this form are in order as texts are.
  if (today === undefined || until >= today) return undefined;
  return `it expired on ${until}${owner === undefined || owner === '' ? '' : `; ask ${owner}`}`;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  // February has no 30th, though some engines count on into March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Whether `suppression` silences a violation of `rule` that goes from the line `first` to the line `last`. A comment may stand
 * behind either: formatters put the one of a statement behind its closing parenthesis.
 */
export function silences(suppression: Suppression, rule: RuleId, first: number, last: number): boolean {
  const { isBehind, line, problem, rules, scope } = suppression;
  if (problem !== undefined || !rules.includes(rule)) return false;
  return scope === 'file' || line === first || (isBehind && line === last);
}
