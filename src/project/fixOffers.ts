import { fixFile, fixViolations, type FileFix } from '../engine/fix/fixFile.ts';
import type { FileSnapshot } from '../engine/analysis.ts';
import { editsByCell } from '../engine/notebook/editNotebook.ts';
import type { PlaceInFile } from '../engine/placeIn.ts';
import type { Range, TextEdit } from '../engine/text.ts';
import type { Violation } from '../engine/violation.ts';
import type { FixAllAnswer, FixLimit, FixOffer, OfferedEdits } from './protocol.ts';
import type { Place } from './workspace.ts';

/**
 * The fixes for the violations that touch `range`; without a range, for all of the file.
 *
 * @param cell the cell of a notebook in which the range is
 */
export function fixOffers({ project, file }: Place, range: Range | undefined, cell?: number): FixOffer[] {
  const { violations, snapshot } = project.check(file);
  if (!snapshot) return [];
  return violations
    .filter((violation) => !violation.suppressed && (!range || isIn(violation, range, cell)))
    .map((violation) => {
      const { edits, kind, reason } = outcome({ project, file }, violation);
      return {
        violation: violation.fingerprint,
        ruleId: violation.ruleId,
        range: violation.range,
        ...(violation.cell && { cell: violation.cell }),
        title: violation.fix.title,
        kind,
        reason,
        ...offered(snapshot, edits),
      };
    });
}

function isIn({ range, cell }: Violation, asked: Range, index: number | undefined): boolean {
  if (index === undefined) return touches(range, asked);
  return cell?.index === index && touches(cell.range, asked);
}

/** Edits as the editor's documents take them: a notebook has one for each cell. */
export function offered({ text, notebook }: FileSnapshot, edits: readonly TextEdit[]): OfferedEdits {
  if (!notebook) return { edits, textLength: text.length };
  return { edits: [], textLength: text.length, cells: editsByCell(notebook, edits) };
}

function outcome(
  { project, file }: Place,
  violation: Violation,
): Pick<FixOffer, 'kind' | 'edits' | 'reason'> {
  const { kind } = violation.fix;
  if (kind === 'none') return { kind, edits: [], reason: violation.reason };
  const refusal = project.refusalToWrite(file);
  if (refusal !== undefined) return { kind: 'none', edits: [], reason: refusal };
  const result = fixViolations(project.analysis(), project.environment, file, [violation]);
  return result.ok
    ? { kind, edits: result.edits, reason: violation.reason }
    : { kind: 'none', edits: [], reason: result.reason };
}

const limited = { none: 'not known', safe: 'safe', repair: 'a repair', unsafe: 'only a suggestion' } as const;

/** One plan for everything in the file that may be fixed up to `limit`, and why the rest is left. */
export function fixAllOffer({ project, file }: Place, limit: FixLimit): FixAllAnswer {
  const { violations, snapshot } = project.check(file);
  const refusal = project.refusalToWrite(file);
  const { edits, fixed, refused } =
    refusal === undefined
      ? fixFile(project.analysis(), project.environment, file, limit)
      : { edits: [], fixed: [], refused: [] };
  const left = leftBehind(violations, { fixed, refused }, refusal);
  return {
    ...(snapshot ? offered(snapshot, edits) : { edits: [], textLength: 0 }),
    fixed: fixed.length,
    left,
  };
}

/** The violations that a fix has not taken away, with why. */
export function leftBehind(
  violations: readonly Violation[],
  { fixed, refused }: Pick<FileFix, 'fixed' | 'refused'>,
  refusal: string | undefined,
): (PlaceInFile & { readonly reason: string })[] {
  const done = new Set(fixed.map(({ fingerprint }) => fingerprint));
  const why = new Map(refused.map(({ violation, reason }) => [violation.fingerprint, reason]));
  return violations
    .filter(
      ({ suppressed, intentional, fingerprint }) => !suppressed && !intentional && !done.has(fingerprint),
    )
    .map(({ range, cell, fingerprint, reason, fix }) => ({
      range,
      ...(cell && { cell }),
      reason: refusal ?? why.get(fingerprint) ?? reason ?? `its fix is ${limited[fix.kind]}`,
    }));
}

function touches(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range): boolean =>
    x.end.line < y.start.line || (x.end.line === y.start.line && x.end.column < y.start.column);
  return !before(a, b) && !before(b, a);
}
