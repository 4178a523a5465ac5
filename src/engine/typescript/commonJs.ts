import type ts from 'typescript';
import type { Span } from '../text.ts';
import { bindValue, importedBy } from './definitions.ts';
import { memberSpan, recordModuleCall } from './moduleCalls.ts';
import { bare, dottedName } from './names.ts';
import { recordReference, visitAssertedTypes } from './references.ts';
import type { Walk } from './walk.ts';

/** The scope of a module's exports. */
const moduleScope = 0;

/**
 * `module.exports = …` and `exports.a = …`. What has no local name is bound under one that no identifier can have:
 * `exports.a`, and `export=` for the whole. False where the assignment is no export.
 */
export function bindCommonJsExport(
  walk: Walk,
  target: ts.PropertyAccessExpression,
  value: ts.Expression,
): boolean {
  const { ts } = walk;
  const dotted = dottedName(ts, target);
  if (dotted === 'module.exports') {
    exportWhole(walk, walk.spanOf(target), value);
    return true;
  }
  const member = dotted === undefined ? undefined : /^(?:module\.)?exports\.([^.]+)$/.exec(dotted)?.[1];
  if (member === undefined) return false;
  exportAs(walk, member, walk.spanOf(target.name), value);
  return true;
}

/** `export = …` and `module.exports = …`. */
export function exportWhole(walk: Walk, span: Span, value: ts.Expression): void {
  const { ts } = walk;
  const inner = bare(ts, value);
  exportAs(walk, 'export=', span, value);
  if (ts.isObjectLiteralExpression(inner))
    for (const property of inner.properties) exportProperty(walk, property);
}

/**
 * `module.exports = { a, b: c, d: require('m').D, ...require('m') }`: its members are what others destructure. The
 * object has been visited, so that its module calls have been recorded.
 */
function exportProperty(walk: Walk, property: ts.ObjectLiteralElementLike): void {
  const { ts, facts, spanOf } = walk;
  const value = ts.isSpreadAssignment(property)
    ? property.expression
    : ts.isPropertyAssignment(property)
      ? property.initializer
      : undefined;
  const call = value && importedBy(walk, value)?.call.call;
  const start = call && spanOf(call).start;
  const index = start === undefined ? -1 : facts.imports.findIndex(({ span }) => span.start === start);
  const imported = index === -1 ? undefined : { import: index, imported: 0 };

  if (ts.isSpreadAssignment(property)) {
    if (imported) facts.exports.push({ exported: '*', span: spanOf(property), typeOnly: false, ...imported });
    return;
  }
  const { name } = property;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return;
  const local = ts.isShorthandPropertyAssignment(property)
    ? name.text
    : value && ts.isIdentifier(value)
      ? value.text
      : undefined;
  const entry = { exported: name.text, span: spanOf(name), typeOnly: false };
  facts.exports.push({ ...entry, ...(local !== undefined && { local }), ...imported });
}

/** Exports the value of an expression under `exported`, and visits it. */
export function exportAs(walk: Walk, exported: string, span: Span, value: ts.Expression): void {
  const { ts, facts } = walk;
  const inner = bare(ts, value);
  const entry = { exported, span, typeOnly: false };
  if (ts.isIdentifier(inner)) {
    facts.exports.push({ ...entry, local: inner.text });
    recordReference(walk, inner, [], { use: 'bare', space: 'value', isSpaceless: true });
    visitAssertedTypes(walk, value);
    return;
  }
  const imported = importedBy(walk, inner);
  if (imported) {
    const { call, member } = imported;
    const { import: index, names } = recordModuleCall(walk, call);
    const nameSpan = member ? memberSpan(walk, member) : walk.spanOf(call.call);
    names.push({
      name: member?.text ?? '*',
      local: undefined,
      exported,
      span: nameSpan,
      nameSpan,
      typeOnly: false,
    });
    // The whole of another module is all of its names.
    const isWhole = !member && exported === 'export=';
    facts.exports.push({ ...entry, exported: isWhole ? '*' : exported, import: index, imported: 0 });
    return;
  }
  const local = exported === 'default' || exported === 'export=' ? exported : `exports.${exported}`;
  facts.exports.push({ ...entry, local });
  bindValue(walk, { name: local, span, scope: moduleScope, isExport: true }, value);
}
