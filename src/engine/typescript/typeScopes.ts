import type ts from 'typescript';
import type { Walk } from './walk.ts';

/** Binds type parameters in the block where the walk stands, and visits their constraints and defaults. */
export function bindTypeParameters(
  walk: Walk,
  parameters: readonly ts.TypeParameterDeclaration[] | undefined,
  scope = walk.facts.scope,
): void {
  const { facts, visit, spanOf } = walk;
  for (const { name, constraint, default: fallback } of parameters ?? []) {
    facts.bind({ kind: 'type', name: name.text, span: spanOf(name), space: 'type', scope });
    visit(constraint);
    visit(fallback);
  }
}

/** Does `body` in a block that holds the type parameters of `node`, where it has any; else where the walk stands. */
export function withTypeParameters(
  walk: Walk,
  node: ts.Node & { readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined },
  body: () => void,
): void {
  if (!node.typeParameters) body();
  else
    walk.facts.within({ kind: 'type-parameters', span: walk.spanOf(node) }, () => {
      bindTypeParameters(walk, node.typeParameters);
      body();
    });
}
