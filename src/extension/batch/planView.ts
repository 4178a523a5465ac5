import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FixLimit, PlannedFile } from '../../project/protocol.ts';
import type { FixKind } from '../../engine/violation.ts';
import { registerCommand } from '../commands.ts';
import { many } from '../statusText.ts';
import type { Diffs } from './diffs.ts';
import { ticksAfter } from './partners.ts';
import { planMessage, type Plan } from './plan.ts';
import { childrenOf, toPlanItem, type PlanNode } from './planNodes.ts';
import { openPlace } from './showLeft.ts';
import { countsOf, kindsText } from './summary.ts';

const viewId = 'ssot.plan';

/** What the user says to a plan: which of its files to change, or to plan with other kinds of fixes. */
export type PlanReply =
  | { readonly kind: 'files'; readonly files: readonly PlannedFile[] }
  | { readonly kind: 'limit'; readonly limit: FixLimit };

export interface PlanQuestion {
  readonly title: string;
  readonly plan: Plan;
  /** How many of what was selected have a fix of each kind. */
  readonly available: Readonly<Record<FixKind, number>>;
  /** Said in place of what the view says of itself. */
  readonly note: string | undefined;
  /** Files that were unticked before the plan was made anew. */
  readonly unticked: ReadonlySet<string>;
}

/** A view that is there as long as a plan waits for the user: files with ticks, and what stays with its reason. */
export interface PlanView {
  /** Shows a plan in place of the one before; resolves with undefined where the user discards it. */
  ask(question: PlanQuestion): Promise<PlanReply | undefined>;
  readonly isAsking: boolean;
  /** Takes a plan away that is shown. */
  discard(): void;
  /** What is shown, as the view has it. */
  readonly ticked: ReadonlySet<string>;
  readonly shown: Plan | undefined;
  tick(paths: readonly string[], isTicked: boolean): void;
  dispose(): void;
}

export function createPlanView(diffs: Diffs): PlanView {
  let question: PlanQuestion | undefined;
  let ticked: ReadonlySet<string> = new Set();
  /** What is said beside what is ticked. */
  let hint = '';
  let reply: ((reply: PlanReply | undefined) => void) | undefined;
  const redrawn = new vscode.EventEmitter<undefined>();
  const provider: vscode.TreeDataProvider<PlanNode> = {
    onDidChangeTreeData: redrawn.event,
    getChildren: (node) => childrenOf(question?.plan, node),
    getTreeItem: (node) => toPlanItem(node, (path) => ticked.has(path)),
  };
  const view = vscode.window.createTreeView(viewId, {
    treeDataProvider: provider,
    // Files that only change together are ticked together.
    manageCheckboxStateManually: true,
  });

  async function ask(next: PlanQuestion): Promise<PlanReply | undefined> {
    discard();
    question = next;
    const answer = new Promise<PlanReply | undefined>((resolve) => (reply = resolve));
    const { plan, available, unticked, title, note } = next;
    // What may change behavior is ticked by the user alone.
    const begin = plan.files.filter(({ path, kinds }) => !unticked.has(path) && kinds.unsafe === 0);
    ticked = new Set(begin.map(({ path }) => path));
    // A file must not be ticked without those that it changes with.
    tickNow(ticked, new Set(plan.files.map(({ path }) => path)));
    view.title = title;
    hint = note ?? planMessage(plan);
    describe();
    redrawn.fire(undefined);
    await setContexts({ plan: true, 'plan.limit': plan.limit });
    await setContexts({ 'plan.repairs': available.repair > 0, 'plan.suggestions': available.unsafe > 0 });
    await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: false });
    return answer;
  }

  function end(answer: PlanReply | undefined): void {
    const tell = reply;
    reply = undefined;
    question = undefined;
    if (!tell) return;
    void setContexts({ plan: false });
    void diffs.close();
    tell(answer);
  }

  function discard(): void {
    end(undefined);
  }

  function apply(): void {
    const files = question?.plan.files.filter(({ path }) => ticked.has(path)) ?? [];
    if (files.length > 0) end({ kind: 'files', files });
    else void vscode.window.showInformationMessage('SSOT: tick a file first.');
  }

  /** @returns files that followed others */
  function tickNow(now: ReadonlySet<string>, before: ReadonlySet<string> = ticked): readonly string[] {
    const next = ticksAfter(question?.plan.files ?? [], before, now);
    ({ ticked } = next);
    return next.followed;
  }

  function tick(paths: readonly string[], isTicked: boolean): void {
    const now = new Set(ticked);
    for (const path of paths)
      if (isTicked) now.add(path);
      else now.delete(path);
    const [first, ...others] = tickNow(now);
    if (first !== undefined) {
      const more = others.length > 0 ? ` and ${many(others.length, 'other file')}` : '';
      hint = `${basename(first)}${more} followed: they only change together.`;
    }
    describe();
    redrawn.fire(undefined);
  }

  function describe(): void {
    const files = question?.plan.files.filter(({ path }) => ticked.has(path)) ?? [];
    const what = `${kindsText(countsOf(files))} in ${many(files.length, 'file')}`;
    view.message = `${files.length === 0 ? 'Nothing' : what} ticked. ${hint}`;
  }

  const switchTo = (limit: FixLimit) => (): void => end({ kind: 'limit', limit });
  const subscriptions = vscode.Disposable.from(
    view,
    redrawn,
    view.onDidChangeCheckboxState(({ items }) => {
      for (const isTicked of [true, false]) {
        const state = isTicked
          ? vscode.TreeItemCheckboxState.Checked
          : vscode.TreeItemCheckboxState.Unchecked;
        const paths = items.flatMap(([node, now]) =>
          node.kind === 'file' && now === state ? [node.file.path] : [],
        );
        if (paths.length > 0) tick(paths, isTicked);
      }
    }),
    registerCommand('ssot.applyPlan', apply),
    registerCommand('ssot.discardPlan', discard),
    registerCommand('ssot.planSafeOnly', switchTo('safe')),
    registerCommand('ssot.planRepairs', switchTo('repair')),
    registerCommand('ssot.planSuggestions', switchTo('unsafe')),
    registerCommand('ssot.showPlannedChanges', ({ file }) => diffs.show(file)),
    registerCommand('ssot.openPlace', openPlace),
  );
  return {
    ask,
    discard,
    tick,
    get isAsking() {
      return reply !== undefined;
    },
    get ticked() {
      return ticked;
    },
    get shown() {
      return question?.plan;
    },
    dispose: () => {
      discard();
      subscriptions.dispose();
    },
  };
}

async function setContexts(values: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(values))
    await vscode.commands.executeCommand('setContext', `ssot.${key}`, value);
}
