import type ts from 'typescript';
import type { Span } from '../text.ts';
import { readAwaited } from './keptPromises.ts';
import { visitFunction, type Definition } from './functions.ts';
import { memberSpan, moduleCallOf, recordModuleCall, type ModuleCall } from './moduleCalls.ts';
import { annotationName, bare, chainOf, dottedName, type Member } from './names.ts';
import { readChain, visitAssertedTypes } from './references.ts';
import { bindTypeParameters } from './typeScopes.ts';
import type { Walk } from './walk.ts';

/** A name that is given a value, by a declaration, an assignment, a class property or an export. */
export interface Target {
  readonly name: string;
  readonly span: Span;
  readonly scope: number;
  readonly type?: ts.TypeNode | undefined;
  /** The statement that a module call is named by, where it is more than the call. */
  readonly statement?: Span;
  /** It is no name that an identifier can have: a class or function is called what it calls itself. */
  readonly isExport?: boolean;
}

/** Binds `target` to what its value is (a class, a function, another name, a module's name), and visits the value. */
export function bindValue(walk: Walk, target: Target, value: ts.Expression | undefined): void {
  const inner = value && bare(walk.ts, value);
  if (inner && (bindDefined(walk, target, inner) || bindImported(walk, target, inner)))
    visitAssertedTypes(walk, value);
  else {
    bindPlain(walk, target, inner);
    walk.visit(value);
  }
}

function bindDefined(walk: Walk, { name, span, scope, isExport }: Target, value: ts.Expression): boolean {
  const { ts, spanOf } = walk;
  const ownName =
    isExport && (ts.isClassExpression(value) || ts.isFunctionExpression(value))
      ? value.name?.text
      : undefined;
  const definition: Definition = {
    name,
    ...(ownName !== undefined && { ownName }),
    span,
    scope,
    definition: spanOf(value),
    decorators: [],
  };
  if (ts.isClassExpression(value)) visitClass(walk, value, definition);
  else if (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
    visitFunction(walk, value, definition);
  else return false;
  return true;
}

function bindPlain(walk: Walk, { name, span, scope, type }: Target, value: ts.Expression | undefined): void {
  const { ts, facts, spanOf } = walk;
  const placed = { name, span, scope, space: 'value' } as const;
  const dotted = value && dottedName(ts, value);
  if (value && dotted !== undefined && dotted !== 'undefined') {
    facts.bind({ ...placed, kind: 'alias', target: dotted, targetSpan: spanOf(value) });
    return;
  }
  const annotation = annotationName(ts, type);
  const calls = value && calleeOf(walk, value);
  const isNone = value?.kind === ts.SyntaxKind.NullKeyword || dotted === 'undefined';
  facts.bind({
    ...placed,
    kind: 'variable',
    ...(annotation !== undefined && { annotation }),
    ...(calls !== undefined && { calls }),
    ...(isNone && { isNone }),
  });
}

function calleeOf({ ts }: Walk, value: ts.Expression): string | undefined {
  const inner = ts.isAwaitExpression(value) ? bare(ts, value.expression) : value;
  if (!ts.isCallExpression(inner) && !ts.isNewExpression(inner)) return undefined;
  return dottedName(ts, inner.expression);
}

/** The module call that a value is, and the one member of it that is taken: `require('m').A`. */
export function importedBy(
  walk: Walk,
  value: ts.Expression,
): { readonly call: ModuleCall; readonly member: Member | undefined } | undefined {
  const { ts } = walk;
  const { root, members } = chainOf(ts, bare(ts, value));
  if (members.length > 1) return undefined;
  const call = moduleCallOf(walk, root);
  return call && !call.isPromise ? { call, member: members[0] } : undefined;
}

function bindImported(walk: Walk, { name, span, scope, statement }: Target, value: ts.Expression): boolean {
  const imported = importedBy(walk, value);
  if (!imported) return bindAwaited(walk, { name, span, scope }, value);
  const { call, member } = imported;
  const source = recordModuleCall(walk, call, statement && { statement, span: walk.spanOf(value) });
  walk.facts.bind({ kind: 'import', name, span, scope, space: 'both', import: source.import, imported: 0 });
  const nameSpan = member ? memberSpan(walk, member) : span;
  source.names.push({
    name: member?.text ?? '*',
    local: name,
    span: nameSpan,
    nameSpan,
    ...(member && { localSpan: span }),
    typeOnly: false,
  });
  return true;
}

/** `const m = await kept`: the module whose promise is kept. */
function bindAwaited(
  walk: Walk,
  { name, span, scope }: Omit<Target, 'statement'>,
  value: ts.Expression,
): boolean {
  const source = readAwaited(walk, value);
  if (!source) return false;
  const { import: index, names } = source;
  walk.facts.bind({
    kind: 'import',
    name,
    span,
    scope,
    space: 'both',
    import: index,
    imported: names.length,
  });
  names.push({ name: '*', local: name, span, nameSpan: span, typeOnly: false });
  return true;
}

/** Visits a class and everything in it; without a definition it binds nothing outside itself. */
export function visitClass(walk: Walk, node: ts.ClassLikeDeclaration, definition?: Definition): void {
  const { ts, facts, visitEach, spanOf } = walk;
  const span = spanOf(node);
  const ownName = ts.isClassExpression(node) ? node.name : undefined;
  const name = definition?.name ?? node.name?.text;
  const declaredIn = facts.block;
  visitEach(node.modifiers);

  const visitBody = () => {
    const outer = facts.block;
    facts.within({ kind: 'class', span, ...(name !== undefined && { name }) }, () => {
      const body = facts.block;
      const bases = heritageOf(node, ts.SyntaxKind.ExtendsKeyword);
      if (definition)
        facts.at(declaredIn, () => {
          const scope = definition.scope ?? facts.scope;
          const names = bases.flatMap(({ expression }) => dottedName(ts, expression) ?? []);
          facts.bind({ kind: 'class', ...definition, scope, space: 'both', body, bases: names });
        });
      facts.at(outer, () => {
        for (const base of bases) readBase(walk, base);
        for (const type of heritageOf(node, ts.SyntaxKind.ImplementsKeyword)) readTypeBase(walk, type);
      });
      for (const member of node.members) visitMember(walk, member, outer);
    });
  };

  if (!node.typeParameters && !ownName) visitBody();
  else
    facts.within({ kind: 'type-parameters', span }, () => {
      if (ownName) facts.bind({ kind: 'variable', name: ownName.text, span: spanOf(ownName), space: 'both' });
      bindTypeParameters(walk, node.typeParameters);
      visitBody();
    });
}

function heritageOf(
  node: ts.ClassLikeDeclaration,
  token: ts.SyntaxKind,
): readonly ts.ExpressionWithTypeArguments[] {
  return node.heritageClauses?.find((clause) => clause.token === token)?.types ?? [];
}

function readBase(walk: Walk, { expression, typeArguments }: ts.ExpressionWithTypeArguments): void {
  readChain(walk, bare(walk.ts, expression), { use: 'base' });
  visitAssertedTypes(walk, expression);
  walk.visitEach(typeArguments);
}

/** What is implemented, or extended by an interface, is a type that is written like an expression. */
export function readTypeBase(
  walk: Walk,
  { expression, typeArguments }: ts.ExpressionWithTypeArguments,
): void {
  readChain(walk, expression, { use: 'annotation', space: 'type' });
  walk.visitEach(typeArguments);
}

/** The dotted names of decorators, called or not. */
export function decoratorsOf({ ts }: Walk, modifiers: readonly ts.ModifierLike[] | undefined): string[] {
  return (modifiers ?? []).filter(ts.isDecorator).flatMap(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    return dottedName(ts, callee) ?? [];
  });
}

