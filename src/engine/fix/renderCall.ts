import type { Call, FileFacts } from '../facts.ts';
import type { Span, TextEdit } from '../text.ts';
import type { FactoryCall } from './factoryCall.ts';
import { hasComment, removeItems } from './list.ts';

export type CallEdits =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

/** Why an `await`, or what a call is handed to, cannot be taken away. */
export const commentInTheWay = 'a comment stands in what would be removed around the call';

/** Edits that make a call one of the factory, here called `callee`: only what differs is touched. */
export function renderFactoryCall(
  text: string,
  facts: FileFacts,
  planned: FactoryCall,
  callee: string,
): CallEdits {
  const reference = facts.references.at(planned.reference);
  const call = reference.call!;
  if (call.isNew && !/^new\s+$/.test(text.slice(call.span.start, reference.span.start)))
    return { ok: false, reason: 'a comment or parentheses stand between new and the class' };
  if (text.slice(reference.span.end, call.argumentsSpan.start).includes('<'))
    return { ok: false, reason: `it is given type arguments, which ${callee} may not take` };
  const edits: TextEdit[] = [];
  const start = call.isNew ? call.span.start : reference.span.start;
  if (text.slice(start, reference.span.end) !== callee)
    edits.push({ span: { start, end: reference.span.end }, text: callee });
  const given = argumentEdits(text, facts, planned, call);
  if (!given) return { ok: false, reason: 'a comment between the arguments could belong to either of them' };
  const awaits = awaitEdits(text, facts, planned.await, call);
  if (!awaits) return { ok: false, reason: commentInTheWay };
  return { ok: true, edits: [...edits, ...given, ...awaits, ...constructedEdits(text, planned, call)] };
}

/** `new new Class().Part()` constructs what the object has; `new make().Part()` would construct the factory. */
function constructedEdits(text: string, planned: FactoryCall, { isNew, span }: Call): TextEdit[] {
  if (
    !isNew ||
    planned.await === 'add' ||
    !/\bnew\s+$/.test(text.slice(Math.max(0, span.start - 80), span.start))
  )
    return [];
  return [
    { span: emptyAt(span.start), text: '(' },
    { span: emptyAt(span.end), text: ')' },
  ];
}

/** What goes with a call: the arguments that the factory does not get, and what the call was handed to. */
export function removedParts(facts: FileFacts, planned: FactoryCall): Span[] {
  const kept = keptArguments(planned);
  const call = facts.references.at(planned.reference).call!;
  const given = call.arguments.flatMap(({ span, valueSpan }) => (kept.has(valueSpan.start) ? [] : [span]));
  return [...given, ...wrapping(planned.await, call)];
}

/** What stands around a call that is left by itself. */
export function wrapping(change: FactoryCall['await'], { span }: Call): Span[] {
  if (typeof change === 'string') return [];
  const { unwrap } = change;
  return [
    { start: unwrap.start, end: span.start },
    { start: span.end, end: unwrap.end },
  ];
}

/** The whole expression that changes with a call. */
export function siteOf(change: FactoryCall['await'], { span, awaitSpan }: Call): Span {
  return typeof change === 'string' ? (awaitSpan ?? span) : change.unwrap;
}

/** The keywords of the arguments that stay, by where their values stand. */
function keptArguments(planned: FactoryCall): Map<number, string | undefined> {
  return new Map(
    planned.arguments.flatMap(({ keyword, value }) =>
      'span' in value ? [[value.span.start, keyword] as const] : [],
    ),
  );
}

