import type ts from 'typescript';
import { recordImport } from './imports.ts';
import { bindTypeParameters } from './typeScopes.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** Visits the tags of JSDoc comments: in JavaScript they import, declare and annotate. */
export function visitJsDocComments(walk: Walk, docs: readonly ts.JSDoc[]): void {
  for (const { tags } of docs) for (const tag of tags ?? []) visitTag(walk, tag);
}

function visitTag(walk: Walk, tag: ts.JSDocTag): void {
  const { ts, facts, visit, visitEach, spanOf } = walk;
  // Namespaces older than 5.5 have no such tag, and no file of theirs holds one.
  if (tag.kind === ts.SyntaxKind.JSDocImportTag) {
    const { importClause, moduleSpecifier } = tag as ts.JSDocImportTag;
    recordImport(walk, tag, importClause, moduleSpecifier, true);
  } else if (ts.isJSDocTemplateTag(tag)) {
    visit(tag.constraint);
    bindTypeParameters(walk, tag.typeParameters);
  } else if (ts.isJSDocTypedefTag(tag) || ts.isJSDocCallbackTag(tag)) {
    if (tag.name)
      facts.bind({ kind: 'type', name: tag.name.text, span: spanOf(tag.name), space: 'type', scope: 0 });
    visit(tag.typeExpression);
  } else if (ts.isJSDocAugmentsTag(tag) || ts.isJSDocImplementsTag(tag)) visitEach(tag.class.typeArguments);
  else {
    const { typeExpression } = tag as { readonly typeExpression?: ts.Node };
    visit(typeExpression);
  }
}

/** Visitors of what stands in the braces of a tag. */
export function jsDocVisitors(walk: Walk): readonly Visitor[] {
  const { ts, visit } = walk;
  const { SyntaxKind: kind } = ts;
  return [
    on(kind.JSDocTypeExpression, (node: ts.JSDocTypeExpression) => visit(node.type)),
    on(kind.JSDocTypeLiteral, (node: ts.JSDocTypeLiteral) => {
      for (const tag of node.jsDocPropertyTags ?? []) visitTag(walk, tag);
    }),
    on(kind.JSDocSignature, (node: ts.JSDocSignature) => {
      for (const tag of node.typeParameters ?? []) visitTag(walk, tag);
      for (const tag of node.parameters) visitTag(walk, tag);
      if (node.type) visitTag(walk, node.type);
    }),
  ];
}
