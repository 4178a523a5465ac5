import { planFixes } from './planFixes.ts';
import type { Project } from './project.ts';
import type { PlanFixesAnswer, PlanFixesRequest, RequestProgress } from './protocol.ts';
import type { Workspace } from './workspace.ts';

/**
 * Plans selected fixes of all projects of a workspace. Each is worked out on a copy of its project: what is planned has
 * not happened, and nobody else must be told of it.
 *
 * @param documents the texts of open documents, which count as they are
 */
export async function planSelected(
  workspace: Workspace,
  documents: ReadonlyMap<string, string>,
  request: PlanFixesRequest,
  surroundings: {
    readonly pause: () => Promise<boolean>;
    readonly tellProgress: (progress: RequestProgress) => void;
  },
): Promise<PlanFixesAnswer> {
  const selected = new Map<Project, Map<string, readonly string[]>>();
  for (const { path, violations } of request.selected) {
    const place = workspace.locate(path);
    if (!place) continue;
    const ofProject = selected.get(place.project) ?? new Map<string, readonly string[]>();
    selected.set(place.project, ofProject.set(place.file, violations));
  }
  const open = [...documents];
  const answers: PlanFixesAnswer[] = [];
  for (const [project, files] of selected) {
    const copy = workspace.copyOf(project);
    for (const [path, text] of open) {
      const place = workspace.locate(path);
      if (place?.project === project) copy.setDocument(place.file, text);
    }
    answers.push(await planFixes(copy, files, request, surroundings));
  }
  return {
    files: answers.flatMap(({ files }) => files),
    left: answers.flatMap(({ left }) => left),
    failed: answers.flatMap(({ failed }) => failed),
  };
}
