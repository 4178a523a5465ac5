import { absolutePath } from './fileReport.ts';
import { legacyFiles } from './legacyFiles.ts';
import type { Project } from './project.ts';
import type { ShimOffer, ShimsRequest } from './protocol.ts';
import { rangeEdits } from './refactorImporters.ts';
import { checkDead, shimPlanOf } from './shimProject.ts';

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
  const offers: ShimOffer[] = [];
  for (const target of legacyFiles(project)) {
    const absolute = absolutePath(project, target.file);
    if (path !== undefined && path !== absolute) continue;
    await pause();
    const about = { path: absolute, module: target.module, isUnsafe: false, kept: 0, importers: 0 };
    const before = project.analysis().read(target.file)?.text ?? '';
    const none = (reason: string): ShimOffer => ({ ...about, before, after: before, edits: [], reason });
    if (task === 'remove') {
      const [checked] = checkDead(project, [target]);
      offers.push(
        checked?.reason === undefined
          ? { ...about, before, after: '', edits: [], reason: null }
          : none(checked.reason),
      );
      continue;
    }
    const safe = shimPlanOf(project, target, false);
    const plan = safe.kind === 'refused' ? shimPlanOf(project, target, true) : safe;
    if (plan.kind === 'shim')
      offers.push({
        ...about,
        isUnsafe: plan !== safe,
        kept: plan.kept.length,
        importers: plan.importers.length,
        before,
        after: plan.text,
        edits: rangeEdits(before, plan.edits),
        reason: null,
      });
    else offers.push(none(plan.kind === 'already' ? 'it is a deprecation shim already' : plan.reason));
    project.release(target.file);
  }
  return offers;
}
