import type * as vscode from 'vscode';
import type { FixLimit, PlannedFile } from '../../project/protocol.ts';
import { orNothing } from '../orNothing.ts';
import { withRequestProgress } from '../requestProgress.ts';
import type { Session } from '../session.ts';
import { applyAll, changedFiles } from './changedFiles.ts';
import type { PlanView } from './planView.ts';
import { without } from './partners.ts';
import { makesTheSame, type Plan } from './plan.ts';
import { kindsIn, requested, type Selection } from './selection.ts';
import { total } from './summary.ts';
import { tellOutcome, tellThatNothingCanBeFixed } from './tellOutcome.ts';

export interface BatchTools {
  readonly session: Session;
  readonly planView: PlanView;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Plans the fixes of a selection, lets the user choose among their files, and applies them as one step to undo. What is
 * applied was planned for exactly these files as they are: with a file left out, or changed meanwhile, the plan is made
 * anew, and shown again where it comes out otherwise.
 *
 * @returns how many violations were fixed
 */
export async function fixSelection(
  tools: BatchTools,
  selection: Selection,
  limit: FixLimit = 'safe',
): Promise<number> {
  const { session, planView } = tools;
  const available = kindsIn(selection);
  const asked = Object.values(available).reduce((sum, count) => sum + count, 0);
  const unticked = new Map<string, PlannedFile>();
  const changed = new Map<string, PlannedFile>();
  let note: string | undefined;
  let plan = await planOf(session, selection, limit);
  for (;;) {
    if (!plan) return 0;
    if (plan.files.length === 0) {
      tellThatNothingCanBeFixed(tools, selection, plan, available);
      return 0;
    }
    const answer = await planView.ask({
      title: selection.title,
      plan,
      available,
      note,
      unticked: new Set(unticked.keys()),
    });
    if (!answer) return 0;
    note = undefined;
    if (answer.kind === 'limit') {
      plan = await planOf(session, selection, answer.limit);
      continue;
    }
    const chosen = await chooseUnchanged(plan, answer.files, unticked, changed);
    const isAll = chosen.length === plan.files.length;
    if (!isAll || session.revision !== plan.revision) {
      const paths = chosen.map(({ path }) => path);
      const again =
        chosen.length === 0
          ? { ...plan, files: [], left: [] }
          : await planOf(session, selection, plan.limit, paths);
      if (!again) return 0;
      if (!makesTheSame(again, chosen)) {
        note =
          'Without the other files, or after what has changed meanwhile, these fixes are others: look again';
        plan = again;
        continue;
      }
      const left = plan.left.filter(({ path }) => !paths.includes(path));
      plan = { ...again, left: [...left, ...again.left] };
    }
    const outcome = {
      asked,
      left: plan.left,
      unticked: [...unticked.values()],
      changed: [...changed.values()],
    };
    const documents = chosen.length === 0 ? [] : await applyAll(chosen);
    // Something was typed in the last moment: nothing was changed, and what has changed is looked for again.
    if (!documents) continue;
    tellOutcome(tools, selection.title, { ...outcome, applied: chosen }, documents);
    return chosen.reduce((sum, { kinds }) => sum + total(kinds), 0);
  }
}

/** The files that were ticked, without those that have changed since they were planned and all that go with them. */
async function chooseUnchanged(
  { files }: Plan,
  ticked: readonly PlannedFile[],
  unticked: Map<string, PlannedFile>,
  changed: Map<string, PlannedFile>,
): Promise<PlannedFile[]> {
  const paths = new Set(ticked.map(({ path }) => path));
  for (const file of files) if (!paths.has(file.path)) unticked.set(file.path, file);
  for (const file of ticked) unticked.delete(file.path);
  const conflicts = await changedFiles(ticked);
  for (const file of conflicts) changed.set(file.path, file);
  return without(
    ticked,
    conflicts.map(({ path }) => path),
  );
}

async function planOf(
  session: Session,
  selection: Selection,
  limit: FixLimit,
  only?: readonly string[],
): Promise<Plan | undefined> {
  const { revision } = session;
  const request = { selected: requested(selection), limit, ...(only && { only }) };
  const answer = await withRequestProgress(
    `${selection.title}: looking for what can be fixed`,
    (token, tell) => orNothing(session.planFixes(request, token, tell)),
  );
  return answer && { ...answer, limit, revision };
}
