import type ts from 'typescript';
import type { TypeScript } from './walk.ts';

/** `a.b.c` taken apart: its first name, and the names behind it. */
export interface Chain {
  readonly root: ts.Expression;
  readonly members: readonly ts.MemberName[];
}

/** What stands inside parentheses, `as`, `satisfies`, `<T>` and `!`: none of them changes what a value is. */
export function bare(ts: TypeScript, node: ts.Expression): ts.Expression {
  let at = node;
  while (
    ts.isParenthesizedExpression(at) ||
    ts.isNonNullExpression(at) ||
    ts.isAsExpression(at) ||
    ts.isSatisfiesExpression(at) ||
    ts.isTypeAssertionExpression(at)
  )
    at = at.expression;
  return at;
}

/** Takes a chain of property accesses apart, optional ones too. The root of an expression that is none is itself. */
export function chainOf(ts: TypeScript, node: ts.Expression): Chain {
  const members: ts.MemberName[] = [];
  let at = node;
  for (;;) {
    if (ts.isPropertyAccessExpression(at)) {
      members.unshift(at.name);
      at = at.expression;
    } else if (ts.isNonNullExpression(at) && ts.isPropertyAccessExpression(bare(ts, at))) at = at.expression;
    else return { root: at, members };
  }
}

/** The dotted name that an expression is, as written; undefined where it is more than a name. */
export function dottedName(ts: TypeScript, node: ts.Expression): string | undefined {
  const { root, members } = chainOf(ts, bare(ts, node));
  if (!ts.isIdentifier(root) || root.text === '') return undefined;
  return members.length === 0 ? root.text : [root, ...members].map(({ text }) => text).join('.');
}

/** The first name of `A.B.C` in a type position, and the names behind it. */
export function entityChain(
  ts: TypeScript,
  node: ts.EntityName,
): { root: ts.Identifier; members: ts.Identifier[] } {
  const members: ts.Identifier[] = [];
  let at = node;
  while (ts.isQualifiedName(at)) {
    members.unshift(at.right);
    at = at.left;
  }
  return { root: at, members };
}

/** The dotted name that a type is, without its type arguments; `T | null | undefined` counts as `T`. */
export function annotationName(ts: TypeScript, type: ts.TypeNode | undefined): string | undefined {
  if (!type) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return annotationName(ts, type.type);
  if (ts.isTypeReferenceNode(type)) {
    const { root, members } = entityChain(ts, type.typeName);
    return [root, ...members].map(({ text }) => text).join('.');
  }
  if (!ts.isUnionTypeNode(type)) return undefined;
  const given = type.types.filter((part) => !isNothing(ts, part));
  return given.length === 1 ? annotationName(ts, given[0]) : undefined;
}

function isNothing(ts: TypeScript, type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}
