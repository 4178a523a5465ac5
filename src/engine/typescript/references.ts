import type ts from 'typescript';
import type { Argument, Call, Reference, Use } from '../facts.ts';
import { readAwaited } from './keptPromises.ts';
import { memberSpan, recordUnboundModule } from './moduleCalls.ts';
import { bare, chainOf, entityChain, type Member } from './names.ts';
import type { Span } from '../text.ts';
import type { ReadContext, Walk } from './walk.ts';

export interface ReadOptions {
  readonly use: Use;
  readonly space: Reference['space'];
  readonly argumentOf?: string | undefined;
  readonly call?: Call | undefined;
  readonly shorthand?: Reference['shorthand'];
  /** The whole call, where the expression is what is called. */
  readonly called?: Span;
  /** Where the last member ends, if not with its name: `ns['Name']`. */
  readonly end?: number;
  /** The name is read in whichever space binds it. */
  readonly isSpaceless?: boolean;
  /** `import A = ns.B`. */
  readonly isEntity?: boolean;
  /** What is read of a module's promise is known. */
  readonly isPromiseRead?: boolean;
  /** A `catch` stands further down the chain of promises. */
  readonly isCaught?: boolean;
}

/** Records that a name is read, with the attributes behind it. */
export function recordReference(
  walk: Walk,
  root: ts.Identifier,
  members: readonly Member[],
  options: ReadOptions,
): void {
  const { facts, spanOf } = walk;
  // `undefined` is a name to the parser, and no name to anyone else; an empty one is the parser's own, at an error.
  // `this` is an identifier in `typeof this.a` only.
  if (root.text === 'undefined' || root.text === 'this' || root.text === '') return;
  const nameSpan = spanOf(root);
  const { use, space, argumentOf, call, shorthand, end } = options;
  if (options.isPromiseRead) facts.promiseReads.add(facts.references.length);
  if (options.isSpaceless) facts.spaceless.push(facts.references.length);
  facts.references.push({
    name: root.text,
    members: members.map(({ text }) => text),
    span: members.length === 0 ? nameSpan : { start: nameSpan.start, end: end ?? members.at(-1)!.end },
    nameSpan,
    block: facts.block,
    scope: facts.scope,
    use,
    space,
    ...(argumentOf !== undefined && { argumentOf }),
    ...(call && { call }),
    ...(shorthand && { shorthand }),
    ...(options.isEntity && { isEntity: true }),
  });
}

/**
 * Reads an expression that may be a name or a chain of names. A chain that starts at something else (a call, `this`)
 * is no reference: what it starts at is visited.
 */
export function readChain(walk: Walk, node: ts.Expression, options: Partial<ReadOptions> = {}): void {
  const { ts, visit } = walk;
  const { root, members, end } = chainOf(ts, node);
  if (ts.isIdentifier(root)) {
    const use = options.use ?? 'bare';
    recordReference(walk, root, members, {
      space: 'value',
      ...options,
      ...(end !== undefined && { end }),
      use: use === 'bare' && members.length > 0 ? 'attribute' : use,
    });
  } else if (
    !recordUnboundModule(walk, root, members[0], members.length === 1 ? options.called : undefined) &&
    !readOfPromise(walk, root, members[0])
  )
    visit(
      root,
      members[0] && {
        use: 'bare',
        member: members[0].text,
        ...(members.length > 1 && { behind: members.map(({ text }) => text).join('.') }),
        ...(options.isCaught && { isCaught: true }),
      },
    );
}

/** `(await kept).A`: a name of the module whose promise is kept. False where it is nothing of the kind. */
function readOfPromise(walk: Walk, root: ts.Expression, member: Member | undefined): boolean {
  const source = member && readAwaited(walk, root);
  if (!source) return false;
  const span = memberSpan(walk, member);
  if (!source.names.some(({ name }) => name === member.text))
    source.names.push({ name: member.text, local: undefined, span, nameSpan: span, typeOnly: false });
  return true;
}

/** Reads a name in a type position: `A.B` is `A` with a member. */
export function readEntity(walk: Walk, node: ts.EntityName, options: ReadOptions): void {
  const { root, members } = entityChain(walk.ts, node);
  recordReference(walk, root, members, options);
}

/** What a call or `new` is given, with every span that a fix needs. */
export function callOf(
  walk: Walk,
  node: ts.CallExpression | ts.NewExpression,
  context: ReadContext | undefined,
): Call {
  const { ts, text, facts, spanOf } = walk;
  const span = spanOf(node);
  const given = node.arguments;
  const isClosed = given !== undefined && text[span.end - 1] === ')';
  const argumentsSpan = given
    ? { start: given.pos, end: isClosed ? span.end - 1 : given.end }
    : { start: span.end, end: span.end };
  const { awaitStart, member, behind } = context ?? {};
  return {
    span,
    argumentsSpan,
    arguments: (given ?? []).map((argument): Argument => {
      if (!ts.isSpreadElement(argument))
        return {
          span: spanOf(argument),
          valueSpan: spanOf(argument),
          ...(isConstant(ts, argument) && { isConstant: true }),
        };
      return { span: spanOf(argument), spread: 'positional', valueSpan: spanOf(argument.expression) };
    }),
    ...(awaitStart !== undefined && { awaitSpan: { start: awaitStart, end: span.end } }),
    ...(member !== undefined && { member }),
    ...(behind !== undefined && { behind }),
    isNew: ts.isNewExpression(node),
    ...(facts.openStarts.has(span.start) && { followsOpenEnd: true }),
  };
}

/** Whether an expression is made of literals alone. */
function isConstant(ts: Walk['ts'], node: ts.Expression): boolean {
  const { SyntaxKind: kind } = ts;
  const inner = bare(ts, node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.every((each) => isConstant(ts, each));
  if (ts.isObjectLiteralExpression(inner))
    return inner.properties.every(
      (each) => ts.isPropertyAssignment(each) && isConstant(ts, each.initializer),
    );
  if (ts.isPrefixUnaryExpression(inner) || ts.isVoidExpression(inner))
    return isConstant(ts, ts.isVoidExpression(inner) ? inner.expression : inner.operand);
  return (
    ts.isLiteralExpression(inner) ||
    [kind.NullKeyword, kind.TrueKeyword, kind.FalseKeyword].includes(inner.kind) ||
    (ts.isIdentifier(inner) && inner.text === 'undefined')
  );
}

/** Visits the types in `(make as Maker<A>)`, where what they are asserted of is read by other means. */
export function visitAssertedTypes(walk: Walk, node: ts.Expression): void {
  const { ts, visit } = walk;
  let at = node;
  for (;;) {
    if (ts.isAsExpression(at) || ts.isSatisfiesExpression(at) || ts.isTypeAssertionExpression(at))
      visit(at.type);
    else if (!ts.isParenthesizedExpression(at) && !ts.isNonNullExpression(at)) return;
    at = at.expression;
  }
}
