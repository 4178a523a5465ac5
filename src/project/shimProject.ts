import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { planShim, type ShimPlan } from '../engine/shim/planShim.ts';
import type { LegacyFile } from './legacyFiles.ts';
import type { Project } from './project.ts';
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

/** Deletes a file that is checked to be dead. @returns why that failed */
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
