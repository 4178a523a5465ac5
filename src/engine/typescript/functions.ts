import type ts from 'typescript';
import type { Parameter } from '../facts.ts';
import type { Span } from '../text.ts';
import type { ModuleSource } from './moduleCalls.ts';
import { annotationName } from './names.ts';
import { bindParameter } from './patterns.ts';
import { bindTypeParameters } from './typeScopes.ts';
import type { TypeScript, Walk } from './walk.ts';

/** The binding that a class or function definition makes. */
export interface Definition {
  readonly name: string;
  /** What it calls itself, where `name` is none that an identifier can have. */
  readonly ownName?: string;
  /** Where the name stands; the definition's first character where it has none. */
  readonly span: Span;
  readonly definition: Span;
  readonly scope?: number;
  readonly decorators: readonly string[];
}

/**
 * Visits a function and everything in it. A `module` is what its first parameter receives:
 * `import('m').then((m) => …)`.
 */
export function visitFunction(
  walk: Walk,
  node: ts.FunctionLikeDeclaration,
  definition?: Definition,
  module?: ModuleSource,
): void {
  const { ts, facts, visit, visitStatements, spanOf } = walk;
  const isAsync = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  const returns = annotationName(ts, node.type);
  if (definition)
    facts.bind({
      kind: 'function',
      ...definition,
      space: 'value',
      body: facts.nextBlock,
      isAsync,
      parameters: parametersOf(walk, node),
      ...(returns !== undefined && { returns }),
      alwaysRaises: alwaysThrows(ts, node.body),
    });

  const name = definition?.name ?? (ts.isFunctionExpression(node) ? node.name?.text : undefined);
  const block = {
    kind: 'function',
    span: spanOf(node),
    isAsync,
    ...(name !== undefined && { name }),
  } as const;
  facts.within({ ...block, stopsHoisting: true }, () => {
    if (ts.isFunctionExpression(node) && node.name)
      facts.bind({ kind: 'variable', name: node.name.text, span: spanOf(node.name), space: 'value' });
    bindTypeParameters(walk, node.typeParameters);
    for (const [index, parameter] of node.parameters.entries())
      bindParameter(walk, parameter, facts.scope, index === 0 ? module : undefined);
    visit(node.type);
    // The body is no block of its own: parameters and body are one scope to whoever reads a name.
    if (node.body && ts.isBlock(node.body)) visitStatements(node.body.statements);
    else visit(node.body);
  });
}

/** The parameters of a function; a destructured one is named by its pattern as written. */
function parametersOf({ ts, text, spanOf }: Walk, node: ts.FunctionLikeDeclaration): Parameter[] {
  return node.parameters
    .filter(({ name }) => !(ts.isIdentifier(name) && name.text === 'this'))
    .map(({ name, type, initializer, questionToken, dotDotDotToken }): Parameter => {
      const annotation = annotationName(ts, type);
      const { start, end } = spanOf(name);
      return {
        name: ts.isIdentifier(name) ? name.text : text.slice(start, end),
        kind: dotDotDotToken ? 'rest' : 'positional',
        hasDefault: initializer !== undefined || questionToken !== undefined,
        ...(annotation !== undefined && { annotation }),
      };
    });
}

/** See `FunctionBinding.alwaysRaises`. */
function alwaysThrows(ts: TypeScript, body: ts.Node | undefined): boolean {
  if (!body || !ts.isBlock(body)) return false;
  const at = body.statements.findIndex((statement) => ts.isThrowStatement(statement));
  return at !== -1 && !body.statements.slice(0, at).some((statement) => mayLeave(ts, statement));
}

function mayLeave(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) return true;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => mayLeave(ts, child) || undefined) ?? false;
}
