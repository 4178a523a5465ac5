/** Python's `__all__`, read as far as it is written out. */
import { contentEnd, contentStart } from './strings.ts';
import type { Reader } from './reader.ts';
import { COMMA, LBRACKET, LPAR, NEWLINE, PLUS, RPAR, SEMICOLON, STRING } from './tokenKinds.ts';
import { STRING_BYTES, STRING_OPEN } from './tokens.ts';

interface Literal {
  readonly names: readonly string[];
  /** The token behind. */
  readonly end: number;
}

function stringAt(r: Reader, at: number): string | undefined {
  if (r.kinds[at] !== STRING || (r.values[at]! & (STRING_BYTES | STRING_OPEN)) !== 0) return undefined;
  const value = r.text.slice(contentStart(r, at), contentEnd(r, at));
  return value.includes('\\') ? undefined : value;
}

/** The strings of the list or tuple that begins at token `from`. */
function literalAt(r: Reader, from: number): Literal | undefined {
  const kind = r.kinds[from];
  if (kind !== LBRACKET && kind !== LPAR) return undefined;
  const close = r.values[from]!;
  const names: string[] = [];
  let at = from + 1;
  let commas = 0;
  while (at < close) {
    let name = '';
    do {
      const part = stringAt(r, at);
      if (part === undefined) return undefined;
      name += part;
      at++;
    } while (r.kinds[at] === STRING);
    names.push(name);
    if (r.kinds[at] === COMMA) {
      commas++;
      at++;
    } else if (at < close) return undefined;
  }
  // `("x")` is a string, no tuple.
  if (kind === LPAR && names.length === 1 && commas === 0) return undefined;
  return { names, end: close + 1 };
}

/** A sum of such lists that is the whole value at token `from`. */
function literalValue(r: Reader, from: number): readonly string[] | undefined {
  const names: string[] = [];
  for (let at = from; ;) {
    const literal = literalAt(r, at);
    if (!literal) return undefined;
    names.push(...literal.names);
    const kind = r.kinds[literal.end]!;
    if (kind <= NEWLINE || kind === SEMICOLON) return names;
    if (kind !== PLUS) return undefined;
    at = literal.end + 1;
  }
}

/** `__all__ = value`, in the module itself; one in a block may or may not be executed. */
export function setAll(r: Reader, value: number): void {
  if (r.blocks[r.block]!.scope !== 0) return;
  r.all = (r.block === 0 ? literalValue(r, value) : undefined) ?? 'computed';
}

/**
 * `__all__ += value`; with `call`, the opening bracket of a method's call, `value` is its first argument, or -1 where the
 * method does something else than add.
 */
export function extendAll(r: Reader, value: number, call = -1): void {
  if (r.blocks[r.block]!.scope !== 0) return;
  const before = r.all;
  r.all = 'computed';
  if (r.block !== 0 || before === undefined || before === 'computed' || value < 0) return;
  if (call < 0) {
    const names = literalValue(r, value);
    if (names) r.all = [...before, ...names];
    return;
  }
  const literal = literalAt(r, value) ?? single(r, value);
  if (literal && r.kinds[literal.end] === RPAR && r.values[call] === literal.end)
    r.all = [...before, ...literal.names];
}

function single(r: Reader, at: number): Literal | undefined {
  const name = stringAt(r, at);
  return name === undefined ? undefined : { names: [name], end: at + 1 };
}
