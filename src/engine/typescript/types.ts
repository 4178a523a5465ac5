import type ts from 'typescript';
import type { ImportedName } from '../facts.ts';
import { contentSpan } from './moduleCalls.ts';
import { entityChain } from './names.ts';
import { bindParameter } from './patterns.ts';
import { readEntity } from './references.ts';
import { bindTypeParameters } from './typeScopes.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** Visitors of everything that stands in a type position. */
export function typeVisitors(walk: Walk): readonly Visitor[] {
  const { ts, facts, visit, visitEach, spanOf } = walk;
  const { SyntaxKind: kind } = ts;
  /** The scopes of the conditional types whose conditions the walk is in. */
  const conditions: number[] = [];

  /** A function type or a signature: its parameters and type parameters are seen inside of it only. */
  const visitSignature = (node: ts.SignatureDeclaration) => {
    if (node.name && ts.isComputedPropertyName(node.name)) visit(node.name.expression);
    facts.within({ kind: 'type-parameters', span: spanOf(node) }, () => {
      bindTypeParameters(walk, node.typeParameters);
      for (const parameter of node.parameters) bindParameter(walk, parameter, facts.scope);
      visit(node.type);
    });
  };
  const visitType = (node: ts.Node & { readonly type?: ts.TypeNode | undefined }) => {
    visit(node.type);
  };

  return [
    on(kind.TypeReference, (node: ts.TypeReferenceNode) => {
      readEntity(walk, node.typeName, { use: 'annotation', space: 'type' });
      visitEach(node.typeArguments);
    }),
    on(kind.TypeQuery, (node: ts.TypeQueryNode) => {
      if (ts.isImportTypeNode(node.exprName)) visit(node.exprName);
      else readEntity(walk, node.exprName, { use: 'annotation', space: 'value', isSpaceless: true });
      visitEach(node.typeArguments);
    }),
    on(kind.ImportType, (node: ts.ImportTypeNode) => recordImportType(walk, node)),
    ...[
      kind.FunctionType,
      kind.ConstructorType,
      kind.CallSignature,
      kind.ConstructSignature,
      kind.MethodSignature,
    ].map((each) => on(each, visitSignature)),
    on(kind.PropertySignature, (node: ts.PropertySignature) => {
      if (ts.isComputedPropertyName(node.name)) visit(node.name.expression);
      visit(node.type);
    }),
    ...[kind.TypePredicate, kind.NamedTupleMember, kind.Parameter].map((each) => on(each, visitType)),
    on(kind.IndexSignature, (node: ts.IndexSignatureDeclaration) => {
      for (const parameter of node.parameters) visit(parameter.type);
      visit(node.type);
    }),
    on(kind.MappedType, (node: ts.MappedTypeNode) => {
      facts.within({ kind: 'type-parameters', span: spanOf(node) }, () => {
        bindTypeParameters(walk, [node.typeParameter]);
        visit(node.nameType);
        visit(node.type);
      });
    }),
    // What `infer` names is seen in the conditional type whose condition holds it, however deep.
    on(kind.ConditionalType, (node: ts.ConditionalTypeNode) => {
      visit(node.checkType);
      facts.within({ kind: 'type-parameters', span: spanOf(node) }, () => {
        conditions.push(facts.scope);
        visit(node.extendsType);
        conditions.pop();
        visit(node.trueType);
        visit(node.falseType);
      });
    }),
    on(kind.InferType, (node: ts.InferTypeNode) => {
      bindTypeParameters(walk, [node.typeParameter], conditions.at(-1));
    }),
    on(kind.TypeParameter, (node: ts.TypeParameterDeclaration) => bindTypeParameters(walk, [node])),
  ];
}

/** `import('m').A.B` and `typeof import('m')`: the first name is what is imported. */
function recordImportType(walk: Walk, node: ts.ImportTypeNode): void {
  const { ts, facts, visitEach, spanOf } = walk;
  const { argument, qualifier } = node;
  if (ts.isLiteralTypeNode(argument) && ts.isStringLiteralLike(argument.literal)) {
    const name = qualifier && entityChain(ts, qualifier).root;
    const nameSpan = spanOf(name ?? node);
    const imported: ImportedName = {
      name: name?.text ?? '*',
      local: undefined,
      span: nameSpan,
      nameSpan,
      typeOnly: true,
    };
    const span = spanOf(node);
    facts.addImport({
      form: 'import-type',
      statement: span,
      span,
      module: argument.literal.text,
      moduleSpan: contentSpan(walk, argument.literal),
      names: [imported],
      typeOnly: true,
    });
  }
  visitEach(node.typeArguments);
}
