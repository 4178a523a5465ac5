import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Session } from '../session.ts';
import { many } from '../statusText.ts';
import { orNothing } from '../truth/orNothing.ts';
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

  function reveal(page: Omit<BurnDownPage, 'cspSource' | 'style'>): void {
    if (!panel) {
      panel = vscode.window.createWebviewPanel('ssot.burnDown', 'SSOT Burn-Down', vscode.ViewColumn.Active, {
        enableScripts: false,
        localResourceRoots: [media],
      });
      panel.onDidDispose(() => (panel = undefined));
    } else panel.reveal();
    const { webview } = panel;
    const style = webview.asWebviewUri(vscode.Uri.joinPath(media, 'burnDown.css')).toString();
    webview.html = burnDownHtml({ ...page, cspSource: webview.cspSource, style });
  }

  async function work(root: string): Promise<void> {
    const found = await withProgress('SSOT: reading the history', async (token, tell) => {
      const [progress, past] = await Promise.all([
        session.survey('progress', { root }, { token }),
        history.ask(root, points, token, ({ done, total }) => {
          tell(`${done} of ${many(total, 'commit')}`, done / total);
        }),
      ]);
      return { progress, past };
    });
    if (!found?.progress) return;
    reveal({ root: nameOf(root), progress: found.progress, history: found.past });
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

function withProgress<Value>(
  title: string,
  ask: (token: vscode.CancellationToken, tell: (message: string, part: number) => void) => Promise<Value>,
): Thenable<Value | undefined> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    let reported = 0;
    return orNothing(
      ask(token, (message, part) => {
        progress.report({ message, increment: 100 * part - reported });
        reported = 100 * part;
      }),
    );
  });
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
