import type ts from 'typescript';
import { bindValue, decoratorsOf, importedBy, readTypeBase, visitClass } from './definitions.ts';
import { visitFunction } from './functions.ts';
import { checkAwait } from './awaits.ts';
import { visitAssertedTypes } from './references.ts';
import { keepPromise, readAwaited } from './keptPromises.ts';
import { moduleCallOf, recordModuleCall, recordModuleName } from './moduleCalls.ts';
import { bare, dottedName } from './names.ts';
import { bindPattern, type PatternPlace, type PatternSource } from './patterns.ts';
import { withTypeParameters } from './typeScopes.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** The name under which a default export that has none of its own is bound. */
const defaultName = 'default';

/** Visitors of declarations: each binds a name, and exports it where it says so. */
export function declarationVisitors(walk: Walk): readonly Visitor[] {
  const { ts, facts, visit, visitEach, spanOf } = walk;
  const { SyntaxKind: kind } = ts;

  const bindTyped = (
    node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration,
    bound: 'type' | 'enum',
  ) => {
    const span = spanOf(node.name);
    facts.bind({ kind: bound, name: node.name.text, span, space: bound === 'type' ? 'type' : 'both' });
    exportDeclared(walk, node, node.name, bound === 'type');
  };

  return [
    on(kind.VariableStatement, (node: ts.VariableStatement) => {
      declareAll(walk, node.declarationList, node);
    }),
    on(kind.VariableDeclarationList, (node: ts.VariableDeclarationList) => declareAll(walk, node, undefined)),
    on(kind.FunctionDeclaration, (node: ts.FunctionDeclaration) => {
      exportDeclared(walk, node, node.name);
      visitFunction(walk, node, definitionOf(walk, node));
    }),
    on(kind.ClassDeclaration, (node: ts.ClassDeclaration) => {
      exportDeclared(walk, node, node.name);
      visitClass(walk, node, definitionOf(walk, node));
    }),
    on(kind.InterfaceDeclaration, (node: ts.InterfaceDeclaration) => {
      bindTyped(node, 'type');
      withTypeParameters(walk, node, () => {
        for (const { types } of node.heritageClauses ?? [])
          for (const type of types) readTypeBase(walk, type);
        visitEach(node.members);
      });
    }),
    on(kind.TypeAliasDeclaration, (node: ts.TypeAliasDeclaration) => {
      bindTyped(node, 'type');
      withTypeParameters(walk, node, () => visit(node.type));
    }),
    on(kind.EnumDeclaration, (node: ts.EnumDeclaration) => {
      bindTyped(node, 'enum');
      facts.within({ kind: 'block', span: spanOf(node), name: node.name.text }, () => {
        for (const { name, initializer } of node.members) {
          if (ts.isIdentifier(name) || ts.isStringLiteral(name))
            facts.bind({ kind: 'variable', name: name.text, span: spanOf(name), space: 'both' });
          visit(initializer);
        }
      });
    }),
    on(kind.ModuleDeclaration, (node: ts.ModuleDeclaration) => visitNamespace(walk, node)),
    on(kind.NamespaceExportDeclaration, () => undefined),
  ];
}

