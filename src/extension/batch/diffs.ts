import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RefactoredFile } from '../../project/protocol.ts';

const scheme = 'ssot-preview';

/** Texts as they would be, by the URI that shows them. */
export interface Diffs {
  /** Shows a file beside what it would be. Of an editor that is closed while it opens nobody may ever hear: wait for nothing else with it. */
  show(file: RefactoredFile): Promise<void>;
  /** Closes the diffs that are open: what they show is not planned any more. */
  close(): Promise<void>;
  dispose(): void;
}

export function createDiffs(): Diffs {
  const previews = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => previews.get(uri.toString()) ?? '',
  });

  async function show({ path, after }: RefactoredFile): Promise<void> {
    const file = vscode.Uri.file(path);
    const preview = file.with({ scheme });
    previews.set(preview.toString(), after);
    changed.fire(preview);
    await vscode.commands.executeCommand('vscode.diff', file, preview, `${basename(path)}: as it would be`, {
      preview: true,
      preserveFocus: true,
    });
    // It took so long to open that nothing is planned any more.
    if (!previews.has(preview.toString())) await close();
  }

  async function close(): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(isPreview);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
    previews.clear();
  }

  return { show, close, dispose: () => void vscode.Disposable.from(registration, changed).dispose() };
}

function isPreview({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme;
}
