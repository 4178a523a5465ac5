import type { ImportFact } from '../facts.ts';
import type { TextEdit } from '../text.ts';
import type { ImportChange, RenderResult } from './importChange.ts';
import { hasOwnLines, indentationAt, lineAround, lineEndOf, removeItems } from './list.ts';

/** Every name moves, or the statement is canonical already: its module and names are replaced where they stand. */
export function replaceNames(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const edits: TextEdit[] = change.isCanonical ? [] : [{ span: fact.moduleSpan, text: change.module }];
  const added = [...change.added];
  const dropped = new Set<number>();
  for (const [position, replacement] of [...change.leaving].sort(([a], [b]) => a - b)) {
    const { span } = fact.names[position]!;
    const written = replacement ?? added.shift();
    if (written === undefined) dropped.add(position);
    else if (written !== text.slice(span.start, span.end)) edits.push({ span, text: written });
  }
  if (dropped.size === fact.names.length)
    return { ok: false, reason: 'the import would be left without a name' };
  const removed = removeItems(
    text,
    fact.names.map(({ span }) => span),
    dropped,
  );
  if (!removed) return unclearComment;
  edits.push(...removed);
  if (added.length > 0) edits.push(insertion(text, fact, added, dropped));
  return { ok: true, edits };
}

/** New names stand behind the last one, or, where that has a line of its own, on lines before it: its comment stays with it. */
function insertion(
  text: string,
  fact: ImportFact,
  added: readonly string[],
  dropped: ReadonlySet<number>,
): TextEdit {
  const { span } = fact.names[fact.names.findLastIndex((_, position) => !dropped.has(position))]!;
  if (!hasOwnLines(text, span))
    return { span: { start: span.end, end: span.end }, text: added.map((name) => `, ${name}`).join('') };
  const between = `,${lineEndOf(text)}${indentationAt(text, span.start)}`;
  return {
    span: { start: span.start, end: span.start },
    text: added.map((name) => `${name}${between}`).join(''),
  };
}

/** Takes the moved names out of a statement that keeps others. */
export function removeMoved(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  if (change.leaving.size === 0) return { ok: true, edits: [] };
  const locals = fact.names.map(({ local, exported }) => local ?? exported);
  const twice = locals.find((local, position) =>
    locals.some((other, at) => other === local && change.leaving.has(at) !== change.leaving.has(position)),
  );
  if (twice !== undefined)
    return { ok: false, reason: `the statement binds ${twice} twice, and the last one counts` };
  const removed = removeItems(
    text,
    fact.names.map(({ span }) => span),
    new Set(change.leaving.keys()),
  );
  return removed ? { ok: true, edits: removed } : unclearComment;
}

/** A name that moves into a statement of its own, with the comment on its own line. */
export interface MovedName {
  readonly written: string;
  readonly comment: string;
}

/** The names that leave a statement, in their order, and those that are added. */
export function movedNames(text: string, fact: ImportFact, change: ImportChange): MovedName[] {
  const moved = [...change.leaving]
    .sort(([a], [b]) => a - b)
    .flatMap(([position, written]) =>
      written === null ? [] : [{ written, comment: commentBehind(text, fact, position) }],
    );
  return [...moved, ...change.added.map((written) => ({ written, comment: '' }))];
}

function commentBehind(text: string, fact: ImportFact, position: number): string {
  const { span } = fact.names[position]!;
  if (!hasOwnLines(text, span)) return '';
  return /(#|\/\/).*/.exec(text.slice(span.end, lineAround(text, span.end).end))?.[0].trimEnd() ?? '';
}

/** A comment to a tool about this one line, which a statement that is split off needs too: `noqa`, `eslint-disable-line`. */
export function pragmaOf(text: string, { statement }: ImportFact): string {
  const behind = text.slice(statement.end, lineAround(text, statement.end).end);
  const opening = /[({][ \t]*((?:#|\/\/).*)/.exec(
    text.slice(statement.start, lineAround(text, statement.start).end),
  );
  const pragma =
    /^\s*((?:#|\/\/)\s*(?:noqa|type:\s*ignore|pylint:|pyright:|ruff:|isort:|eslint-disable-line).*)$/;
  const found = pragma.exec(behind.trimEnd()) ?? pragma.exec(opening?.[1]?.trimEnd() ?? '');
  return found?.[1] ?? '';
}

/** Whether the line above is a comment that speaks to a tool about the next line alone. */
export function hasCommentForNextLine(text: string, { statement }: ImportFact): boolean {
  const { start } = lineAround(text, statement.start);
  const above = start === 0 ? '' : text.slice(lineAround(text, start - 1).start, start);
  return /(@ts-(ignore|expect-error)|-next-line\b)/.test(above);
}

export const unclearComment: RenderResult = {
  ok: false,
  reason: 'a comment between the names could belong to either of them',
};

export const commentWithoutLine: RenderResult = {
  ok: false,
  reason: 'the comment behind a name that moves would have no line to stand on',
};

export const commentForNextLine: RenderResult = {
  ok: false,
  reason: 'the comment above speaks to a tool about this one line, which would become two',
};
