import { hash } from '../fingerprint.ts';
import { compareEntries, type BaselineEntry } from './entry.ts';

/**
 * The text of a baseline: one sorted line per entry, its parts with tabs between them, and below each a short comment that
 * stays when the entry goes. Git takes two changes for one conflict where no common line stands between them: with these
 * comments two branches can both take entries out, neighbours too, and every merge is clean without a merge driver.
 */
export interface BaselineText {
  readonly entries: readonly BaselineEntry[];
  /** All lines below the head. */
  readonly lines: readonly BaselineLine[];
  /** What its lines end with. */
  readonly lineEnd: string;
}

export type BaselineLine =
  /** `text` is the line as it stands. */
  | { readonly kind: 'entry'; readonly text: string; readonly entry: BaselineEntry }
  | { readonly kind: 'comment'; readonly text: string };

export type ParseBaselineResult =
  | { readonly ok: true; readonly baseline: BaselineText }
  /** `line` is 1-based. */
  | { readonly ok: false; readonly line: number; readonly message: string };

const version = 1;
const head = [
  `# SSOT Migrator baseline ${version}: violations that were there before. It only gets shorter: ssot baseline prune.`,
  '# Leave the short comments where they are: with them, branches that both take lines out merge without a conflict.',
];
const versionLine = /^# SSOT Migrator baseline (\d+)\b/;

export function parseBaseline(text: string): ParseBaselineResult {
  const all = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const found = versionLine.exec(all[0] ?? '');
  if (!found) return fault(0, 'this is no baseline: its first line does not say so');
  if (Number(found[1]) !== version)
    return fault(0, `this baseline is of version ${found[1]!}, and version ${version} is what can be read`);
  const lines: BaselineLine[] = [];
  for (const [index, line] of all.entries()) {
    if (line.trim() === '' || head.includes(line) || index === 0) continue;
    if (/^(<{7}|={7}|>{7}|\|{7})/.test(line))
      return fault(
        index,
        'a merge left its marks here: keep the lines that both sides still have, then run ssot baseline prune',
      );
    if (line.startsWith('#')) {
      lines.push({ kind: 'comment', text: line });
      continue;
    }
    const entry = parseEntry(line);
    if (!entry)
      return fault(index, 'this is no entry: file, rule, fingerprint, module and names, with tabs between');
    lines.push({ kind: 'entry', text: line, entry });
  }
  const entries = lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
  return { ok: true, baseline: { entries, lines, lineEnd: text.includes('\r\n') ? '\r\n' : '\n' } };
}

function fault(index: number, message: string): ParseBaselineResult {
  return { ok: false, line: index + 1, message };
}

function parseEntry(line: string): BaselineEntry | undefined {
  const [file = '', ruleId = '', fingerprint = '', module, names, ...more] = line.split('\t').map(decoded);
  if (file === '' || ruleId === '' || module === undefined || names === undefined || more.length > 0)
    return undefined;
  if (!/^[0-9a-f]{16}$/.test(fingerprint)) return undefined;
  return { file, ruleId, fingerprint, module, names: names === '' ? [] : names.split(',') };
}

/** A new baseline. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  return textOf([...entries].sort(compareEntries).flatMap(withComment), '\n');
}

/**
 * A baseline with fewer entries, or with others in place of some: what stays keeps its line as it stands, and what goes
 * leaves its comment behind.
 */
export function updateBaseline({ lines, lineEnd }: BaselineText, entries: readonly BaselineEntry[]): string {
  const wanted = new Map(entries.map((entry) => [lineOf(entry), entry]));
  const kept = lines.filter((line) => line.kind === 'comment' || wanted.delete(lineOf(line.entry)));
  return textOf(withAdded(kept, [...wanted.values()].sort(compareEntries)), lineEnd);
}

/** Lines with further entries at their places. @param added sorted */
function withAdded(lines: readonly BaselineLine[], added: readonly BaselineEntry[]): BaselineLine[] {
  const result: BaselineLine[] = [];
  let next = 0;
  for (const line of lines) {
    while (line.kind === 'entry' && next < added.length && compareEntries(line.entry, added[next]!) > 0)
      result.splice(placeIn(result), 0, ...withComment(added[next++]!));
    result.push(line);
  }
  return [...result, ...added.slice(next).flatMap(withComment)];
}

/**
 * Where the last entry of these lines comes in, before another one that follows. A comment that an entry has left behind
 * stays below it: it then stands where that one stood, apart from what a branch does that takes out the one that follows.
 */
function placeIn(lines: readonly BaselineLine[]): number {
  const isBelowTwo = lines.length > 1 && lines.slice(-2).every(({ kind }) => kind === 'comment');
  return isBelowTwo ? lines.length - 1 : lines.length;
}

function textOf(lines: readonly BaselineLine[], lineEnd: string): string {
  return [...head, ...lines.map(({ text }) => text), ''].join(lineEnd);
}

function withComment(entry: BaselineEntry): readonly BaselineLine[] {
  const text = lineOf(entry);
  return [
    { kind: 'entry', text, entry },
    // Neighbours must differ, or a merge may take one for the other; fingerprints may be the same in two files.
    { kind: 'comment', text: `# ${hash(text).slice(0, 6)}` },
  ];
}

function lineOf({ file, ruleId, fingerprint, module, names }: BaselineEntry): string {
  return [file, ruleId, fingerprint, module, names.join(',')].map(encoded).join('\t');
}

/** What would break a line, or make it look like a comment or a mark of a merge, is written as in an address. */
function encoded(part: string, index: number): string {
  const plain = part.replace(/[%\t\r\n]/g, encodeURIComponent);
  return index === 0 ? plain.replace(/^[#<=>|\s]/, percent) : plain;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function decoded(part: string): string {
  return part.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
