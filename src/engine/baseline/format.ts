import { hash } from '../fingerprint.ts';
import { compareEntries, type BaselineEntry } from './entry.ts';

/**
 * The text of a baseline: one sorted line per entry, its parts with tabs between them, and below each a short comment that
 * stays when the entry goes. Git takes two changes for one conflict where no common line stands between them: with these
 * comments two branches can both take entries out, neighbours too, and every merge is clean without a merge driver.
 */
export interface BaselineText {
  readonly entries: readonly BaselineEntry[];
  /** All lines below the head, as they stand. */
  readonly lines: readonly BaselineLine[];
}

export type BaselineLine =
  | { readonly kind: 'entry'; readonly entry: BaselineEntry }
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
    lines.push({ kind: 'entry', entry });
  }
  const entries = lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
  return { ok: true, baseline: { entries, lines } };
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
  return textOf([...entries].sort(compareEntries).flatMap(withComment));
}

/**
 * A baseline with fewer entries, or with others in place of some: what stays keeps its line, and what goes leaves its
 * comment behind.
 */
export function updateBaseline({ lines }: BaselineText, entries: readonly BaselineEntry[]): string {
  const wanted = new Map(entries.map((entry) => [lineOf(entry), entry]));
  const kept: BaselineLine[] = [];
  for (const line of lines) {
    if (line.kind === 'entry' && !wanted.delete(lineOf(line.entry))) continue;
    kept.push(line);
  }
  for (const entry of [...wanted.values()].sort(compareEntries)) {
    const after = kept.findIndex((line) => line.kind === 'entry' && compareEntries(line.entry, entry) > 0);
    kept.splice(after < 0 ? kept.length : after, 0, ...withComment(entry));
  }
  return textOf(kept);
}

function textOf(lines: readonly BaselineLine[]): string {
  const rendered = lines.map((line) => (line.kind === 'entry' ? lineOf(line.entry) : line.text));
  return `${[...head, ...rendered].join('\n')}\n`;
}

function withComment(entry: BaselineEntry): readonly BaselineLine[] {
  return [
    { kind: 'entry', entry },
    // Neighbours must differ, or a merge may take one for the other; fingerprints may be the same in two files.
    { kind: 'comment', text: `# ${hash(lineOf(entry)).slice(0, 6)}` },
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
