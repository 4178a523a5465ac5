import { isCounted } from '../../engine/violation.ts';
import { createPause } from '../slices.ts';
import type { ScanRequest, ScanSummary } from '../protocol.ts';
import type { Changes } from './changes.ts';
import type { Emit, WorkspaceState } from './workspaceState.ts';

/** Opens the workspace anew and tells what is in all of its files. @throws Cancelled, also where another scan takes its place */
export async function scanWorkspace(
  state: WorkspaceState,
  changes: Changes,
  request: ScanRequest,
  { emit, isCancelled }: { readonly emit: Emit; readonly isCancelled: () => boolean },
): Promise<ScanSummary> {
  const started = performance.now();
  const opened = state.open(request);
  changes.clear();
  const pause = createPause(() => isCancelled() || state.workspace !== opened);
  for (const project of opened.projects)
    for (const step of project.index()) if (await pause()) emit('progress', step);
  state.assess();
  state.tellProblems();
  const phases = opened.projects.map(({ loaded: { root, config } }) => ({
    root,
    phases: config.phases.map(({ id, title }) => ({ id, title })),
  }));
  emit('phases', { phases });

  const { told } = state;
  told.beginScan();
  const found = { filesSeen: 0, filesAnalyzed: 0, violations: 0 };
  for (const project of opened.projects) {
    found.filesSeen += project.files().filter((file) => state.isShown(project, file)).length;
    if (!state.isUsable(project)) continue;
    const candidates = project.candidates().filter((file) => state.isShown(project, file));
    for (const [done, file] of candidates.entries()) {
      if (await pause()) emit('progress', { done, total: candidates.length });
      const report = state.reportFor(project, file);
      found.filesAnalyzed++;
      found.violations += report.violations.filter(isCounted).length;
      told.put(report);
      project.release(file);
    }
  }
  told.endScan();
  state.scanEnded();
  for (const project of opened.projects) project.releaseAll();
  return {
    ...found,
    durationMs: performance.now() - started,
    withoutConfiguration: opened.withoutConfiguration,
  };
}