function argumentEdits(
  text: string,
  facts: FileFacts,
  planned: FactoryCall,
  call: Call,
): TextEdit[] | undefined {
  const kept = keptArguments(planned);
  const spans = call.arguments.map(({ span }) => span);
  const stay = call.arguments.filter(({ valueSpan }) => kept.has(valueSpan.start));
  const removed = new Set(call.arguments.flatMap((each, index) => (stay.includes(each) ? [] : [index])));
  const inserted = planned.arguments
    .flatMap(({ keyword, value }) =>
      'span' in value
        ? []
        : [facts.language === 'python' && keyword !== undefined ? `${keyword}=${value.name}` : value.name],
    )
    .join(', ');
  if (stay.length === 0) {
    // `new X` has no parentheses yet.
    const hasParentheses = text[call.argumentsSpan.start - 1] === '(';
    if (removed.size > 0 && hasComment(text, call.argumentsSpan, spans)) return undefined;
    if (!hasParentheses) return [{ span: call.argumentsSpan, text: `(${inserted})` }];
    // What stands between empty parentheses is left alone.
    const span = removed.size > 0 ? call.argumentsSpan : emptyAt(call.argumentsSpan.start);
    return removed.size > 0 || inserted !== '' ? [{ span, text: inserted }] : [];
  }
  const edits = stay.flatMap(({ keyword, span, valueSpan }): TextEdit[] => {
    const named = kept.get(valueSpan.start);
    if (named === undefined || named === keyword) return [];
    return keyword === undefined
      ? [{ span: emptyAt(valueSpan.start), text: `${named}=` }]
      : [{ span: { start: span.start, end: span.start + keyword.length }, text: named }];
  });
  const cut = removeItems(text, spans, removed);
  if (!cut) return undefined;
  edits.push(...cut);
  if (inserted === '') return edits;
  // Keywords come behind what stays positional.
  const firstNamed = stay.find(
    (each) => each.keyword !== undefined || kept.get(each.valueSpan.start) !== undefined,
  );
  edits.unshift(
    firstNamed
      ? { span: emptyAt(firstNamed.span.start), text: `${inserted}, ` }
      : { span: emptyAt(stay.at(-1)!.span.end), text: `, ${inserted}` },
  );
  return edits;
}

/** Edits that give a call its `await`, take it away, or leave the call by itself. Undefined where a comment would be lost. */
export function awaitEdits(
  text: string,
  { language }: FileFacts,
  change: FactoryCall['await'],
  call: Call,
): TextEdit[] | undefined {
  const { span, awaitSpan } = call;
  if (typeof change === 'object') {
    const parts = wrapping(change, call);
    return parts.some((part) => text.slice(part.start, part.end).includes('#'))
      ? undefined
      : parts.map((part) => ({ span: part, text: '' }));
  }
  if (change === 'drop' && awaitSpan) {
    const between = language === 'python' ? /^await(?:\s|\\\r?\n)*/ : /^await\s*/;
    const [word] = between.exec(text.slice(awaitSpan.start, span.start))!;
    // `return` and what it returns may not come to stand on two lines.
    const behind = text[awaitSpan.start + word.length];
    if (behind === '#' || behind === '/' || behind === '\\') return undefined;
    return [{ span: { start: awaitSpan.start, end: awaitSpan.start + word.length }, text: '' }];
  }
  if (change !== 'add') return [];
  // `await f().x` would wait for the attribute.
  return goesOn(text, span.end, language)
    ? [
        { span: emptyAt(span.start), text: call.followsOpenEnd ? ';(await ' : '(await ' },
        { span: emptyAt(span.end), text: ')' },
      ]
    : [{ span: emptyAt(span.start), text: 'await ' }];
}

/** Whether an attribute, a call or an index follows at `offset`, behind white space, comments and line ends. */
function goesOn(text: string, offset: number, language: FileFacts['language']): boolean {
  const space = language === 'python' ? /(?:[ \t\f\r\n]|\\\r?\n|#.*)*/y : /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
  space.lastIndex = offset;
  space.exec(text);
  const rest = text.slice(space.lastIndex, space.lastIndex + 2);
  return language === 'python' ? /^[.[(]/.test(rest) : /^([.[(`]|\?\.|!(?!=))/.test(rest);
}

function emptyAt(offset: number): Span {
  return { start: offset, end: offset };
}
