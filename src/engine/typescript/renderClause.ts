import type { ImportedName } from '../facts.ts';
import type { RenderResult } from '../fix/importChange.ts';
import { hasComment, hasOwnLines } from '../fix/list.ts';
import { renderList, unclearComment, type RestOfStatement } from '../fix/renderNames.ts';
import type { Span, TextEdit } from '../text.ts';

/** Whether a name is a default that stands outside of the braces: `import service from 'm'`. */
export function isBareDefault({ name, local, localSpan }: ImportedName): boolean {
  return name === 'default' && local !== undefined && localSpan === undefined;
}

/** Whether a name as it is written in braces is a default, which may stand outside of them. */
export function isWrittenDefault(written: string | undefined): boolean {
  return written?.startsWith('default as ') ?? false;
}

/** Edits of a statement with a default: `import d from 'm'`, `import d, { a } from 'm'`, `import d, * as n from 'm'`. */
export const renderClause: RestOfStatement = (text, fact, change, taking) => {
  const { leaving, modules } = change;
  const first = fact.names[0]!;
  const rest = fact.names.slice(1);
  const written = taking?.replacing.get(0);
  const isKept = !leaving.has(0) || isWrittenDefault(written);
  const listed = [...(isKept || written === undefined ? [] : [written]), ...(taking?.added ?? [])];
  const module: TextEdit[] =
    !taking || taking.isThisOne ? [] : [{ span: fact.moduleSpan, text: taking.module }];
  const isAlone = rest.length === 0 || (rest[0]!.name === '*' && leaving.has(1));
  if (isAlone) {
    const { start, end } = { start: first.span.start, end: fact.names.at(-1)!.span.end };
    if (
      hasComment(
        text,
        { start, end },
        fact.names.map(({ span }) => span),
      )
    )
      return unclearComment;
    if (listed.length === 0 && !isKept) return withoutName;
    if (listed.length > 0 && isKept && fact.typeOnly)
      return { ok: false, reason: 'a default and names cannot stand together in one import of types' };
    const clause = [
      ...(isKept ? [first.local!] : []),
      ...(listed.length > 0 ? [`{ ${listed.join(', ')} }`] : []),
    ].join(', ');
    const isSame = clause === text.slice(start, end);
    return { ok: true, edits: [...(isSame ? [] : [{ span: { start, end }, text: clause }]), ...module] };
  }
  const opening = rest[0]!.name === '*' ? rest[0]!.span.start : text.indexOf('{', first.span.end);
  const outside: Span = { start: first.span.start, end: opening };
  const withoutDefault: TextEdit[] = isKept ? [] : [{ span: outside, text: '' }];
  if (!isKept && hasComment(text, outside, [first.span])) return unclearComment;
  if (rest[0]!.name === '*') return { ok: true, edits: withoutDefault };

  const isEmptied =
    listed.length === 0 && rest.every((_, at) => leaving.has(at + 1) && !taking?.replacing.has(at + 1));
  if (isEmptied) {
    const list = { start: first.span.end, end: text.indexOf('}', rest.at(-1)!.span.end) + 1 };
    if (!isKept) return withoutName;
    const spans = rest.map(({ span }) => span);
    // The comments on a name's own lines leave with it.
    if (hasComment(text, list, spans) && !spans.every((span) => hasOwnLines(text, span)))
      return unclearComment;
    return { ok: true, edits: [{ span: list, text: '' }, ...module] };
  }
  const shift = (positions: Iterable<number>): number[] =>
    [...positions].flatMap((position) => (position === 0 ? [] : [position - 1]));
  const inner = modules.map((each) => ({
    ...each,
    replacing: new Map(
      [...each.replacing].flatMap(([at, name]) => (at === 0 ? [] : [[at - 1, name] as const])),
    ),
    added: each === taking ? listed : each.added,
  }));
  const list = renderList(
    text,
    { ...fact, names: rest },
    { ...change, leaving: new Set(shift(leaving)), modules: inner },
    taking && inner[modules.indexOf(taking)],
  );
  return list.ok ? { ok: true, edits: [...withoutDefault, ...list.edits] } : list;
};

const withoutName: RenderResult = { ok: false, reason: 'the import would be left without a name' };
