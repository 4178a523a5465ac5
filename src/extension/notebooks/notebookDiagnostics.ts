import * as vscode from 'vscode';
import type { Violation } from '../../engine/violation.ts';
import type { ToldName } from '../../project/protocol.ts';
import type { BaselinedLook } from '../settings.ts';
import { toDiagnostic, toStrikeThrough } from '../toDiagnostic.ts';
import { openNotebook } from './openNotebooks.ts';

export type DiagnosticEntry = [vscode.Uri, vscode.Diagnostic[]];

/** Says where the violations and the legacy names of a notebook are shown. */
export interface NotebookDiagnostics {
  entriesOf(
    path: string,
    violations: readonly Violation[],
    names: readonly ToldName[],
    look: BaselinedLook,
  ): DiagnosticEntry[];
}

/**
 * An open notebook has its diagnostics in its cells, each of which is a document to the editor. A closed one has no cells:
 * there they are in its file, and say which cell they are about.
 */
export function createNotebookDiagnostics(collection: vscode.DiagnosticCollection): NotebookDiagnostics {
  /** The cells that have diagnostics, by path. */
  const shown = new Map<string, readonly vscode.Uri[]>();

  function entriesOf(
    path: string,
    violations: readonly Violation[],
    names: readonly ToldName[],
    look: BaselinedLook,
  ): DiagnosticEntry[] {
    for (const cell of shown.get(path) ?? []) collection.delete(cell);
    shown.delete(path);
    const file = vscode.Uri.file(path);
    const notebook = openNotebook(path);
    if (!notebook) return [[file, violations.map((violation) => inFile(violation, look))]];
    const entries: DiagnosticEntry[] = notebook
      .getCells()
      .map(({ document }, index) => [
        document.uri,
        [
          ...violations.flatMap((violation) =>
            violation.cell?.index === index + 1 ? [toDiagnostic(violation, look, violation.cell.range)] : [],
          ),
          ...names.flatMap((name) =>
            name.cell?.index === index + 1 ? [toStrikeThrough(name, name.cell.range)] : [],
          ),
        ],
      ]);
    const found = entries.filter(([, diagnostics]) => diagnostics.length > 0);
    shown.set(
      path,
      found.map(([cell]) => cell),
    );
    return [[file, []], ...found];
  }

  return { entriesOf };
}

function inFile(violation: Violation, look: BaselinedLook): vscode.Diagnostic {
  const { cell, range, message } = violation;
  const where = cell ? `Cell ${cell.index}, line ${cell.range.start.line}: ` : '';
  return toDiagnostic(violation, look, range, where + message);
}