function isModified(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { readonly modifiers?: readonly ts.ModifierLike[] };
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Only what the module's own statements export is exported: a namespace's exports are its members. */
function isExported(walk: Walk, node: ts.Node): boolean {
  return walk.facts.block === 0 && isModified(node, walk.ts.SyntaxKind.ExportKeyword);
}

function exportDeclared(walk: Walk, node: ts.Node, name: ts.Identifier | undefined, typeOnly = false): void {
  if (!isExported(walk, node)) return;
  const local = name?.text ?? defaultName;
  const exported = isModified(node, walk.ts.SyntaxKind.DefaultKeyword) ? defaultName : local;
  walk.facts.exports.push({ exported, local, span: walk.spanOf(name ?? node), typeOnly });
}

function definitionOf(walk: Walk, node: ts.FunctionDeclaration | ts.ClassDeclaration) {
  const definition = walk.spanOf(node);
  return {
    name: node.name?.text ?? defaultName,
    span: node.name ? walk.spanOf(node.name) : { start: definition.start, end: definition.start },
    definition,
    decorators: decoratorsOf(walk, node.modifiers),
  };
}

/** `createRequire(import.meta.url)`: a module's own way to require others. */
function isMadeToRequire(ts: Walk['ts'], value: ts.Expression): boolean {
  return ts.isCallExpression(value) && /(^|\.)createRequire$/.test(dottedName(ts, value.expression) ?? '');
}

function declareAll(
  walk: Walk,
  list: ts.VariableDeclarationList,
  statement: ts.VariableStatement | undefined,
): void {
  const { ts, facts, spanOf, visit } = walk;
  const scope = (list.flags & ts.NodeFlags.BlockScoped) !== 0 ? facts.scope : facts.hoistScope;
  const exported = statement !== undefined && isExported(walk, statement);
  const isConstant = (list.flags & ts.NodeFlags.Const) !== 0;
  const whole = spanOf(statement ?? list);

  for (const declaration of list.declarations) {
    const { name, initializer, type } = declaration;
    const place: PatternPlace = { kind: 'variable', scope, isExported: exported };
    if (ts.isIdentifier(name)) {
      const span = spanOf(name);
      if (name.text === '') continue;
      if (exported) facts.exports.push({ exported: name.text, local: name.text, span, typeOnly: false });
      visit(type);
      if (initializer && isMadeToRequire(ts, initializer)) facts.requirers.add(name.text);
      const promise = isConstant && initializer ? moduleCallOf(walk, initializer) : undefined;
      if (promise?.isPromise) {
        keepPromise(walk, name, scope, promise);
        visitAssertedTypes(walk, initializer!);
        continue;
      }
      bindValue(walk, { name: name.text, span, scope, type, statement: whole }, initializer);
      continue;
    }
    visit(type);
    const imported = initializer && importedBy(walk, initializer);
    if (imported && !imported.member) {
      const span = list.declarations.length === 1 ? whole : spanOf(declaration);
      const module = recordModuleCall(walk, imported.call, { statement: whole, span });
      bindPattern(walk, name, place, { module });
      continue;
    }
    const kept = initializer && readAwaited(walk, initializer);
    if (kept) {
      bindPattern(walk, name, place, { module: kept });
      continue;
    }
    if (initializer && bindAllImported(walk, name, initializer, place)) continue;
    const dotted = initializer && dottedName(ts, initializer);
    const source: PatternSource = dotted === undefined ? undefined : { dotted, span: spanOf(initializer!) };
    bindPattern(walk, name, place, source);
    visit(initializer);
  }
}

/** `const [{ A }, b] = await Promise.all([import('a'), other()])`. False where the declaration is nothing of the kind. */
function bindAllImported(
  walk: Walk,
  name: ts.BindingName,
  initializer: ts.Expression,
  place: PatternPlace,
): boolean {
  const { ts, file, visit } = walk;
  const awaited = bare(ts, initializer);
  const call = ts.isAwaitExpression(awaited) ? bare(ts, awaited.expression) : undefined;
  if (!ts.isArrayBindingPattern(name) || !call || !ts.isCallExpression(call)) return false;
  const given = call.arguments[0];
  if (dottedName(ts, call.expression) !== 'Promise.all' || !given || !ts.isArrayLiteralExpression(given))
    return false;
  if (given.elements.some((each) => ts.isSpreadElement(each))) return false;
  checkAwait(walk, awaited.getStart(file, false));
  visit(call.expression);
  for (const [index, value] of given.elements.entries()) {
    const element = name.elements[index];
    const module = moduleCallOf(walk, value);
    const isTaken =
      module?.isPromise &&
      element &&
      ts.isBindingElement(element) &&
      !element.dotDotDotToken &&
      !element.initializer;
    if (isTaken) bindPattern(walk, element.name, place, { module: recordModuleCall(walk, module) });
    else {
      visit(value);
      if (element && ts.isBindingElement(element)) {
        bindPattern(walk, element.name, place, undefined);
        visit(element.initializer);
      }
    }
  }
  for (const element of name.elements.slice(given.elements.length))
    if (ts.isBindingElement(element)) {
      bindPattern(walk, element.name, place, undefined);
      visit(element.initializer);
    }
  return true;
}

/** `namespace A {}`, `declare module 'm' {}` and `declare global {}`; only the first binds a name. */
function visitNamespace(walk: Walk, node: ts.ModuleDeclaration): void {
  const { ts, facts, visit, visitStatements, spanOf } = walk;
  const { name, body } = node;
  const isGlobal = (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  if (ts.isIdentifier(name) && !isGlobal) {
    facts.bind({ kind: 'namespace', name: name.text, span: spanOf(name), space: 'both' });
    exportDeclared(walk, node, name);
  }
  // In a module it augments another one, which it names by a string.
  if (ts.isStringLiteral(name) && ts.isExternalModule(walk.file))
    recordModuleName(walk, name, 'declare module');
  facts.within({ kind: 'block', span: spanOf(node), name: name.text, stopsHoisting: true }, () => {
    if (body && ts.isModuleBlock(body)) visitStatements(body.statements);
    else visit(body);
  });
}
