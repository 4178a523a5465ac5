import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineAround, lineEndAt } from '../fix/list.ts';
import { pragmaOf, renderMoves, type MovedName } from '../fix/renderNames.ts';
import {
  renderModuleImport,
  renderRetargeted,
  renderStar,
  type StatementInFront,
} from './renderWholeImport.ts';

/** Longer than this, a new import statement gets one name a line. */
const longestLine = 88;

/** Edits of an import statement, which keep its layout, aliases and comments. */
export function renderPythonImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  if (change.retargeted) return renderRetargeted(fact, change.retargeted);
  const inFront: StatementInFront = (module, names) =>
    newStatement(
      text,
      fact,
      module,
      names.map((written) => ({ written, comment: '', above: [] })),
    );
  if (fact.form === 'module') return renderModuleImport(text, facts, change, inFront);
  if (change.unstarred) return renderStar(text, fact, change, inFront);
  return renderMoves(text, fact, change, (module, names) => newStatement(text, fact, module, names));
}

/** Undefined where a comment has no line to stand on. */
function newStatement(
  text: string,
  fact: ImportFact,
  module: string,
  names: readonly MovedName[],
): string | undefined {
  const { start } = fact.statement;
  const line = lineAround(text, start);
  const oneLine = `from ${module} import ${names.map(({ written }) => written).join(', ')}`;
  const hasComments = names.some(({ comment }) => comment !== '');
  // Behind a colon or a semicolon there is no line to insert before.
  if (text.slice(line.start, start).replace('\uFEFF', '').trim() !== '')
    return hasComments ? undefined : `${oneLine}; `;
  const indentation = indentationAt(text, start);
  const end = lineEndAt(text, start);
  const comment = pragmaOf(text, fact);
  const pragma = comment === '' ? '' : `  ${comment}`;
  if (!hasComments && indentation.length + oneLine.length <= longestLine)
    return `${oneLine}${pragma}${end}${indentation}`;
  const unit = indentation.includes('\t') ? '\t' : '    ';
  const lines = names.map(
    ({ written, comment }) => `${indentation}${unit}${written},${comment === '' ? '' : `  ${comment}`}`,
  );
  return [`from ${module} import (${pragma}`, ...lines, `${indentation})`, indentation].join(end);
}
