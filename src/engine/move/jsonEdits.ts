import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { TextEdit } from '../text.ts';

/** A place in a JSON document: keys and indices from the outside in. */
export type JsonPath = readonly (string | number)[];

/** Writes values into a JSON text with comments, and leaves everything else as it stands. */
export interface JsonEditor {
  /** Whether something is written there. */
  has(path: JsonPath): boolean;
  /** Puts a value in the place of one, or behind the last one of an object or list that is there. */
  set(path: JsonPath, value: unknown): void;
  /** All that was set, for the text as it was. */
  readonly edits: readonly TextEdit[];
}

/** Longer than this, an object or list gets one item a line. */
const longestLine = 88;

export function editJson(text: string): JsonEditor {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const edits: TextEdit[] = [];
  const end = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
  const unit = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const nodeAt = (path: JsonPath): Node | undefined => tree && findNodeAtLocation(tree, [...path]);

  function set(path: JsonPath, value: unknown): void {
    const there = nodeAt(path);
    if (there) {
      if (there.value === value && typeof value !== 'object') return;
      const span = { start: there.offset, end: there.offset + there.length };
      edits.push({ span, text: laidOut(value, indentationOf(there.offset), there.offset) });
      return;
    }
    const container = nodeAt(path.slice(0, -1));
    if (container) insert(container, path.at(-1)!, value);
  }

  function insert(container: Node, key: string | number, value: unknown): void {
    const last = container.children?.at(-1);
    const at = last ? last.offset + last.length : container.offset + 1;
    const isApart = last ? /[\r\n]/.test(text.slice(container.offset, last.offset)) : container === tree;
    const indentation = indentationOf(last?.offset ?? container.offset) + (last || !isApart ? '' : unit);
    const name = typeof key === 'string' ? `${JSON.stringify(key)}: ` : '';
    const gap = isApart ? end + indentation : last ? ' ' : '';
    const written = name + laidOut(value, indentation, isApart ? undefined : at);
    const behind = last || !isApart ? '' : end;
    edits.push({ span: { start: at, end: at }, text: `${last ? ',' : ''}${gap}${written}${behind}` });
  }

  /** @param offset where it begins; undefined at the beginning of a line */
  function laidOut(value: unknown, indentation: string, offset: number | undefined): string {
    const column = offset === undefined ? indentation.length : offset - lineStart(offset);
    const inline = onOneLine(value);
    if (typeof value !== 'object' || value === null || column + inline.length <= longestLine) return inline;
    return JSON.stringify(value, undefined, unit).replaceAll('\n', end + indentation);
  }

  function lineStart(offset: number): number {
    return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  }

  function indentationOf(offset: number): string {
    return /^[ \t]*/.exec(text.slice(lineStart(offset), offset))![0];
  }

  return { has: (path) => nodeAt(path) !== undefined, set, edits };
}

/** `{ "a": ["b", "c"] }` */
function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${onOneLine(each)}`);
  return `{ ${entries.join(', ')} }`;
}
