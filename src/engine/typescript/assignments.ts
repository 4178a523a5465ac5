import type ts from 'typescript';
import { bindCommonJsExport } from './commonJs.ts';
import type { Span } from '../text.ts';
import { bindValue, importedBy } from './definitions.ts';
import { readAwaited } from './keptPromises.ts';
import { memberSpan, recordModuleCall } from './moduleCalls.ts';
import { bare, chainOf, dottedName } from './names.ts';
import { recordReference, visitAssertedTypes } from './references.ts';
import { undeclared } from './recording.ts';
import type { Walk } from './walk.ts';

/** `a = b`: a binding, an attribute that is set, a CommonJS export, or a pattern of them. */
export function visitAssignment(walk: Walk, node: ts.BinaryExpression): void {
  const { ts, visit } = walk;
  const { left, right } = node;
  const target = bare(ts, left);
  visitAssertedTypes(walk, left);
  if (ts.isIdentifier(target)) bindAssigned(walk, target, right);
  else if (ts.isPropertyAccessExpression(target)) {
    if (bindCommonJsExport(walk, target, right)) return;
    recordMember(walk, target, right);
    visit(right);
  } else {
    bindPatternOf(walk, target);
    if (!recordTaken(walk, target, right, walk.spanOf(node))) visit(right);
  }
}

/**
 * `({ A: a } = await import('m'))`: the names that are taken of the module, which bind none of their own. False where it
 * is nothing of the kind.
 */
function recordTaken(walk: Walk, pattern: ts.Expression, value: ts.Expression, statement: Span): boolean {
  const { ts, spanOf } = walk;
  if (!ts.isObjectLiteralExpression(pattern)) return false;
  const imported = importedBy(walk, value);
  if (imported?.member) return false;
  const source = imported
    ? recordModuleCall(walk, imported.call, { statement, span: statement })
    : readAwaited(walk, value);
  if (!source) return false;
  const { names } = source;
  for (const property of pattern.properties) {
    const key = property.name;
    const isNamed = key !== undefined && (ts.isIdentifier(key) || ts.isStringLiteral(key));
    names.push({
      name: isNamed ? key.text : '*',
      local: undefined,
      span: spanOf(property),
      nameSpan: isNamed ? memberSpan(walk, key) : spanOf(property),
      typeOnly: false,
      // `({ A } = …)` sets a name that is called like what it takes.
      ...(ts.isShorthandPropertyAssignment(property) && { isShorthand: true }),
    });
  }
  visitAssertedTypes(walk, value);
  return true;
}

/** `a ??= b`, `a += b`: the name is read, and then it is something else. */
export function visitCompoundAssignment(walk: Walk, { left, right }: ts.BinaryExpression): void {
  const { ts, visit } = walk;
  visit(left);
  const target = bare(ts, left);
  if (ts.isIdentifier(target)) bindPlain(walk, target);
  visit(right);
}

function bindAssigned(walk: Walk, target: ts.Identifier, value: ts.Expression): void {
  if (target.text === '') walk.visit(value);
  else bindValue(walk, { name: target.text, span: walk.spanOf(target), scope: undeclared }, value);
}

function bindPlain({ facts, spanOf }: Walk, target: ts.Identifier): void {
  if (target.text !== '')
    facts.bind({
      kind: 'variable',
      name: target.text,
      span: spanOf(target),
      scope: undeclared,
      space: 'value',
    });
}

function recordMember(walk: Walk, target: ts.PropertyAccessExpression, value: ts.Expression): void {
  const { ts, facts, visit, spanOf } = walk;
  const { root, members } = chainOf(ts, target);
  if (!ts.isIdentifier(root)) {
    visit(root);
    return;
  }
  recordReference(walk, root, members, { use: 'attribute', space: 'value' });
  const aliased = dottedName(ts, value);
  facts.memberAssignments.push({
    block: facts.block,
    owner: [root, ...members.slice(0, -1)].map(({ text }) => text).join('.'),
    member: members.at(-1)!.text,
    span: spanOf(target),
    ...(aliased !== undefined && aliased !== 'undefined' && { target: aliased }),
  });
}

/** The targets of a destructuring assignment. */
function bindPatternOf(walk: Walk, pattern: ts.Expression): void {
  const { ts, visit } = walk;
  const target = bare(ts, pattern);
  if (ts.isIdentifier(target)) bindPlain(walk, target);
  else if (ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    bindPatternOf(walk, target.left);
    visit(target.right);
  } else if (ts.isSpreadElement(target)) bindPatternOf(walk, target.expression);
  else if (ts.isArrayLiteralExpression(target))
    for (const element of target.elements) bindPatternOf(walk, element);
  else if (ts.isObjectLiteralExpression(target))
    for (const property of target.properties) bindProperty(walk, property);
  else visit(target);
}

function bindProperty(walk: Walk, property: ts.ObjectLiteralElementLike): void {
  const { ts, visit } = walk;
  if (ts.isShorthandPropertyAssignment(property)) {
    bindPlain(walk, property.name);
    visit(property.objectAssignmentInitializer);
  } else if (ts.isSpreadAssignment(property)) bindPatternOf(walk, property.expression);
  else if (ts.isPropertyAssignment(property)) {
    if (ts.isComputedPropertyName(property.name)) visit(property.name.expression);
    bindPatternOf(walk, property.initializer);
  } else visit(property);
}
