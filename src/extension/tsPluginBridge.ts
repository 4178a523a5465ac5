import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isScript } from './analyzedFiles.ts';
import type { OtherProducer } from './diagnostics.ts';
import type { Session } from './session.ts';

const pluginName = 'ssot-tsserver-plugin';
const typescriptExtension = 'vscode.typescript-language-features';

/** Milliseconds before each try: the plugin answers once its project has been loaded, which takes a while. */
const tries = [0, 500, 1000, 2000, 4000, 8000];

/** As much as is used of the API that the built-in TypeScript extension exports. */
interface TypeScriptExtension {
  getAPI(version: 0): { configurePlugin(plugin: string, configuration: object): void } | undefined;
}

export interface TsPluginBridge extends OtherProducer {
  dispose(): void;
}

/**
 * Asks the language service plugin whether it serves an open document. It does where the editor's TypeScript is a
 * tsserver of version 5 or 6; where nobody answers, the extension goes on producing the diagnostics itself.
 */
export function createTsPluginBridge(
  session: Session,
  log: Pick<vscode.LogOutputChannel, 'debug'>,
): TsPluginBridge {
  const served = new Set<string>();
  const asked = new Set<string>();
  const changed = new vscode.EventEmitter<readonly string[]>();
  let configured: Promise<boolean> | undefined;

  async function offer(document: vscode.TextDocument): Promise<void> {
    const path = document.uri.fsPath;
    // Without a configuration nobody has diagnostics, and a TypeScript server should not be woken.
    if (session.state.kind === 'idle' || asked.has(path) || !isScript(document) || !isValidated(document))
      return;
    asked.add(path);
    configured ??= configurePlugin();
    if (!(await configured)) return;
    for (const wait of tries) {
      await delay(wait);
      if (document.isClosed) break;
      if (!(await answers(path))) continue;
      log.debug(`the language service plugin serves ${path}`);
      served.add(path);
      changed.fire([path]);
      return;
    }
    asked.delete(path);
  }

  function offerAll(): void {
    for (const document of vscode.workspace.textDocuments) void offer(document);
  }

  function release(path: string): void {
    asked.delete(path);
    if (served.delete(path)) changed.fire([path]);
  }

  let wasIdle = true;
  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.workspace.onDidOpenTextDocument((document) => void offer(document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isScript(document)) release(document.uri.fsPath);
    }),
    session.onDidChange(() => {
      const isIdle = session.state.kind === 'idle';
      if (wasIdle && !isIdle) offerAll();
      wasIdle = isIdle;
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (
        !change.affectsConfiguration('typescript.validate') &&
        !change.affectsConfiguration('javascript.validate')
      )
        return;
      for (const path of [...served]) release(path);
      offerAll();
    }),
  );

  return {
    serves: (path) => served.has(path),
    onDidChange: changed.event,
    dispose: () => {
      asked.clear();
      subscriptions.dispose();
    },
  };
}

/** Tells the plugin that code fixes are the extension's: a plugin's are never marked as preferred. */
async function configurePlugin(): Promise<boolean> {
  const found = vscode.extensions.getExtension<TypeScriptExtension | undefined>(typescriptExtension);
  if (!found) return false;
  try {
    const api = (await found.activate())?.getAPI(0);
    api?.configurePlugin(pluginName, { codeFixes: false });
    return api !== undefined;
  } catch {
    return false;
  }
}

/** Whether the plugin says that it serves a file. Under TypeScript 7 the command is not there, which is a no. */
async function answers(file: string): Promise<boolean> {
  try {
    const response = await vscode.commands.executeCommand<
      { readonly success?: boolean; readonly body?: { readonly serves?: boolean } } | undefined
    >('typescript.tsserverRequest', '_ssot:status', { file });
    return response?.success === true && response.body?.serves === true;
  } catch {
    return false;
  }
}

/** Where the user turned the checks of the language off, the editor drops what the plugin finds as well. */
function isValidated({ uri, languageId }: vscode.TextDocument): boolean {
  const section = languageId.startsWith('typescript') ? 'typescript' : 'javascript';
  return vscode.workspace.getConfiguration(section, uri).get('validate.enable', true);
}
