import * as vscode from 'vscode';
import type { ProbeInfo } from '../../../livecheck/protocol.ts';
import type { FoundTargets } from '../targets.ts';
import type { Session } from '../session.ts';
import { runTarget } from './testRun.ts';
import { askedOf, testTree, type TestNode } from './testTree.ts';

/** The tests of one controller. */
export interface TestingView {
  /** Makes the tests of the targets as they are now, and from then on follows the configurations. */
  readonly discover: () => Promise<void>;
  readonly run: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>;
  readonly dispose: () => void;
}

export interface TestingPorts {
  readonly session: Session;
  /** The probes of the scope that the settings name. */
  readonly probes: () => readonly ProbeInfo[];
}

export function createTestingView(
  controller: vscode.TestController,
  { session, probes }: TestingPorts,
): TestingView {
  let tree: readonly TestNode[] = [];
  let shown: FoundTargets | null = null;
  let following: vscode.Disposable | null = null;

  const show = (): void => {
    shown = session.found();
    tree = testTree(shown.targets, shown.problems, probes());
    fill(controller, controller.items, tree);
  };
  const follow = (): vscode.Disposable => {
    const unsubscribe = session.onDidChange(() => {
      // A run tells of every frame; the tests change when the configurations were read.
      if (session.found() !== shown) show();
    });
    const scope = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('ssot.liveCheck.scope')) show();
    });
    return vscode.Disposable.from(scope, { dispose: unsubscribe });
  };
  const discover = async (): Promise<void> => {
    await session.refresh();
    show();
    following ??= follow();
  };

  return {
    discover,
    async run(request, token) {
      if (following === null) await discover();
      const stop = new AbortController();
      const cancel = token.onCancellationRequested(() => stop.abort(new Error('the run was cancelled')));
      const run = controller.createTestRun(request);
      try {
        const include = request.include && new Set(request.include.map(({ id }) => id));
        const exclude = new Set(request.exclude?.map(({ id }) => id));
        // One after the other: a window has one live check.
        for (const asked of askedOf(tree, include, exclude)) {
          const item = controller.items.get(asked.target);
          if (item !== undefined && !stop.signal.aborted)
            await runTarget({ session, run, item }, asked, stop.signal);
        }
      } finally {
        cancel.dispose();
        run.end();
      }
    },
    dispose: () => void following?.dispose(),
  };
}

/** Makes a collection hold these tests, and leaves those that are there already: the editor keeps results with them. */
function fill(
  controller: vscode.TestController,
  items: vscode.TestItemCollection,
  nodes: readonly TestNode[],
): void {
  const wanted = nodes.map(({ id, label, description, sortText, error, place, children }) => {
    const uri = place === null ? undefined : vscode.Uri.parse(place.uri);
    const item = items.get(id) ?? controller.createTestItem(id, label, uri);
    item.label = label;
    item.description = description;
    item.sortText = sortText;
    item.error = error ?? undefined;
    item.range = place === null ? undefined : new vscode.Range(place.line, 0, place.line, 0);
    fill(controller, item.children, children);
    return item;
  });
  items.replace(wanted);
}
