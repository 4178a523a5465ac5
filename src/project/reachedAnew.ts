import { languageOf } from '../engine/graph/moduleGraph.ts';
import type { FixStep } from './fixProject.ts';
import { passedOn } from './passedOn.ts';
import type { Project } from './project.ts';

/**
 * The files for which something means another object because of what was fixed in others: those that take an owned name from a
 * file that has it from elsewhere now, over any number of files that pass it on. A safe fix leaves every object the same.
 */
export function reachedAnew(project: Project, steps: readonly FixStep[]): string[] {
  const passing = new Set(
    steps.flatMap(({ fixed }) =>
      fixed.flatMap(({ file, subject, fix }) =>
        subject.kind === 'import' && fix.kind !== 'safe' ? [file] : [],
      ),
    ),
  );
  const reached = new Set<string>();
  for (const file of passing)
    for (const importer of takers(project, file)) {
      reached.add(importer);
      passing.add(importer);
    }
  return [...reached].filter((file) => project.isCandidate(file));
}

/** Who takes something owned from a file. */
function takers(project: Project, file: string): readonly string[] {
  if (languageOf(file) === 'typescript') return project.environment.importersOf(file);
  return passedOn(project.analysis(), file).flatMap((name) => project.importersOfName(file, name));
}
