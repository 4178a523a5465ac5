import type ts from 'typescript';
import type { TypeScript } from './walk.ts';

/** A name that is read of something: `.name`, or `['name']`. */
export type Member = ts.MemberName | ts.StringLiteralLike;

/** `a.b['c']` taken apart: its first name, and the names behind it. */
export interface Chain {
  readonly root: ts.Expression;
  readonly members: readonly Member[];
  /** Where its last access ends; undefined where there is none. */
  readonly end: number | undefined;
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

/** Takes a chain of accesses apart, optional ones too. The root of an expression that is none is itself. */
export function chainOf(ts: TypeScript, node: ts.Expression): Chain {
  const members: Member[] = [];
  let end: number | undefined;
  let at = node;
  for (;;) {
    const member = memberOf(ts, at);
    if (member) {
      members.unshift(member.name);
      end ??= at.end;
      at = member.of;
    } else if (ts.isNonNullExpression(at) && memberOf(ts, bare(ts, at))) at = at.expression;
    else return { root: at, members, end };
  }
}

function memberOf(ts: TypeScript, node: ts.Expression): { name: Member; of: ts.Expression } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { name: node.name, of: node.expression };
  if (!ts.isElementAccessExpression(node)) return undefined;
  const key = node.argumentExpression;
  return ts.isStringLiteralLike(key) && /^[A-Za-z_$][\w$]*$/.test(key.text)
    ? { name: key, of: node.expression }
    : undefined;
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
