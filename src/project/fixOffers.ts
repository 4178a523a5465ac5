import { fixFile, fixViolations, type FileFix } from '../engine/fix/fixFile.ts';
import { fixTogether, type FileChange } from '../engine/fix/fixTogether.ts';
import type { FileSnapshot } from '../engine/analysis.ts';
import { editsByCell } from '../engine/notebook/editNotebook.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { legacyNames } from '../engine/legacyNames.ts';
import { linesOf, placeIn, type PlaceInFile } from '../engine/placeIn.ts';
import type { Range, TextEdit } from '../engine/text.ts';
import { isOpen, weakest, type Violation } from '../engine/violation.ts';
import { absolutePath } from './fileReport.ts';
import type { Project } from './project.ts';
import type { FileEdits, FixAllAnswer, FixLimit, FixOffer, OfferedEdits } from './protocol.ts';
import type { Place } from './workspace.ts';

/**
 * The fixes for the violations that touch `range`, and for those whose legacy names are used there; without a range, for all of
 * the file. Each is offered once.
 *
 * @param cell the cell of a notebook in which the range is
 */
export function fixOffers({ project, file }: Place, range: Range | undefined, cell?: number): FixOffer[] {
  const { violations, snapshot } = project.check(file);
  if (!snapshot) return [];
  const shown = violations.filter(({ suppressed }) => !suppressed);
  const used = range ? usedIn({ project, file }, snapshot, shown, range, cell) : undefined;
  return shown
    .filter((violation) => !range || isIn(violation, range, cell) || used?.has(violation))
    .map((violation) => {
      const { edits, ...rest } = outcome({ project, file }, violation);
      return {
        violation: violation.fingerprint,
        ruleId: violation.ruleId,
        range: violation.range,
        ...(violation.cell && { cell: violation.cell }),
        ...rest,
        ...offered(snapshot, edits),
      };
    });
}

/** The violations whose names are read in a range, which may be far from the import that they are about. */
function usedIn(
  { project, file }: Place,
  snapshot: FileSnapshot,
  violations: readonly Violation[],
  range: Range,
  cell: number | undefined,
): ReadonlySet<Violation> {
  const context = project.analysis().context(file);
  if (!context) return new Set();
  const starts = linesOf(snapshot);
  const there = legacyNames(context, violations.filter(isOpen)).filter(({ span }) =>
    isIn(placeIn(snapshot, starts, span), range, cell),
  );
  return new Set(there.map(({ violation }) => violation));
}

function isIn({ range, cell }: PlaceInFile, asked: Range, index: number | undefined): boolean {
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
): Pick<FixOffer, 'kind' | 'title' | 'others' | 'reason'> & Pick<FileChange, 'edits'> {
  const { kind, title } = violation.fix;
  const { reason } = violation;
  const none = (why: string | null): ReturnType<typeof outcome> => ({
    kind: 'none',
    title,
    edits: [],
    others: [],
    reason: why,
  });
  if (kind === 'none') return none(reason);
  const refusal = project.refusalToWrite(file);
  if (refusal !== undefined) return none(refusal);
  const together = fixTogether(project.analysis(), project.environment, violation);
  if (together?.ok) {
    const locked = together.changes.find((each) => project.refusalToWrite(each.file) !== undefined);
    if (locked) return none(`${locked.file}: ${project.refusalToWrite(locked.file)!}`);
    const own = together.changes.find((each) => each.file === file);
    if (together.changes.some((each) => each !== own && isNotebook(each.file)))
      return none(
        `it has to move together with ${together.besides}, a notebook among them: \`ssot fix\` does that`,
      );
    return {
      kind: weakest(together.fixed.map(({ fix }) => fix.kind)),
      title: `${title} and ${together.besides}`,
      edits: own?.edits ?? [],
      others: together.changes.filter((each) => each !== own).map((each) => editsOf(project, each)),
      reason,
    };
  }
  const result = fixViolations(project.analysis(), project.environment, file, [violation]);
  return result.ok
    ? { kind, title, edits: result.edits, others: [], reason }
    : none(together?.reason ?? result.reason);
}

function editsOf(project: Project, { file, edits }: FileChange): FileEdits {
  return {
    path: absolutePath(project, file),
    edits,
    textLength: project.analysis().read(file)?.text.length ?? 0,
  };
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
  const told = refused.map(({ violation, reason }) => {
    const together = fixTogether(project.analysis(), project.environment, violation);
    const how = together?.ok
      ? `it has to move together with ${together.besides}: its own quick fix does that, or \`ssot fix\``
      : together?.reason;
    return { violation, reason: how ?? reason };
  });
  const left = leftBehind(violations, { fixed, refused: told }, refusal);
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
  const reasonOf = reasonsLeft(refused, refusal);
  return violations
    .filter(
      ({ suppressed, intentional, fingerprint }) => !suppressed && !intentional && !done.has(fingerprint),
    )
    .map((violation) => ({
      range: violation.range,
      ...(violation.cell && { cell: violation.cell }),
      reason: reasonOf(violation),
    }));
}

/** Says why a violation stays that was not fixed. @param refusal of its whole file */
export function reasonsLeft(
  refused: FileFix['refused'],
  refusal: string | undefined,
): (violation: Violation) => string {
  const why = new Map(refused.map(({ violation, reason }) => [violation.fingerprint, reason]));
  return ({ fingerprint, reason, fix }) =>
    refusal ?? why.get(fingerprint) ?? reason ?? `its fix is ${limited[fix.kind]}`;
}

function touches(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range): boolean =>
    x.end.line < y.start.line || (x.end.line === y.start.line && x.end.column < y.start.column);
  return !before(a, b) && !before(b, a);
}
