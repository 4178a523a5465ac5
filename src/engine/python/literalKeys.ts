import { namedText } from './nameTable.ts';
import { tokenize } from './tokenizer.ts';
import { COLON, COMMA, END, FSTRING_START, LBRACE, LPAR, NEWLINE, STRING } from './tokenKinds.ts';

/** What a string holds that is all of an expression; undefined for anything else, and for what is written in another way. */
export function literalOf(expression: string): string | undefined {
  return /^[rRuU]?(["'])([^"'\\\n]*)\1$/.exec(expression)?.[2];
}

/** The keys of a dictionary, as it is written; undefined where one of them is computed, or where it is no such display. */
export function literalKeys(expression: string): readonly string[] | undefined {
  const { kinds, starts, ends, values } = tokenize(namedText(expression));
  if (kinds[0] !== LBRACE) return undefined;
  const close = values[0]!;
  const isComprehension = values[close]! > 0;
  const isAll = kinds[close + 1] === NEWLINE || kinds[close + 1] === END;
  if (isComprehension || !isAll) return undefined;
  const keys: string[] = [];
  for (let at = 1; at < close; at++) {
    const isLiteral = kinds[at] === STRING && kinds[at + 1] === COLON;
    const key = isLiteral ? literalOf(expression.slice(starts[at], ends[at])) : undefined;
    if (key === undefined) return undefined;
    keys.push(key);
    for (; at < close && kinds[at] !== COMMA; at++)
      if ((kinds[at]! >= LPAR && kinds[at]! <= LBRACE) || kinds[at] === FSTRING_START) at = values[at]!;
  }
  return keys;
}
