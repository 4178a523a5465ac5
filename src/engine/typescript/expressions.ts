import type ts from 'typescript';
import { checkAwait } from './awaits.ts';
import { visitAssignment, visitCompoundAssignment } from './assignments.ts';
import { visitClass } from './definitions.ts';
import { visitFunction } from './functions.ts';
import {
  isMockCall,
  moduleCallOf,
  recordLazyDefault,
  recordModuleCall,
  recordModuleString,
} from './moduleCalls.ts';
import { bare, chainOf, dottedName } from './names.ts';
import { readPromise } from './keptPromises.ts';
import { callOf, readChain, recordReference, visitAssertedTypes } from './references.ts';
import { on, type ReadContext, type Visitor, type Walk } from './walk.ts';

/** Visitors of everything that is read as a value. */
export function expressionVisitors(walk: Walk): readonly Visitor[] {
  const { ts, file, visit, visitEach } = walk;
  const { SyntaxKind: kind } = ts;
  const passOn = (node: ts.Node & { readonly expression: ts.Expression }, context?: ReadContext) => {
    visit(node.expression, context);
  };
  const read = (node: ts.Expression, context?: ReadContext) => readChain(walk, node, context);
  const nothing = () => undefined;

  return [
    on(kind.Identifier, read),
    on(kind.PropertyAccessExpression, read),
    on(kind.ElementAccessExpression, (node: ts.ElementAccessExpression, context) => {
      if (chainOf(ts, node).members.length > 0) {
        readChain(walk, node, context);
        return;
      }
      visit(node.expression, { use: 'attribute' });
      visit(node.argumentExpression);
    }),
    on(kind.ParenthesizedExpression, passOn),
    on(kind.NonNullExpression, passOn),
    ...[kind.AsExpression, kind.SatisfiesExpression, kind.TypeAssertionExpression].map((each) =>
      on(each, (node: ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion, context) => {
        visit(node.expression, context);
        visit(node.type);
      }),
    ),
    on(kind.ExpressionWithTypeArguments, (node: ts.ExpressionWithTypeArguments, context) => {
      visit(node.expression, context);
      visitEach(node.typeArguments);
    }),
    on(kind.AwaitExpression, (node: ts.AwaitExpression) => {
      const awaitStart = node.getStart(file, false);
      checkAwait(walk, awaitStart);
      visit(node.expression, { use: 'bare', awaitStart });
    }),
    on(kind.CallExpression, (node: ts.CallExpression, context) => visitCall(walk, node, context)),
    on(kind.NewExpression, (node: ts.NewExpression, context) => visitInvocation(walk, node, context)),
    on(kind.Decorator, ({ expression }: ts.Decorator) => visit(expression, { use: 'decorator' })),
    on(kind.BinaryExpression, (node: ts.BinaryExpression) => visitBinary(walk, node)),
    on(kind.ShorthandPropertyAssignment, (node: ts.ShorthandPropertyAssignment) => {
      recordReference(walk, node.name, [], { use: 'bare', space: 'value', shorthand: 'property' });
      visit(node.objectAssignmentInitializer);
    }),
    on(kind.PropertyAssignment, (node: ts.PropertyAssignment) => {
      if (ts.isComputedPropertyName(node.name)) visit(node.name.expression);
      visit(node.initializer);
    }),
    // Methods and accessors of an object literal; a class visits its own.
    ...[kind.MethodDeclaration, kind.GetAccessor, kind.SetAccessor].map((each) =>
      on(each, (node: ts.MethodDeclaration | ts.AccessorDeclaration) => {
        if (ts.isComputedPropertyName(node.name)) visit(node.name.expression);
        visitFunction(walk, node);
      }),
    ),
    on(kind.ArrowFunction, (node: ts.ArrowFunction) => visitFunction(walk, node)),
    on(kind.FunctionExpression, (node: ts.FunctionExpression) => visitFunction(walk, node)),
    on(kind.ClassExpression, (node: ts.ClassExpression) => visitClass(walk, node)),
    on(kind.MetaProperty, nothing),
    ...[kind.JsxOpeningElement, kind.JsxSelfClosingElement].map((each) =>
      on(each, (node: ts.JsxOpeningLikeElement) => {
        readTag(walk, node.tagName);
        visitEach(node.typeArguments);
        visit(node.attributes);
      }),
    ),
    on(kind.JsxClosingElement, (node: ts.JsxClosingElement) => readTag(walk, node.tagName)),
    on(kind.JsxAttribute, (node: ts.JsxAttribute) => visit(node.initializer)),
    on(kind.DeleteExpression, ({ expression }: ts.DeleteExpression) => visit(expression, { use: 'delete' })),
  ];
}

