import type { FileFacts } from '../facts.ts';
import type { TextEdit } from '../text.ts';
import type { FactoryCall } from './factoryCall.ts';
import { removeItems } from './list.ts';

export type CallEdits =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

/** Edits that make a call one of the factory, here called `callee`: only what differs is touched. */
export function renderFactoryCall(
  text: string,
  facts: FileFacts,
  planned: FactoryCall,
  callee: string,
): CallEdits {
  const reference = facts.references[planned.reference]!;
  const call = reference.call!;
  const edits: TextEdit[] = [];
  const start = call.isNew ? call.span.start : reference.span.start;
  if (text.slice(start, reference.span.end) !== callee)
    edits.push({ span: { start, end: reference.span.end }, text: callee });

  const kept = new Map(
    planned.arguments.flatMap(({ keyword, value }) =>
      'span' in value ? [[value.span.start, keyword] as const] : [],
    ),
  );
  const removed = new Set(
    call.arguments.flatMap((argument, index) => (kept.has(argument.valueSpan.start) ? [] : [index])),
  );
  for (const { keyword, valueSpan } of call.arguments) {
    const named = kept.get(valueSpan.start);
    if (keyword === undefined && named !== undefined)
      edits.push({ span: { start: valueSpan.start, end: valueSpan.start }, text: `${named}=` });
  }
  const inserted = planned.arguments.flatMap(({ keyword, value }) =>
    'span' in value
      ? []
      : [facts.language === 'python' && keyword !== undefined ? `${keyword}=${value.name}` : value.name],
  );
  if (removed.size > 0 && removed.size === call.arguments.length) {
    edits.push({ span: call.argumentsSpan, text: inserted.join(', ') });
  } else {
    if (removed.size > 0) {
      const cut = removeItems(
        text,
        call.arguments.map(({ span }) => span),
        removed,
      );
      if (!cut)
        return { ok: false, reason: 'a comment between the arguments could belong to either of them' };
      edits.push(...cut);
    }
    if (inserted.length > 0) {
      const first = call.arguments.findIndex((_, index) => !removed.has(index));
      const at = first >= 0 ? call.arguments[first]!.span.start : call.argumentsSpan.start;
      edits.push({ span: { start: at, end: at }, text: `${inserted.join(', ')}${first >= 0 ? ', ' : ''}` });
    }
  }
  edits.push(...awaitEdits(text, planned, call.span, call.awaitSpan?.start));
  return { ok: true, edits };
}

function awaitEdits(
  text: string,
  planned: FactoryCall,
  call: { start: number; end: number },
  awaitStart: number | undefined,
): TextEdit[] {
  if (planned.await === 'drop' && awaitStart !== undefined)
    return [{ span: { start: awaitStart, end: call.start }, text: '' }];
  if (planned.await !== 'add') return [];
  // `await f().x` would wait for the attribute.
  const goesOn = /^[ \t]*[.[(]/.test(text.slice(call.end, call.end + 20));
  return goesOn
    ? [
        { span: { start: call.start, end: call.start }, text: '(await ' },
        { span: { start: call.end, end: call.end }, text: ')' },
      ]
    : [{ span: { start: call.start, end: call.start }, text: 'await ' }];
}
