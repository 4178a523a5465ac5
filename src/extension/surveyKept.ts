import * as vscode from 'vscode';
import { keepCurrent, type Asking, type KeptCurrent } from './keptCurrent.ts';
import { orNothing } from './orNothing.ts';
import type { Session } from './session.ts';

/** How long after a change a survey is taken again, in milliseconds: it counts over all files of a project. */
const rest = 1000;

/**
 * Takes a survey of each project for a view: when it is looked at and a scan has ended, and anew after changes.
 *
 * @param survey asks about the project of a folder; null where there is none
 * @param take is given what there is of the projects, in their order
 */
export function keepSurvey<Survey>(
  session: Session,
  { view, viewId }: { readonly view: vscode.TreeView<unknown>; readonly viewId: string },
  survey: (root: string, token: vscode.CancellationToken) => Promise<Survey | null>,
  take: (surveys: readonly { readonly root: string; readonly survey: Survey }[]) => void,
): KeptCurrent {
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

  return keepCurrent(() => view.visible && hasScanned(session), ask, rest);
}

export function hasScanned({ state }: Pick<Session, 'state'>): boolean {
  return state.kind === 'ready' && state.summary !== undefined;
}
