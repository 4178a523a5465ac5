import { whatStays } from './deadShims.ts';
import { absolutePath } from './fileReport.ts';
import { legacyFiles, type LegacyFile } from './legacyFiles.ts';
import type { Project } from './project.ts';
import type { ShimOffer, ShimsRequest } from './protocol.ts';
import { rangeEdits } from './refactorImporters.ts';
import { shimPlanOf } from './shimProject.ts';

/**
 * What can be done with the legacy modules of a project: become a deprecation shim, or go. One that can only be a shim with
 * other objects than its own is offered as unsafe.
 *
 * @param pause lets others work; rejects where nobody waits for the answer any more
 */
export async function shimOffers(
  project: Project,
  { task, path }: ShimsRequest,
  pause: () => Promise<unknown>,
): Promise<ShimOffer[]> {
  const targets = legacyFiles(project).filter(
    ({ file }) => path === undefined || path === absolutePath(project, file),
  );
  if (task === 'remove') return removalOffers(project, targets, pause);
  const offers: ShimOffer[] = [];
  for (const target of targets) {
    await pause();
    const { about, none } = offerOf(project, target);
    const { before } = about;
    const safe = shimPlanOf(project, target, false);
    const plan = safe.kind === 'refused' ? shimPlanOf(project, target, true) : safe;
    if (plan.kind === 'shim')
      offers.push({
        ...about,
        isUnsafe: plan !== safe,
        kept: plan.kept.length,
        importers: plan.importers.length,
        after: plan.text,
        edits: rangeEdits(before, plan.edits),
        reason: null,
      });
    else offers.push(none(plan.kind === 'already' ? 'it is a deprecation shim already' : plan.reason));
    project.release(target.file);
  }
  return offers;
}

async function removalOffers(
  project: Project,
  targets: readonly LegacyFile[],
  pause: () => Promise<unknown>,
): Promise<ShimOffer[]> {
  const checking = whatStays(
    project,
    targets.map(({ file }) => file),
  );
  for (;;) {
    await pause();
    const step = checking.next();
    if (!step.done) continue;
    return targets.map((target) => {
      const { about, none } = offerOf(project, target);
      const reason = step.value.get(target.file);
      return reason === undefined ? { ...about, after: '', edits: [], reason: null } : none(reason);
    });
  }
}

/** What every offer for a legacy module says, and the one of nothing. */
function offerOf(project: Project, { file, module }: LegacyFile) {
  const before = project.analysis().read(file)?.text ?? '';
  const path = absolutePath(project, file);
  const about = { path, module, isUnsafe: false, kept: 0, importers: 0, before };
  const none = (reason: string): ShimOffer => ({ ...about, after: before, edits: [], reason });
  return { about, none };
}