function visitCall(walk: Walk, node: ts.CallExpression, context: ReadContext | undefined): void {
  if (moduleCallOf(walk, node)) {
    readChain(walk, node);
    return;
  }
  recordModuleString(walk, node);
  if (isMockCall(walk, node)) walk.facts.inMock(() => visitInvocation(walk, node, context));
  else if (!visitThen(walk, node, context)) visitInvocation(walk, node, context);
}

/** `import('m').then((m) => …)`: what the callback takes is the module. False where the call is nothing of the kind. */
function visitThen(walk: Walk, node: ts.CallExpression, context: ReadContext | undefined): boolean {
  const { ts, visit } = walk;
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'then') return false;
  const [callback, ...others] = node.arguments;
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return false;
  const call = moduleCallOf(walk, expression.expression);
  const isCaught = call?.isCaught ?? (others.length > 0 || isCaughtBehind(context));
  const source = call?.isPromise
    ? recordModuleCall(walk, { ...call, isCaught })
    : readPromise(walk, expression.expression);
  if (!source) return false;
  visitFunction(walk, callback, undefined, source);
  for (const other of others) visit(other);
  return true;
}

/** `.then(…).catch(…)`: the attribute that is read of a promise, or one of a promise that is made of it. */
function isCaughtBehind(context: ReadContext | undefined): boolean {
  return context?.isCaught === true || context?.member === 'catch';
}

/** A call or `new`: the callee with what it is given, then the arguments with what they are given to. */
function visitInvocation(
  walk: Walk,
  node: ts.CallExpression | ts.NewExpression,
  context: ReadContext | undefined,
): void {
  const { ts, visit, visitEach, spanOf } = walk;
  const callee = bare(ts, node.expression);
  const dotted = dottedName(ts, callee);
  if (dotted === undefined && moduleCallOf(walk, chainOf(ts, callee).root)) {
    readChain(walk, callee, { called: spanOf(node) });
    visitAssertedTypes(walk, node.expression);
  } else if (dotted === undefined)
    visit(node.expression, { use: 'bare', ...(isCaughtBehind(context) && { isCaught: true }) });
  else {
    const use = context?.use === 'decorator' ? 'decorator' : 'call';
    const { argumentOf } = context ?? {};
    readChain(walk, callee, { use, call: callOf(walk, node, context), argumentOf });
    visitAssertedTypes(walk, node.expression);
  }
  visitEach(node.typeArguments);
  const given: ReadContext = { use: 'argument', ...(dotted !== undefined && { argumentOf: dotted }) };
  const [first, ...others] = node.arguments ?? [];
  if (dotted !== undefined && recordLazyDefault(walk, dotted, first)) {
    for (const other of others) visit(other, given);
    return;
  }
  for (const argument of node.arguments ?? [])
    visit(ts.isSpreadElement(argument) ? argument.expression : argument, given);
}

/** Walks down the left side in a loop: `a + b + c + …` may be ten thousand deep. */
function visitBinary(walk: Walk, node: ts.BinaryExpression): void {
  const { ts, visit } = walk;
  const { EqualsToken, InstanceOfKeyword, FirstCompoundAssignment, LastCompoundAssignment } = ts.SyntaxKind;
  const rest: ts.BinaryExpression[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at)) {
    const operator = at.operatorToken.kind;
    if (operator === EqualsToken) visitAssignment(walk, at);
    else if (operator >= FirstCompoundAssignment && operator <= LastCompoundAssignment)
      visitCompoundAssignment(walk, at);
    else {
      rest.push(at);
      at = at.left;
      continue;
    }
    break;
  }
  if (!ts.isBinaryExpression(at)) visit(at);
  for (const { operatorToken, right } of rest.reverse())
    visit(right, operatorToken.kind === InstanceOfKeyword ? { use: 'isinstance' } : undefined);
}

function readTag(walk: Walk, tag: ts.JsxTagNameExpression): void {
  const { ts } = walk;
  // By kind: before TypeScript 5.1 there is neither the kind nor a function that asks for it.
  if (tag.kind === ts.SyntaxKind.JsxNamespacedName) return;
  const { root, members } = chainOf(ts, tag);
  // `<div>` is no name; `<motion.div>` is.
  if (!ts.isIdentifier(root) || (members.length === 0 && /^[a-z]/.test(root.text))) return;
  recordReference(walk, root, members, { use: 'bare', space: 'value' });
}
