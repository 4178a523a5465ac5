import * as vscode from 'vscode';
import { keepCurrent, type Asking } from './keptCurrent.ts';
import { orNothing } from './orNothing.ts';
import type { Session } from './session.ts';

/** How long after a change a survey is taken again, in milliseconds: it counts over all files of a project. */
const rest = 1000;

/** A survey of each project, in their order. */
export type Surveys<Survey> = readonly { readonly root: string; readonly survey: Survey }[];

export interface KeptSurvey {
  /** Takes it anew when changes rest. */
  changed(): void;
  /** Takes it anew, at once. */
  refresh(): void;
  dispose(): void;
}

/**
 * Takes a survey of each project for a view: when it is looked at and a scan has ended, and anew after changes.
 *
 * @param survey asks about the project of a folder; null where there is none
 * @param take is given what there is; undefined where nothing is known any more, because the analysis has ended
 */
export function keepSurvey<Survey>(
  session: Session,
  { view, viewId }: { readonly view: vscode.TreeView<unknown>; readonly viewId: string },
  survey: (root: string, token: vscode.CancellationToken) => Promise<Survey | null>,
  take: (surveys: Surveys<Survey> | undefined) => void,
): KeptSurvey {
  async function all(token: vscode.CancellationToken): Promise<boolean> {
    const roots = await orNothing(session.survey('projects', {}, { token }));
    if (!roots) return false;
    const found = [];
    for (const root of roots) {
      const answer = await orNothing(survey(root, token));
      if (answer === undefined) return false;
      if (answer !== null) found.push({ root, survey: answer });
    }
    take(found);
    return true;
  }

  function ask(): Asking {
    const source = new vscode.CancellationTokenSource();
    const answered = all(source.token)
      .catch(() => false)
      .finally(() => source.dispose());
    void vscode.window.withProgress({ location: { viewId } }, () => answered);
    return { cancel: () => source.cancel(), answered };
  }

  const kept = keepCurrent(() => view.visible && hasScanned(session), ask, rest);
  let before = session.state.kind;

  function followSession(): void {
    const { kind } = session.state;
    if (kind === before) return;
    before = kind;
    // Where the analysis was stopped, nothing is known any more.
    if (kind === 'stopped' || kind === 'idle') take(undefined);
    if (hasScanned(session)) kept.changedNow();
    // While a scan goes on the files are read for that first.
    else kept.looked();
  }

  const subscriptions = vscode.Disposable.from(
    kept,
    view.onDidChangeVisibility(() => kept.looked()),
    session.onDidChange(followSession),
    session.onDidChangeFiles(() => kept.changed()),
  );
  return {
    changed: () => kept.changed(),
    refresh: () => kept.changedNow(),
    dispose: () => void subscriptions.dispose(),
  };
}

function hasScanned({ state }: Pick<Session, 'state'>): boolean {
  return state.kind === 'ready' && state.summary !== undefined;
}
