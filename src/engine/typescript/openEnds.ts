import type ts from 'typescript';
import type { TypeScript } from './walk.ts';

/** Where those statements that are expressions begin before which no semicolon stands. */
export function startsBehindOpenEnds(
  ts: TypeScript,
  file: ts.SourceFile,
  statements: readonly ts.Statement[],
): number[] {
  return statements.flatMap((statement, at) => {
    const before = statements[at - 1];
    return before && ts.isExpressionStatement(statement) && isOpen(ts, file, before)
      ? [statement.getStart(file, false)]
      : [];
  });
}

/** Whether what stands behind a statement could be read as part of it. */
function isOpen(ts: TypeScript, file: ts.SourceFile, statement: ts.Statement): boolean {
  if (file.text[statement.end - 1] === ';') return false;
  if (ts.isIfStatement(statement))
    return isOpen(ts, file, statement.elseStatement ?? statement.thenStatement);
  if (
    ts.isLabeledStatement(statement) ||
    (ts.isIterationStatement(statement, false) && !ts.isDoStatement(statement))
  )
    return isOpen(ts, file, statement.statement);
  return (
    ts.isVariableStatement(statement) ||
    ts.isExpressionStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isExportAssignment(statement)
  );
}
