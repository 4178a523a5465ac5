import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { stillNeeded } from '../engine/shim/deadShim.ts';
import { planShim, type ShimPlan } from '../engine/shim/planShim.ts';
import { manifestNaming } from './entryPoints.ts';
import type { LegacyFile } from './legacyFiles.ts';
import { namedAsData } from './namedAsData.ts';
import type { IndexProgress, Project } from './project.ts';
import { takeInChanges } from './refactorImporters.ts';
import { writeAtomically } from './writeFile.ts';

/** What became of one legacy module. */
export interface ShimOutcome extends LegacyFile {
  readonly before: string;
  readonly plan: ShimPlan;
  /** Why a file that could be a shim was not written. */
  readonly failed?: string;
}

/** The shim that a legacy module can become, as the project is now. */
export function shimPlanOf(project: Project, { file }: LegacyFile, isUnsafeAllowed: boolean): ShimPlan {
  const refusal = project.refusalToWrite(file);
  if (refusal !== undefined) return { kind: 'refused', reason: refusal };
  return planShim(project.analysis(), project.environment, file, isUnsafeAllowed);
}

/**
 * Turns legacy modules into deprecation shims, one after the other, each judged by the others as they then are. What one of
 * them still takes from another may keep that one back: those are tried again until nothing changes.
 *
 * @param write false leaves the disk alone: the outcome is what writing would make of it
 */
export function shimProject(
  project: Project,
  targets: readonly LegacyFile[],
  isUnsafeAllowed: boolean,
  write: boolean,
): ShimOutcome[] {
  const outcomes = new Map<string, ShimOutcome>();
  for (let queue = targets, changed = true; changed && queue.length > 0;) {
    changed = false;
    for (const target of queue) {
      const before = project.analysis().read(target.file)?.text ?? '';
      const plan = shimPlanOf(project, target, isUnsafeAllowed);
      const failed = plan.kind === 'shim' ? put(project, target.file, before, plan, write) : undefined;
      outcomes.set(target.file, { ...target, before, plan, ...(failed !== undefined && { failed }) });
      changed ||= plan.kind === 'shim' && failed === undefined;
    }
    queue = queue.filter(({ file }) => outcomes.get(file)?.plan.kind === 'refused');
  }
  return [...outcomes.values()];
}

/** @returns why it was not written */
function put(
  project: Project,
  file: string,
  before: string,
  { text, edits }: ShimPlan & { readonly kind: 'shim' },
  write: boolean,
): string | undefined {
  if (write) {
    const written = writeAtomically([{ path: join(project.loaded.root, file), before, edits }]);
    if (!written.ok) return written.message;
    project.fileChanged(file);
  } else project.setDocument(file, text);
  takeInChanges(project);
  return undefined;
}

/** A legacy module, and why its file has to stay; undefined where it can go. */
export interface DeadCheck extends LegacyFile {
  readonly reason: string | undefined;
}

/** Which shims nobody needs any more: no import, no string, no manifest, no settings. Yields before each, and while it reads. */
export function* checkDead(
  project: Project,
  targets: readonly LegacyFile[],
): Generator<IndexProgress, DeadCheck[]> {
  const reasons = new Map<string, string>();
  for (const [done, { file }] of targets.entries()) {
    yield { done, total: targets.length };
    const reason = neededBy(project, file);
    if (reason !== undefined) reasons.set(file, reason);
  }
  const unneeded = targets.map(({ file }) => file).filter((file) => !reasons.has(file));
  const named = yield* namedAsData(project, unneeded);
  for (const [file, by] of named) reasons.set(file, `${by} names it`);
  return targets.map((target) => ({ ...target, reason: reasons.get(target.file) }));
}

function neededBy(project: Project, file: string): string | undefined {
  const analysis = project.analysis();
  const needed = stillNeeded(analysis, project.environment, file);
  if (needed !== undefined) return needed;
  const id = analysis.modules[languageOf(file)].idOf(file);
  const manifest = manifestNaming(project.loaded.root, file, id);
  return manifest === undefined ? undefined : `${manifest} names it as an entry point`;
}

/** Deletes a file that {@link checkDead} let go. @returns why that failed */
export function removeDead(project: Project, { file }: LegacyFile): string | undefined {
  try {
    rmSync(join(project.loaded.root, file));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  project.fileChanged(file);
  takeInChanges(project);
  return undefined;
}
