import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { orNothing } from '../orNothing.ts';
import { withRequestProgress } from '../requestProgress.ts';
import { burnDownHtml, type BurnDownPage } from './burnDownHtml.ts';
import { createHistoryProcess } from './historyProcess.ts';

export interface BurnDown {
  show(): Promise<void>;
  dispose(): void;
}

/** Commits at most; more are not told apart in a drawing of that width. */
const points = 24;

/** The window's one panel: how far the migration is now, and what was left at commits of the past. */
export function createBurnDown(context: vscode.ExtensionContext, session: Session): BurnDown {
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const history = createHistoryProcess(join(context.extensionPath, 'dist', 'worker.js'));
  let panel: vscode.WebviewPanel | undefined;

  function reveal(page: Omit<BurnDownPage, 'cspSource' | 'styles'>): void {
    if (!panel) {
      panel = vscode.window.createWebviewPanel('ssot.burnDown', 'SSOT Burn-Down', vscode.ViewColumn.Active, {
        enableScripts: false,
        localResourceRoots: [media],
      });
      panel.onDidDispose(() => (panel = undefined));
    } else panel.reveal();
    const { webview } = panel;
    const styles = ['panel.css', 'burnDown.css'].map((name) =>
      webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString(),
    );
    webview.html = burnDownHtml({ ...page, cspSource: webview.cspSource, styles });
  }

  async function work(root: string): Promise<void> {
    const found = await withRequestProgress(
      'reading the history',
      (token, tell) =>
        orNothing(
          Promise.all([
            session.survey('progress', { root }, { token }),
            history.ask(root, points, token, tell),
          ]),
        ),
      'commit',
    );
    const [progress, past] = found ?? [];
    if (!progress || !past) return;
    reveal({ root: nameOf(root), progress, history: past });
  }

  return {
    async show() {
      const roots = await orNothing(session.survey('projects', {}));
      if (!roots) return;
      const root = roots.length < 2 ? roots[0] : await choose(roots);
      if (root !== undefined) await work(root);
      else if (roots.length === 0) tellNoProject();
    },
    dispose() {
      history.dispose();
      panel?.dispose();
    },
  };
}

/** A folder inside of the workspace by its path there; one of the workspace's own by its name. */
function nameOf(root: string): string {
  const shown = vscode.workspace.asRelativePath(root);
  return shown === root || shown === '' ? basename(root) : shown;
}

async function choose(roots: readonly string[]): Promise<string | undefined> {
  const items = roots.map((root) => ({ label: nameOf(root), root }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Of which configuration' }))?.root;
}

function tellNoProject(): void {
  const create = 'Create Configuration';
  void vscode.window
    .showInformationMessage('SSOT: there is no configuration in this workspace that can be used.', create)
    .then((chosen) => {
      if (chosen === create) void vscode.commands.executeCommand('ssot.createConfiguration');
    });
}
