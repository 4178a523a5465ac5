import { encodePython } from '../python/decode.ts';
import type { TextEdit } from '../text.ts';
import { editsByCell } from './editNotebook.ts';
import { findCells, type Literal, type RawSource } from './notebookCells.ts';
import { pythonCells, readNotebook } from './readNotebook.ts';
import { createTextOf, meaningOf, toUnits, unitsOf, type JsonUnit, type TextOf } from './sourceText.ts';

/** Puts `text` in the place of some bytes. */
interface ByteEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The bytes of a notebook after edits of its module, each inside of one cell: nothing but the strings of the edited lines
 * differs. Takes UTF-8.
 */
export function writeNotebook(bytes: Uint8Array, edits: readonly TextEdit[]): Uint8Array {
  const textOf = createTextOf(bytes);
  const cells = new Map(pythonCells(findCells(bytes, textOf)).map(({ index, source }) => [index, source]));
  const ascii = isAscii(textOf, [...cells.values()]);
  const changes = editsByCell(readNotebook(bytes), edits).flatMap(({ index, edits: own }) =>
    sourceEdits(bytes, cells.get(index)!, own, ascii),
  );
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of changes) {
    parts.push(bytes.subarray(at, start), utf8(text));
    at = end;
  }
  return joined([...parts, bytes.subarray(at)]);
}

/** Whether the notebook escapes what is beyond ASCII: it does so somewhere, and has nothing beyond ASCII as it is. */
function isAscii(textOf: TextOf, sources: readonly RawSource[]): boolean {
  const units = sources.flatMap(({ literals }) => literals.flatMap((literal) => unitsOf(textOf, literal)));
  const isBeyond = (unit: JsonUnit): boolean => (meaningOf(unit) ?? '') >= '\x80';
  return (
    units.some((unit) => unit.length > 1 && isBeyond(unit)) &&
    !units.some((unit) => unit.length === 1 && isBeyond(unit))
  );
}

/** A run of a source's strings that one or more edits touch: indices, the last one included. */
interface Group {
  readonly first: number;
  last: number;
  readonly edits: TextEdit[];
}

function sourceEdits(
  bytes: Uint8Array,
  source: RawSource,
  edits: readonly TextEdit[],
  ascii: boolean,
): ByteEdit[] {
  const { literals, isList } = source;
  const textOf = createTextOf(bytes);
  const texts = literals.map((literal) => unitsOf(textOf, literal));
  const starts = [0];
  for (const units of texts) starts.push(starts.at(-1)! + units.length);
  if (literals.length === 0) {
    // An empty list: what it gets is all that is inserted.
    const units = toUnits(edits.map(({ text }) => text).join(''), ascii);
    return [{ start: source.start, end: source.end, text: `[${linesOf(units).map(quoted).join(', ')}]` }];
  }
  const groups = groupsOf(starts, edits, isList ? texts : []);
  return groups.map((group) => {
    const units = edited(
      texts.slice(group.first, group.last + 1).flat(),
      starts[group.first]!,
      group.edits,
      ascii,
    );
    const strings = (isList ? linesOf(units) : [units]).map(quoted);
    return replacement(bytes, source, group, strings);
  });
}

/** The edits by the strings that they touch; `texts` is empty where the source is one string. */
function groupsOf(
  starts: readonly number[],
  edits: readonly TextEdit[],
  texts: readonly JsonUnit[][],
): Group[] {
  const groups: Group[] = [];
  const at = (offset: number): number =>
    Math.max(
      0,
      Math.min(
        starts.findLastIndex((start) => start <= offset),
        starts.length - 2,
      ),
    );
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    const { start, end } = edit.span;
    const first = at(start);
    let last = Math.max(first, at(Math.max(start, end - 1)));
    // A line that loses its end goes on in the next string.
    const losesEnd =
      end > start && end === starts[last + 1] && !edit.text.endsWith('\n') && start > starts[first]!;
    if (losesEnd && last < texts.length - 1) last++;
    const before = groups.at(-1);
    if (before && first <= before.last + 1) {
      before.last = Math.max(before.last, last);
      before.edits.push(edit);
    } else groups.push({ first, last, edits: [edit] });
  }
  return groups;
}

function edited(
  units: readonly JsonUnit[],
  offset: number,
  edits: readonly TextEdit[],
  ascii: boolean,
): JsonUnit[] {
  const parts: (readonly JsonUnit[])[] = [];
  let at = 0;
  for (const { span, text } of edits) {
    parts.push(units.slice(at, span.start - offset), toUnits(text, ascii));
    at = span.end - offset;
  }
  return [...parts, units.slice(at)].flat();
}

/** One string a line, each with its line end. */
function linesOf(units: readonly JsonUnit[]): JsonUnit[][] {
  const lines: JsonUnit[][] = [];
  let from = 0;
  for (const [at, unit] of units.entries()) {
    if (meaningOf(unit) !== '\n') continue;
    lines.push(units.slice(from, at + 1));
    from = at + 1;
  }
  return from < units.length ? [...lines, units.slice(from)] : lines;
}

/** Half a surrogate pair, which an edit may leave where it parts one; only escaped does it have bytes. */
const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function quoted(units: readonly JsonUnit[]): string {
  const text = units.join('').replaceAll(half, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  return `"${text}"`;
}

/** Strings in the place of a group, in the layout of the list around it. */
function replacement(
  bytes: Uint8Array,
  { start, end, literals }: RawSource,
  { first, last }: Group,
  strings: readonly string[],
): ByteEdit {
  const from = literals[first]!;
  const to = literals[last]!;
  if (strings.length > 0)
    return { start: from.start, end: to.end, text: strings.join(separator(bytes, start, literals)) };
  const next = literals[last + 1];
  const before = literals[first - 1];
  if (next) return { start: from.start, end: next.start, text: '' };
  return before ? { start: before.end, end: to.end, text: '' } : { start, end, text: '[]' };
}

/** What stands between two strings of a list. */
function separator(bytes: Uint8Array, listStart: number, [first, second]: readonly Literal[]): string {
  const text = (start: number, end: number): string => String.fromCharCode(...bytes.subarray(start, end));
  if (second) return text(first!.end, second.start);
  const before = text(listStart + 1, first!.start);
  // A list of one string on one line: as much space as stands in front of the list.
  return `,${before === '' && bytes[listStart - 1] === 32 ? ' ' : before}`;
}

function utf8(text: string): Uint8Array {
  const encoded = encodePython(text, 'utf-8');
  if (!('bytes' in encoded)) throw new RangeError(encoded.message);
  return encoded.bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
