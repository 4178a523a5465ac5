import * as vscode from 'vscode';
import type { TestingView } from './testing/testingView.ts';

/** The Testing view as far as it is there before somebody looks at it. */
export interface TestingActivation {
  /** Shows the tests where a configuration can name a target, and nothing elsewhere. */
  readonly setConfigured: (isConfigured: boolean) => void;
  readonly dispose: () => void;
}

type Load = (controller: vscode.TestController) => Promise<TestingView>;

/**
 * Registers a controller without tests, and loads the live check when they are wanted or run. In a workspace that is not
 * trusted there is none: nothing of it could be run.
 */
export function activateTesting(load: Load): TestingActivation {
  let configured = false;
  let registered: vscode.Disposable | null = null;
  const update = (): void => {
    if (configured && vscode.workspace.isTrusted) {
      registered ??= register(load);
    } else {
      registered?.dispose();
      registered = null;
    }
  };
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(update);
  return {
    setConfigured(isConfigured) {
      configured = isConfigured;
      update();
    },
    dispose() {
      trust.dispose();
      registered?.dispose();
    },
  };
}

function register(load: Load): vscode.Disposable {
  const controller = vscode.tests.createTestController('ssot.liveCheck', 'SSOT Live Check');
  let loading: Promise<TestingView> | null = null;
  const view = (): Promise<TestingView> => (loading ??= load(controller));
  controller.resolveHandler = async (item) => {
    if (item === undefined) await (await view()).discover();
  };
  controller.refreshHandler = async () => (await view()).discover();
  const profile = controller.createRunProfile(
    'Run',
    vscode.TestRunProfileKind.Run,
    async (request, token) => (await view()).run(request, token),
    true,
  );
  return vscode.Disposable.from(profile, controller, {
    dispose: () => void loading?.then((loaded) => loaded.dispose()),
  });
}
