import { refactorFile } from '../engine/refactor/refactorings.ts';
import { selectViolation } from '../engine/refactor/target.ts';
import { lineStarts, rangeOf, type TextEdit } from '../engine/text.ts';
import { absolutePath } from './fileReport.ts';
import { leftBehind } from './fixOffers.ts';
import type { Project } from './project.ts';
import type {
  RefactorImportersAnswer,
  RangeEdit,
  RefactorImportersRequest,
  RefactoredFile,
  RequestProgress,
} from './protocol.ts';

interface Surroundings {
  /** Whether a file is one that the user has open as part of the workspace. */
  readonly isAsked: (file: string) => boolean;
  /** Lets others work; rejects where nobody waits for the answer any more. */
  readonly pause: () => Promise<boolean>;
  readonly tellProgress: (progress: RequestProgress) => void;
}

/** Works a refactoring out for every file of a project that may have something of it, open documents as they are. */
export async function refactorImporters(
  project: Project,
  { action, target, limit }: RefactorImportersRequest,
  { isAsked, pause, tellProgress }: Surroundings,
): Promise<RefactorImportersAnswer> {
  const files: RefactoredFile[] = [];
  const left: RefactorImportersAnswer['left'][number][] = [];
  const candidates = project.candidates().filter(isAsked);
  for (const [done, file] of candidates.entries()) {
    if (await pause()) {
      tellProgress({ done, total: candidates.length });
      takeInChanges(project);
    }
    const analysis = project.analysis();
    const source = analysis.sources.find(({ config }) => config.id === target.source);
    if (!source) break;
    const { violations, snapshot } = project.check(file);
    const concerned = violations.flatMap(
      (each) => selectViolation(each, action, target, source.config) ?? [],
    );
    if (concerned.length > 0 && snapshot) {
      const path = absolutePath(project, file);
      const refusal = file.endsWith('.ipynb')
        ? 'it is a notebook, which is changed cell by cell'
        : project.refusalToWrite(file);
      const outcome =
        refusal === undefined
          ? refactorFile(analysis, project.environment, file, { action, source, at: target }, limit)
          : { edits: [], text: snapshot.text, fixed: [], refused: [] };
      if (outcome.edits.length > 0)
        files.push({
          path,
          before: snapshot.text,
          after: outcome.text,
          edits: rangeEdits(snapshot.text, outcome.edits),
          fixed: outcome.fixed.length,
        });
      left.push(...leftBehind(concerned, outcome, refusal).map((each) => ({ path, ...each })));
    }
    project.release(file);
  }
  return { files, left };
}

/** What was typed or written while others were let in: a project is asked only when it has read all of it. */
export function takeInChanges(project: Project): void {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
}

/** Edits of offsets as edits of lines and columns. */
export function rangeEdits(text: string, edits: readonly TextEdit[]): RangeEdit[] {
  const starts = lineStarts(text);
  return edits.map(({ span, text: added }) => ({ range: rangeOf(starts, span), text: added }));
}
