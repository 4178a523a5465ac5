import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { countPoint, type HistoryCounts } from '../engine/phases/historyCounts.ts';
import { allViolations } from '../project/allViolations.ts';
import { findConfig } from '../project/configuration.ts';
import { readHistory } from '../project/history/history.ts';
import { takeInventory } from '../project/inventory.ts';
import { findOtherUses, projectProgress } from '../project/progress.ts';
import type { History } from '../report/history.ts';
import { given, missing, type CodeInput, type Given } from '../report/validation/input.ts';
import { indexProject, openProject } from './openProject.ts';
import { createProgressLine, runWithProgress } from './progress.ts';
import { UsageFault } from './usageError.ts';

export interface CodeQuestion {
  readonly path: string | undefined;
  readonly config: string | undefined;
  readonly history: boolean;
}

/** So many commits are told apart in a drawing of the burn-down's width. */
const points = 24;

/**
 * The state of the code for a report: what is left, how far it is, what there is, and what was left in the past. A folder
 * without a configuration has none, which is said. @throws UsageFault for what is wrong with one that is there
 */
export async function codeInput({
  path,
  config,
  history,
}: CodeQuestion): Promise<{ readonly code: Given<CodeInput>; readonly history: Given<History> }> {
  const folder = resolve(path ?? '.');
  if (config === undefined && existsSync(folder) && findConfig(folder) === undefined) {
    const nothing = missing('the folder has no ssot.config.json');
    return { code: nothing, history: nothing };
  }
  const opened = openProject(path === undefined ? [] : [path], config);
  if (!opened.ok) throw new UsageFault(opened.messages);
  const { project } = opened;
  const problems = indexProject(project);
  if (problems.length > 0) throw new UsageFault(problems);
  const violations = runWithProgress(allViolations(project), 'analyzing');
  const { inventory } = runWithProgress(takeInventory(project), 'taking stock of');
  const others = runWithProgress(findOtherUses(project, inventory), 'counting in');
  const code: CodeInput = {
    violations,
    filesSeen: project.files().length,
    filesAnalyzed: project.candidates().length,
    progress: await projectProgress(project, inventory, others, violations),
    inventory,
  };
  return {
    code: given(code),
    history: history ? await past(project.loaded) : missing('it was not asked for'),
  };
}

async function past(loaded: Parameters<typeof readHistory>[0]): Promise<Given<History>> {
  const read = readHistory(loaded, { points });
  if (!read.ok) return missing(read.message);
  const progress = createProgressLine();
  const found: HistoryCounts[] = [];
  for await (const point of read.points) {
    found.push(countPoint(point));
    progress.show(`looking at commit ${found.length} of ${read.count}`);
  }
  progress.clear();
  return given({ phases: loaded.config.phases, points: found });
}
