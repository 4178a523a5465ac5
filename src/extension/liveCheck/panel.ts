import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromWebview, ToWebview } from '../../livecheck/panelProtocol.ts';
import { readFromWebview } from './incoming.ts';
import { panelHtml } from './panelHtml.ts';
import type { Session } from './session.ts';

/** The panel's type for the editor, which restores panels by it; `activate.ts` registers the same without loading this file. */
const panelType = 'ssot.liveCheck';

const styles = ['panel.css', 'liveCheck.css', 'liveCheckRun.css', 'liveCheckTables.css'];

/** At most this often is the panel told of a run's progress, in milliseconds: more is not seen, and 10,000 frames stay cheap. */
const shortestPause = 50;

export interface LiveCheckPanel {
  /** Shows the panel, and makes it where there is none. */
  readonly reveal: () => void;
  /** Takes over a panel that the editor restored after the window was reloaded. */
  readonly adopt: (panel: vscode.WebviewPanel) => void;
  readonly visible: () => boolean;
  readonly dispose: () => void;
}

/** What a panel's message asks for beyond the session. */
export type PanelActions = (message: Exclude<FromWebview, { type: 'ready' | 'evidence' }>) => void;

/** The window's one panel. It holds no state: the document asks for it whenever it is made, and the session has it. */
export function createLiveCheckPanel(
  extension: vscode.Uri,
  session: Session,
  act: PanelActions,
): LiveCheckPanel {
  let panel: vscode.WebviewPanel | null = null;
  let pending: NodeJS.Timeout | null = null;

  const post = (message: ToWebview): void => void panel?.webview.postMessage(message);
  const postState = (): void => {
    pending = null;
    if (panel?.visible === true) post({ type: 'state', state: session.state() });
  };
  const unsubscribe = session.onDidChange(() => {
    if (panel !== null) pending ??= setTimeout(postState, shortestPause);
  });

  const receive = (value: unknown): void => {
    const message = readFromWebview(value);
    if (message === null) return;
    if (message.type === 'ready') {
      postState();
      void session.refresh();
    } else if (message.type === 'evidence') {
      const page = session.evidence(message.runId, message.probe, message.from);
      if (page !== null) post({ type: 'evidence', page });
    } else {
      act(message);
    }
  };

  const adopt = (made: vscode.WebviewPanel): void => {
    const former = panel;
    panel = made;
    former?.dispose();
    const { webview } = made;
    const [built, media] = [
      vscode.Uri.joinPath(extension, 'dist', 'webview'),
      vscode.Uri.joinPath(extension, 'media'),
    ];
    webview.options = { enableScripts: true, localResourceRoots: [built, media] };
    webview.onDidReceiveMessage(receive);
    made.onDidDispose(() => {
      if (panel === made) panel = null;
    });
    webview.html = panelHtml({
      script: webview.asWebviewUri(vscode.Uri.joinPath(built, 'liveCheck.js')).toString(),
      styles: styles.map((name) => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString()),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
    });
  };

  return {
    reveal() {
      if (panel === null)
        adopt(vscode.window.createWebviewPanel(panelType, 'Live WebSocket Check', vscode.ViewColumn.Active));
      else panel.reveal();
    },
    adopt,
    visible: () => panel?.visible === true,
    dispose() {
      if (pending !== null) clearTimeout(pending);
      unsubscribe();
      panel?.dispose();
    },
  };
}
