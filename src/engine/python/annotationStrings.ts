import { readExpression } from './expressions.ts';
import type { Reader } from './reader.ts';
import { ANNOTATION } from './roles.ts';
import { contentEnd, contentStart } from './strings.ts';
import { tokenize } from './tokenizer.ts';
import { END } from './tokenKinds.ts';
import { STRING_BYTES, STRING_OPEN, type Tokens } from './tokens.ts';

function readFrom(r: Reader, tokens: Pick<Tokens, 'kinds' | 'starts' | 'ends' | 'values'>, at: number): void {
  r.kinds = tokens.kinds;
  r.starts = tokens.starts;
  r.ends = tokens.ends;
  r.values = tokens.values;
  r.at = at;
}

/** Asked anew: reading has changed it. */
const hasFailed = (r: Reader): boolean => r.failed;

/**
 * Reads the annotation that the plain string at token `token` holds: its names are references, with their places in the
 * file. A string that is no expression, or that is written with escapes, says nothing and is no error.
 */
export function readStringAnnotation(r: Reader, token: number): void {
  if ((r.values[token]! & (STRING_BYTES | STRING_OPEN)) !== 0) return;
  const start = contentStart(r, token);
  const end = contentEnd(r, token);
  if (start === end || r.text.slice(start, end).includes('\\')) return;
  const tokens = tokenize(r, start, end, true);
  if (tokens.problems.length > 0) return;

  const { kinds, starts, ends, values, at, failed, inString } = r;
  const { references, members } = r.columns;
  const gathered = [references, members, r.blocks, r.bindings, r.problems];
  const lengths = gathered.map((list) => list.length);
  readFrom(r, tokens, 0);
  r.inString = true;
  r.failed = false;
  readExpression(r, ANNOTATION);
  // Only what was read whole counts.
  if (hasFailed(r) || r.kinds[r.at] !== END) gathered.forEach((list, i) => (list.length = lengths[i]!));
  r.inString = inString;
  r.failed = failed;
  readFrom(r, { kinds, starts, ends, values }, at);
}
