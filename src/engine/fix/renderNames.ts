import type { ImportedName, ImportFact } from '../facts.ts';
import type { Span, TextEdit } from '../text.ts';
import type { CanonicalImport, ImportChange, RenderResult } from './importChange.ts';
import { removeWithComments } from './removeByLines.ts';
import {
  commentsAbove,
  hasComment,
  hasOwnLines,
  indentationAt,
  lineAround,
  lineEndAt,
  linesAround,
  removeItems,
} from './list.ts';

/** Writes a statement of its own for names that leave one; undefined where their comments have no line to stand on. */
export type NewStatement = (module: string, names: readonly MovedName[]) => string | undefined;

/** Edits of the statement itself, of which one module takes over what leaves it, or none. */
export type RestOfStatement = (
  text: string,
  fact: ImportFact,
  change: ImportChange,
  taking: CanonicalImport | undefined,
) => RenderResult;

/**
 * One canonical module takes the statement over where it is the one that is imported from, or where no name stays behind.
 * What goes to other modules gets a statement of its own for each, in the same block: in front, or behind where what stays may fail.
 */
export function renderMoves(
  text: string,
  fact: ImportFact,
  change: ImportChange,
  newStatement: NewStatement,
  restOfStatement: RestOfStatement = renderList,
): RenderResult {
  const { modules, leaving } = change;
  const isWhole = fact.names.every((_, position) => leaving.has(position));
  const taking = modules.find(({ isThisOne }) => isThisOne) ?? (isWhole ? modules.at(-1) : undefined);
  const apart = modules.filter((each) => each !== taking);
  if (apart.length > 0 || !taking) {
    const twice = boundTwice(fact, change);
    if (twice !== undefined)
      return { ok: false, reason: `the statement binds ${twice} twice, and the last one counts` };
  }
  const stays = restOfStatement(text, fact, change, taking);
  if (!stays.ok || apart.length === 0) return stays;
  if (hasCommentForNextLine(text, fact)) return commentForNextLine;
  if (
    apart.some(({ replacing }) =>
      [...replacing.keys()].some((at) => hasComment(text, fact.names[at]!.span, [])),
    )
  )
    return unclearComment;
  const carried = taking ? none : carriedComments(text, fact, change);
  if ([...carried.keys()].some((at) => !apart.some(({ replacing }) => replacing.has(at))))
    return unclearComment;
  const first = apart.flatMap((each) => partOf(each, (position) => !isBehind(change, position)));
  const later = apart.flatMap((each) => partOf(each, (position) => isBehind(change, position)));
  const edits: TextEdit[] = [];
  for (const parts of [first, later]) {
    const moved = parts.map((each) => movedNames(text, fact, each, carried));
    const statements = parts.map(({ module }, at) => newStatement(module, moved[at]!));
    if (statements.includes(undefined))
      return moved.flat().some(({ comment, above }) => comment !== '' || above.length > 0)
        ? commentWithoutLine
        : codeOnTheLine;
    if (statements.length === 0) continue;
    const written = statements.join('');
    const placed =
      parts === first ? { span: emptyAt(fact.statement.start), text: written } : behind(text, fact, written);
    if (!placed) return codeBehindOnTheLine;
    edits.push(placed);
  }
  return { ok: true, edits: [...edits, ...stays.edits] };
}

/** Whether a name is bound today only where one before it, which stays, is there. */
function isBehind({ fragile }: ImportChange, position: number): boolean {
  return fragile !== undefined && position > fragile;
}

/** What one statement brings of the names that go to a module; empty where that is nothing. */
function partOf(whole: CanonicalImport, isPart: (position: number) => boolean): CanonicalImport[] {
  const replacing = new Map([...whole.replacing].filter(([position]) => isPart(position)));
  // What is added was not there before: it stands with what is read first.
  const added = isPart(-1) ? whole.added : [];
  return replacing.size + added.length === 0 ? [] : [{ ...whole, replacing, added }];
}