/**
 * Members are bound in the class's block, as in Python; their decorators and computed names are read outside of it.
 * An initializer is a scope of its own: it sees the class from inside, and may not await.
 */
function visitMember(walk: Walk, member: ts.ClassElement, outer: number): void {
  const { ts, facts, visit, visitEach, visitStatements, visitJsDoc, spanOf } = walk;
  const scope = facts.scope;
  visitJsDoc(member);
  if (ts.isClassStaticBlockDeclaration(member)) {
    facts.within({ kind: 'lambda', span: spanOf(member), isStatic: true, stopsHoisting: true }, () =>
      visitStatements(member.body.statements),
    );
    return;
  }
  const modifiers = ts.canHaveModifiers(member)
    ? (member as { modifiers?: ts.NodeArray<ts.ModifierLike> }).modifiers
    : undefined;
  facts.at(outer, () => {
    visitEach(modifiers?.filter(ts.isDecorator));
    if (member.name && ts.isComputedPropertyName(member.name)) visit(member.name.expression);
  });
  const name = ts.isConstructorDeclaration(member) ? 'constructor' : memberName(ts, member.name);
  const span = spanOf(member.name ?? member);

  if (ts.isPropertyDeclaration(member)) {
    const bindProperty = () => {
      visit(member.type);
      if (name === undefined) visit(member.initializer);
      else bindValue(walk, { name, span, scope, type: member.type }, member.initializer);
    };
    if (member.type || member.initializer)
      facts.within(
        {
          kind: 'lambda',
          span: spanOf(member),
          ...(modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) && { isStatic: true }),
          stopsHoisting: true,
        },
        bindProperty,
      );
    else bindProperty();
  } else if (ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member)) {
    const definition = { span, definition: spanOf(member), decorators: decoratorsOf(walk, modifiers) };
    visitFunction(walk, member, name === undefined ? undefined : { name, ...definition });
  } else if (ts.isAccessor(member)) {
    if (name !== undefined) facts.bind({ kind: 'variable', name, span, space: 'value' });
    visitFunction(walk, member);
  } else visit(member);
}

function memberName(ts: Walk['ts'], name: ts.PropertyName | undefined): string | undefined {
  if (!name || ts.isComputedPropertyName(name) || ts.isNumericLiteral(name) || ts.isBigIntLiteral(name))
    return undefined;
  return name.text;
}
