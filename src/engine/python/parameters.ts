import type { Parameter } from '../facts.ts';
import { readExpression, readStarredOrNamed } from './expressions.ts';
import { expect, fail, nameAt, type Reader } from './reader.ts';
import { optionalType } from './optionalType.ts';
import { ANNOTATION, BARE } from './roles.ts';
import { bind } from './scopes.ts';
import { contentEnd, contentStart } from './strings.ts';
import { COLON, COMMA, DOUBLE_STAR, EQUAL, NAME, OPERATOR, STAR, STRING } from './tokenKinds.ts';
import { wholeDottedName } from './values.ts';

const DOTTED_NAME = /^\s*[\p{XID_Start}_][\p{XID_Continue}]*(?:\.[\p{XID_Start}_][\p{XID_Continue}]*)*\s*$/u;

/** What an annotation says: a dotted name, or one that None may stand for. */
export interface ReadAnnotation {
  readonly annotation?: string;
  readonly optional?: string;
}

/** Reads the annotation at the next token, written as a string or not. */
export function readAnnotation(r: Reader): ReadAnnotation {
  const name = wholeDottedName(r, r.at);
  const first = r.at;
  readStarredOrNamed(r, ANNOTATION);
  if (name !== undefined) return { annotation: name };
  const isString = r.kinds[first] === STRING;
  const start = isString ? contentStart(r, first) : r.starts[first]!;
  const end = isString ? contentEnd(r, first) : r.ends[r.at - 1]!;
  if ((isString && r.at !== first + 1) || end - start > 300) return {};
  const written = r.text.slice(start, end);
  if (isString && DOTTED_NAME.test(written)) return { annotation: written.trim() };
  const optional = optionalType(written);
  return optional === undefined ? {} : { optional };
}

/**
 * Parameters up to the token of kind `end`, which the caller reads. They bind in the current block; defaults are evaluated
 * in the block `defaults`, annotations in `annotations`. A lambda's have no annotations.
 */
export function readParameters(r: Reader, end: number, defaults: number, annotations: number): Parameter[] {
  const parameters: Parameter[] = [];
  const own = r.block;
  const isLambda = end === COLON;
  let kind: Parameter['kind'] = 'positional';
  while (r.kinds[r.at] !== end) {
    const sign = r.kinds[r.at];
    if (sign === OPERATOR && r.text.slice(r.starts[r.at], r.ends[r.at]) === '/') {
      // Everything before `/` is positional-only.
      r.at++;
      if (parameters.length === 0) fail(r, 'at least one argument must precede /');
      for (const parameter of parameters) {
        if (parameter.kind === 'positional')
          (parameter as { kind: Parameter['kind'] }).kind = 'positional-only';
      }
    } else if (sign === STAR && (r.kinds[r.at + 1] === COMMA || r.kinds[r.at + 1] === end)) {
      r.at++;
      kind = 'keyword-only';
      if (r.kinds[r.at] === end) fail(r, 'named arguments must follow bare *');
    } else {
      const isRest = sign === STAR;
      const isKeywordRest = sign === DOUBLE_STAR;
      if (isRest || isKeywordRest) r.at++;
      const token = r.at;
      if (!expect(r, NAME)) return parameters;
      const binding = bind(r, token, 'parameter');
      if (isRest || isKeywordRest) Object.assign(binding, { isRest: true });
      let annotation: string | undefined;
      if (!isLambda && r.kinds[r.at] === COLON) {
        r.at++;
        r.block = annotations;
        const read = readAnnotation(r);
        r.block = own;
        annotation = read.annotation;
        Object.assign(binding, read);
      }
      let hasDefault = false;
      if (r.kinds[r.at] === EQUAL && !isRest && !isKeywordRest) {
        hasDefault = true;
        r.at++;
        r.block = defaults;
        readExpression(r, BARE);
        r.block = own;
      }
      parameters.push({
        name: nameAt(r, token),
        kind: isRest ? 'rest' : isKeywordRest ? 'keyword-rest' : kind,
        hasDefault,
        ...(annotation === undefined ? undefined : { annotation }),
      });
      if (isRest) kind = 'keyword-only';
    }
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  return parameters;
}
