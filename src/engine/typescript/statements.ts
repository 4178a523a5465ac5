import type ts from 'typescript';
import type { BlockKind } from '../facts.ts';
import { checkAwait } from './awaits.ts';
import { bindPattern } from './patterns.ts';
import { on, type Visitor, type Walk } from './walk.ts';

/** Visitors of the statements that open a block: each is a scope of `let`, `const`, `class` and `function`. */
export function statementVisitors(walk: Walk): readonly Visitor[] {
  const { ts, file, facts, visit, visitStatements, spanOf } = walk;
  const { SyntaxKind: kind } = ts;
  const nothing = () => undefined;

  /** See `Block.raisesAt`. */
  const raising = (node: ts.Statement): { raisesAt?: number } => {
    const found = ts.isBlock(node) ? node.statements.find((each) => ts.isThrowStatement(each)) : undefined;
    return found ? { raisesAt: found.getStart(file, false) } : {};
  };
  /** A branch and its braces are one block. */
  const branch = (node: ts.Statement, blockKind: BlockKind, of?: number): number =>
    facts.within(
      {
        kind: blockKind,
        span: spanOf(node),
        ...(of !== undefined && { of }),
        ...(blockKind === 'try' && raising(node)),
      },
      () => {
        if (ts.isBlock(node)) visitStatements(node.statements);
        else visit(node);
      },
    );
  const visitLoop = (node: ts.IterationStatement) => {
    facts.within({ kind: 'loop', span: spanOf(node) }, () => ts.forEachChild(node, (child) => visit(child)));
  };

  return [
    on(kind.Block, (node: ts.Block) => branch(node, 'block')),
    on(kind.IfStatement, (node: ts.IfStatement) => {
      visit(node.expression);
      const of = branch(node.thenStatement, 'if');
      if (node.elseStatement) branch(node.elseStatement, 'else', of);
    }),
    on(kind.TryStatement, (node: ts.TryStatement) => {
      const of = branch(node.tryBlock, 'try');
      const { catchClause, finallyBlock } = node;
      if (catchClause)
        facts.within(
          { kind: 'except', span: spanOf(catchClause), of, catches: [], ...raising(catchClause.block) },
          () => {
            const { variableDeclaration, block } = catchClause;
            if (variableDeclaration) {
              bindPattern(
                walk,
                variableDeclaration.name,
                { kind: 'variable', scope: facts.scope },
                undefined,
              );
              visit(variableDeclaration.type);
            }
            visitStatements(block.statements);
          },
        );
      if (finallyBlock) branch(finallyBlock, 'finally', of);
    }),
    ...[kind.ForStatement, kind.ForInStatement, kind.WhileStatement, kind.DoStatement].map((each) =>
      on(each, visitLoop),
    ),
    on(kind.ForOfStatement, (node: ts.ForOfStatement) => {
      if (node.awaitModifier) checkAwait(walk, node.awaitModifier.getStart(file, false));
      visitLoop(node);
    }),
    // The clauses of a `switch` share one scope, though each is a branch of its own.
    on(kind.CaseBlock, (node: ts.CaseBlock) => {
      facts.within({ kind: 'block', span: spanOf(node) }, () => {
        for (const clause of node.clauses) {
          if (ts.isCaseClause(clause)) visit(clause.expression);
          facts.within({ kind: 'case', span: spanOf(clause), sharesScope: true }, () =>
            visitStatements(clause.statements),
          );
        }
      });
    }),
    on(kind.LabeledStatement, (node: ts.LabeledStatement) => visit(node.statement)),
    on(kind.BreakStatement, nothing),
    on(kind.ContinueStatement, nothing),
  ];
}
