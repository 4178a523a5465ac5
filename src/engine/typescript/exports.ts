import type ts from 'typescript';
import type { ImportedName } from '../facts.ts';
import { exportAs, exportWhole } from './commonJs.ts';
import { specifierName } from './imports.ts';
import { contentSpan } from './moduleCalls.ts';
import { recordReference } from './references.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** Visitors of export statements. Declarations that are exported are recorded where they are declared. */
export function exportVisitors(walk: Walk): readonly Visitor[] {
  const { ts, spanOf } = walk;
  return [
    on(ts.SyntaxKind.ExportDeclaration, (node: ts.ExportDeclaration) => {
      if (node.moduleSpecifier) recordReexport(walk, node, node.moduleSpecifier);
      else if (node.exportClause && ts.isNamedExports(node.exportClause))
        for (const specifier of node.exportClause.elements) recordExported(walk, specifier, node.isTypeOnly);
    }),
    on(ts.SyntaxKind.ExportAssignment, ({ expression, isExportEquals }: ts.ExportAssignment) => {
      if (isExportEquals) exportWhole(walk, spanOf(expression), expression);
      else exportAs(walk, 'default', spanOf(expression), expression);
    }),
  ];
}

function recordReexport(walk: Walk, node: ts.ExportDeclaration, specifier: ts.Expression): void {
  const { ts, facts, spanOf } = walk;
  if (!ts.isStringLiteralLike(specifier)) return;
  const { exportClause: clause, isTypeOnly: typeOnly } = node;
  const names = namesOf(walk, node);
  const span = spanOf(node);
  const index = facts.addImport({
    form: 'reexport',
    statement: span,
    span,
    module: specifier.text,
    moduleSpan: contentSpan(walk, specifier),
    names,
    typeOnly,
  });
  if (facts.block !== 0) return;
  for (const [imported, { name, exported, span: nameSpan, typeOnly: isType }] of names.entries())
    facts.exports.push({
      exported: clause ? (exported ?? name) : '*',
      span: nameSpan,
      typeOnly: isType,
      import: index,
      imported,
    });
}

function namesOf(walk: Walk, node: ts.ExportDeclaration): ImportedName[] {
  const { ts, text, spanOf } = walk;
  const { exportClause: clause, isTypeOnly: typeOnly } = node;
  if (!clause) {
    const { start } = spanOf(node);
    const star = start + Math.max(0, text.slice(start, node.end).indexOf('*'));
    const span = { start: star, end: star + 1 };
    return [{ name: '*', local: undefined, span, nameSpan: span, typeOnly }];
  }
  if (ts.isNamedExports(clause))
    return clause.elements.map((specifier) => specifierName(spanOf, specifier, typeOnly, 'exported'));
  const span = spanOf(clause);
  const nameSpan = { start: span.start, end: span.start + 1 };
  return [
    {
      name: '*',
      local: undefined,
      exported: clause.name.text,
      span,
      nameSpan,
      localSpan: spanOf(clause.name),
      typeOnly,
    },
  ];
}

/** `export { a }`, `export { a as b }`. A namespace may not hold one; what it names is read all the same. */
function recordExported(walk: Walk, specifier: ts.ExportSpecifier, isTypeOnly: boolean): void {
  const { ts, facts, spanOf } = walk;
  const { propertyName, name } = specifier;
  const local = propertyName ?? name;
  const typeOnly = isTypeOnly || specifier.isTypeOnly;
  if (facts.block === 0)
    facts.exports.push({ exported: name.text, local: local.text, span: spanOf(specifier), typeOnly });
  if (ts.isIdentifier(local))
    recordReference(walk, local, [], {
      use: 'bare',
      space: typeOnly ? 'type' : 'value',
      isSpaceless: true,
      ...(!propertyName && { shorthand: 'export' }),
    });
}