/** Puts statements that are written to stand in front of one behind it; undefined where more stands on its line. */
function behind(text: string, { statement }: ImportFact, inFront: string): TextEdit | undefined {
  if (inFront.endsWith('; '))
    return { span: emptyAt(statement.end), text: `; ${inFront.slice(0, -'; '.length)}` };
  const between = lineEndAt(text, statement.start) + indentationAt(text, statement.start);
  const end = behindComment(text, statement);
  if (text.slice(end, lineAround(text, end).end).trim() !== '') return undefined;
  return { span: emptyAt(end), text: between + inFront.slice(0, -between.length) };
}

/** Where a statement ends, with a comment of Python that stands behind it on its line. */
export function behindComment(text: string, { end }: Span): number {
  const line = text.slice(end, lineAround(text, end).end);
  return end + (/^[ \t\f]*#[^\r\n]*/.exec(line)?.[0].length ?? 0);
}

function emptyAt(offset: number): Span {
  return { start: offset, end: offset };
}

/** Edits of a statement that is nothing but a list of names. */
export const renderList: RestOfStatement = (text, fact, change, taking) =>
  taking ? replaceNames(text, fact, change, taking) : removeMoved(text, fact, change);

/** Its module and names are replaced where they stand. */
function replaceNames(
  text: string,
  fact: ImportFact,
  { leaving, modules }: ImportChange,
  taking: CanonicalImport,
): RenderResult {
  const edits: TextEdit[] = taking.isThisOne ? [] : [{ span: fact.moduleSpan, text: taking.module }];
  const added = [...taking.added];
  const gone = new Set<number>();
  for (const position of [...leaving].sort((a, b) => a - b)) {
    const { span, nameSpan } = fact.names[position]!;
    const isNeeded = modules.some(({ replacing }) => replacing.has(position));
    // What is added may stand where a name was that is not needed any more.
    const written = taking.replacing.get(position) ?? (isNeeded ? undefined : added.shift());
    if (written === undefined) gone.add(position);
    else if (hasComment(text, span, [])) {
      const renamed = aroundComment(text, fact.names[position]!, written);
      if (renamed === undefined) return unclearComment;
      edits.push({ span: nameSpan, text: renamed });
    } else if (written !== text.slice(span.start, span.end)) edits.push({ span, text: written });
  }
  if (gone.size === fact.names.length)
    return { ok: false, reason: 'the import would be left without a name' };
  const removed = removeItems(
    text,
    fact.names.map(({ span }) => span),
    gone,
  );
  if (!removed) return unclearComment;
  edits.push(...removed);
  if (added.length > 0) edits.push(insertion(text, fact, added, gone));
  return { ok: true, edits };
}

/** A name alone that is written anew, where a comment stands between it and its alias; undefined where more than it changes. */
function aroundComment(
  text: string,
  { span, nameSpan, localSpan }: ImportedName,
  written: string,
): string | undefined {
  const type = /^type\s/.test(text.slice(span.start, span.end)) ? 'type ' : '';
  const alias = localSpan && ` as ${text.slice(localSpan.start, localSpan.end)}`;
  const isAlike = alias !== undefined && written.startsWith(type) && written.endsWith(alias);
  return isAlike && nameSpan.end <= localSpan!.start ? written.slice(type.length, -alias.length) : undefined;
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
  const indentation = indentationAt(text, span.start);
  const between = `,${lineEndAt(text, span.start)}${indentation}`;
  const above = commentsAbove(text, span.start);
  const start = above.start === above.end ? span.start : above.start + indentation.length;
  return {
    span: { start, end: start },
    text: added.map((name) => `${name}${between}`).join(''),
  };
}

/** Takes the moved names out of a statement that keeps others. */
function removeMoved(text: string, fact: ImportFact, { leaving }: ImportChange): RenderResult {
  if (leaving.size === 0) return { ok: true, edits: [] };
  const removed = removeWithComments(
    text,
    fact.names.map(({ span }) => span),
    leaving,
  );
  return removed ? { ok: true, edits: removed.edits } : unclearComment;
}

/** The comments that names take along out of a statement that keeps others, where they are of whole lines; by position. */
function carriedComments(
  text: string,
  fact: ImportFact,
  { leaving }: ImportChange,
): ReadonlyMap<number, string> {
  if (leaving.size === 0) return none;
  const items = fact.names.map(({ span }) => span);
  return removeWithComments(text, items, leaving)?.comments ?? none;
}

const none: ReadonlyMap<number, string> = new Map();

/** A name that a statement binds twice, of which the two would not stay together. */
function boundTwice(fact: ImportFact, { leaving, modules }: ImportChange): string | undefined {
  const destination = (position: number): CanonicalImport | boolean =>
    modules.find(({ replacing }) => replacing.has(position)) ?? leaving.has(position);
  const locals = fact.names.map(({ local, exported }) => local ?? exported);
  return locals.find((local, position) =>
    locals.some((other, at) => other === local && destination(at) !== destination(position)),
  );
}

/** A name that moves into a statement of its own, with the comments on its own lines. */
export interface MovedName {
  readonly written: string;
  /** The comment behind it; empty where there is none. */
  readonly comment: string;
  /** The lines of the comment above it, without its indentation. */
  readonly above: readonly string[];
}

/** The names that leave a statement for one module, in their order, and those that are added. */
function movedNames(
  text: string,
  fact: ImportFact,
  { replacing, added }: CanonicalImport,
  carried: ReadonlyMap<number, string>,
): MovedName[] {
  const moved = [...replacing]
    .sort(([a], [b]) => a - b)
    .map(([position, written]) => {
      const { comment, above } = commentsOf(text, fact, position);
      return { written, comment: carried.get(position) ?? comment, above };
    });
  return [...moved, ...added.map((written) => ({ written, comment: '', above: [] }))];
}

/** The comments that a name of a statement takes along. */
export function commentsOf(
  text: string,
  fact: ImportFact,
  position: number,
): Pick<MovedName, 'comment' | 'above'> {
  const { span } = fact.names[position]!;
  if (!hasOwnLines(text, span) || linesAround(text, span).start <= fact.statement.start)
    return { comment: '', above: [] };
  const behind = text.slice(span.end, lineAround(text, span.end).end);
  const { start, end } = commentsAbove(text, span.start);
  const indentation = indentationAt(text, span.start);
  const lines = text
    .slice(start, end)
    .trimEnd()
    .split(/\r\n?|\n/);
  return {
    comment: /(#|\/\/).*/.exec(behind)?.[0].trimEnd() ?? '',
    above:
      start === end
        ? []
        : lines.map((line) => (line.startsWith(indentation) ? line.slice(indentation.length) : line.trim())),
  };
}

/** A comment to a tool about this one line, which a statement that is split off needs too: `noqa`, `eslint-disable-line`. */
export function pragmaOf(text: string, { statement }: ImportFact): string {
  const behind = text.slice(statement.end, lineAround(text, statement.end).end);
  const opening = /[({][ \t]*((?:#|\/\/).*)/.exec(
    text.slice(statement.start, lineAround(text, statement.start).end),
  );
  const pragma =
    /^\s*((?:#|\/\/)\s*(?:noqa|type:\s*ignore|pylint:|pyright:|ruff:|isort:|(?:es|ox)lint-disable-line).*)$/;
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

const codeOnTheLine: RenderResult = {
  ok: false,
  reason: 'what stands before it on its line leaves no room for a second statement',
};

const codeBehindOnTheLine: RenderResult = {
  ok: false,
  reason:
    'what stays may fail, and what stands behind it on its line leaves no room for a statement that is not to run then',
};

export const commentWithoutLine: RenderResult = {
  ok: false,
  reason: 'the comment behind a name that moves would have no line to stand on',
};

export const commentForNextLine: RenderResult = {
  ok: false,
  reason: 'the comment above speaks to a tool about this one line, which would become two',
};
