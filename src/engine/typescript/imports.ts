import type ts from 'typescript';
import type { ImportedName } from '../facts.ts';
import { contentSpan } from './moduleCalls.ts';
import { entityChain } from './names.ts';
import { readEntity } from './references.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** Visitors of import statements. */
export function importVisitors(walk: Walk): readonly Visitor[] {
  const { ts } = walk;
  return [
    on(ts.SyntaxKind.ImportDeclaration, (node: ts.ImportDeclaration) => {
      recordImport(walk, node, node.importClause, node.moduleSpecifier);
    }),
    on(ts.SyntaxKind.ImportEqualsDeclaration, (node: ts.ImportEqualsDeclaration) =>
      visitImportEquals(walk, node),
    ),
  ];
}

/** Records `import clause from 'm'` and binds its names; JSDoc's `@import` has the same parts. */
export function recordImport(
  walk: Walk,
  node: ts.Node,
  clause: ts.ImportClause | undefined,
  specifier: ts.Expression,
  typeOnly = isTypeOnlyClause(clause),
): void {
  const { ts, facts, spanOf } = walk;
  if (!ts.isStringLiteralLike(specifier)) return;
  const names: ImportedName[] = clause ? namesOf(walk, clause, typeOnly) : [];
  const isNamespace = names.length === 1 && names[0]!.name === '*';
  const span = spanOf(node);
  const index = facts.addImport({
    form: clause ? (isNamespace ? 'module' : 'from') : 'side-effect',
    statement: span,
    span,
    module: specifier.text,
    moduleSpan: contentSpan(walk, specifier),
    names,
    typeOnly,
  });
  for (const [imported, { local, localSpan, nameSpan }] of names.entries())
    if (local !== undefined)
      facts.bind({
        kind: 'import',
        name: local,
        span: localSpan ?? nameSpan,
        // A type-only import hides an outer value all the same; that it may not be used as one is in its `typeOnly`.
        space: 'both',
        import: index,
        imported,
      });
}

function isTypeOnlyClause(clause: ts.ImportClause | undefined): boolean {
  // `phaseModifier` replaces it, and is not there before TypeScript 5.9.
  // oxlint-disable-next-line typescript/no-deprecated
  return clause?.isTypeOnly ?? false;
}

function namesOf(
  { ts, spanOf }: Walk,
  { name, namedBindings }: ts.ImportClause,
  typeOnly: boolean,
): ImportedName[] {
  const names: ImportedName[] = [];
  if (name) {
    const span = spanOf(name);
    names.push({ name: 'default', local: name.text, span, nameSpan: span, typeOnly });
  }
  if (!namedBindings) return names;
  if (ts.isNamespaceImport(namedBindings)) {
    const localSpan = spanOf(namedBindings.name);
    const span = spanOf(namedBindings);
    const nameSpan = { start: span.start, end: span.start + 1 };
    names.push({ name: '*', local: namedBindings.name.text, span, nameSpan, localSpan, typeOnly });
    return names;
  }
  for (const specifier of namedBindings.elements)
    names.push(specifierName(spanOf, specifier, typeOnly, 'local'));
  return names;
}

/** `a`, `a as b`, `type a as b` of an import or of an export. */
export function specifierName(
  spanOf: Walk['spanOf'],
  specifier: ts.ImportSpecifier | ts.ExportSpecifier,
  typeOnly: boolean,
  target: 'local' | 'exported',
): ImportedName {
  const { propertyName, name } = specifier;
  const nameSpan = spanOf(propertyName ?? name);
  return {
    name: (propertyName ?? name).text,
    local: target === 'local' ? name.text : undefined,
    ...(target === 'exported' && { exported: name.text }),
    span: spanOf(specifier),
    nameSpan,
    ...(propertyName && { localSpan: spanOf(name) }),
    typeOnly: typeOnly || specifier.isTypeOnly,
  };
}

/** `import m = require('m')`, and `import A = N.B`, which is another name for `N.B`. */
function visitImportEquals(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  const { ts, facts, spanOf } = walk;
  const { moduleReference, isTypeOnly } = node;
  const localSpan = spanOf(node.name);
  const name = node.name.text;
  const isExported =
    facts.block === 0 && node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (isExported) facts.exports.push({ exported: name, local: name, span: localSpan, typeOnly: isTypeOnly });

  if (!ts.isExternalModuleReference(moduleReference)) {
    const { root, members } = entityChain(ts, moduleReference);
    const target = [root, ...members].map(({ text }) => text).join('.');
    facts.bind({
      kind: 'alias',
      name,
      span: localSpan,
      space: 'both',
      target,
      targetSpan: spanOf(moduleReference),
    });
    readEntity(walk, moduleReference, {
      use: members.length > 0 ? 'attribute' : 'bare',
      space: 'value',
      isSpaceless: true,
      isEntity: true,
    });
    return;
  }
  const specifier = moduleReference.expression;
  if (!ts.isStringLiteralLike(specifier)) return;
  const span = spanOf(node);
  const index = facts.addImport({
    form: 'module',
    statement: span,
    span,
    module: specifier.text,
    moduleSpan: contentSpan(walk, specifier),
    names: [{ name: '*', local: name, span: localSpan, nameSpan: localSpan, typeOnly: isTypeOnly }],
    typeOnly: isTypeOnly,
  });
  facts.bind({ kind: 'import', name, span: localSpan, space: 'both', import: index, imported: 0 });
}
