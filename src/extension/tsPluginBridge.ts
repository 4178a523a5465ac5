import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isScript } from './analyzedFiles.ts';
import type { OtherProducer } from './diagnostics.ts';
import type { Session } from './session.ts';
import { onDidChangeBaselinedLook, readSettings } from './settings.ts';
import { trackTabs } from './tabHistory.ts';

const pluginName = 'ssot-tsserver-plugin';
const typescriptExtension = 'vscode.typescript-language-features';

/** Settings that decide who produces the diagnostics of a document. */
const deciding = ['ssot.enable', 'typescript.validate', 'javascript.validate'];

/** Milliseconds before each try: the plugin answers once its project has been loaded, which takes a while. */
const tries = [0, 500, 1000, 2000, 4000, 8000];

/** As much as is used of the API of the built-in TypeScript extension. */
interface PluginConfigurator {
  configurePlugin(plugin: string, configuration: object): void;
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
  const tabs = trackTabs();
  /** Who asks about a path now: whoever asked before may still be waiting for an answer. */
  const asked = new Map<string, symbol>();
  const changed = new vscode.EventEmitter<readonly string[]>();
  let connecting: Promise<PluginConfigurator | undefined> | undefined;
  let told: string | undefined;

  /** Tells the plugin what to do; false where there is no plugin, or where it is to do nothing. */
  async function configure(): Promise<boolean> {
    const plugin = await (connecting ??= connect());
    const enable = isEnabledEverywhere();
    // Code fixes are the extension's: a plugin's are never marked as preferred.
    const options = {
      enable,
      codeFixes: false,
      replacementInHover: false,
      baselined: readSettings().baselined,
    };
    if (told !== JSON.stringify(options)) plugin?.configurePlugin(pluginName, options);
    told = JSON.stringify(options);
    return plugin !== undefined && enable;
  }

  async function offer(document: vscode.TextDocument): Promise<void> {
    const path = document.uri.fsPath;
    if (asked.has(path) || !isScript(document) || !isValidated(document)) return;
    // Without a configuration nobody has diagnostics, and a TypeScript server should not be woken.
    if (session.state.kind === 'idle' && isEnabledEverywhere()) return;
    const turn = Symbol(path);
    asked.set(path, turn);
    if (!(await configure())) return;
    for (const wait of tries) {
      await delay(wait);
      const serves = !document.isClosed && (await answers(path));
      if (asked.get(path) !== turn) return;
      if (!serves) continue;
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

  function beginAgain(): void {
    for (const path of [...asked.keys()]) release(path);
    if (connecting) void configure().then(offerAll);
  }

  let wasIdle = true;
  const subscriptions = vscode.Disposable.from(
    changed,
    tabs,
    tabs.onDidOpen((paths) => {
      const concerned = paths.filter((path) => served.has(path));
      if (concerned.length > 0) changed.fire(concerned);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => void offer(document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (isScript(document)) release(document.uri.fsPath);
    }),
    session.onDidChange(() => {
      const isIdle = session.state.kind === 'idle';
      if (wasIdle && !isIdle) offerAll();
      wasIdle = isIdle;
    }),
    onDidChangeBaselinedLook(() => {
      if (connecting) void configure();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (deciding.some((setting) => change.affectsConfiguration(setting))) beginAgain();
    }),
  );

  return {
    serves: (path) => served.has(path) && tabs.hadTab(path),
    onDidChange: changed.event,
    dispose: () => {
      asked.clear();
      subscriptions.dispose();
    },
  };
}

async function connect(): Promise<PluginConfigurator | undefined> {
  const found = vscode.extensions.getExtension<
    { getAPI(version: 0): PluginConfigurator | undefined } | undefined
  >(typescriptExtension);
  try {
    return (await found?.activate())?.getAPI(0);
  } catch {
    return undefined;
  }
}

/** The plugin knows no folders: where one of several is turned off, the extension alone can tell them apart. */
function isEnabledEverywhere(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).every(({ uri }) => readSettings(uri).enable);
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
