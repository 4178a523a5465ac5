import * as vscode from 'vscode';
import type {
  FixAllAnswer,
  FixLimit,
  FixOffer,
  MoveModulesAnswer,
  PlanFixesAnswer,
  PlanFixesRequest,
  RefactorImportersAnswer,
  RefactorImportersRequest,
  RefactorOffer,
  RequestProgress,
  ShimOffer,
  ShimsRequest,
  ScanSummary,
  WorkerEvents,
} from '../project/protocol.ts';
import type { SurveyRequests } from '../project/survey/surveyProtocol.ts';
import type { Range } from '../engine/text.ts';
import { createAnalysisClient, type AnalysisWorker } from './analysisClient.ts';
import { analyzedFolders, isConfiguration, isToldOf } from './analyzedFiles.ts';
import { createDocumentFeed } from './documentFeed.ts';
import { createNotebookFeed } from './notebooks/notebookFeed.ts';
import { cellIndex, notebookOf } from './notebooks/openNotebooks.ts';
import { excludedGlobs } from './settings.ts';
import { createViolationStore, type ViolationStore } from './violationStore.ts';

/** What the analysis is doing. */
export type SessionState =
  /** Nothing has needed it yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'scanning'; readonly done: number; readonly total: number }
  /** Without a summary, no scan has ended: only open files were looked at. */
  | { readonly kind: 'ready'; readonly summary?: ScanSummary }
  /** It failed again and again, and waits for the user. */
  | { readonly kind: 'stopped'; readonly reason: string };

export interface SessionChange {
  /** Files whose violations have changed, absolute. */
  readonly files: ReadonlySet<string>;
  readonly configurationProblems: boolean;
  readonly phases: boolean;
}

/** The analysis of this window: what is known, and what may be asked. */
export interface Session {
  readonly store: ViolationStore;
  readonly state: SessionState;
  /** Fires once for everything that has come in a short while, and for every change of the state. */
  readonly onDidChange: vscode.Event<SessionChange>;
  /** Files were written, made or deleted: what is counted over the project may be another count, though no violation changed. */
  readonly onDidChangeFiles: vscode.Event<void>;
  /** Scans the workspace. Rejects with an `AnalysisError`. */
  scan(token?: vscode.CancellationToken): Promise<ScanSummary>;
  /** Files were written, made or deleted on disk. */
  filesChanged(paths: string[]): void;
  /** The settings have changed that decide which documents count. */
  refresh(): void;
  /** Fixes for the violations that touch a range of the document as it is now. */
  fixes(document: vscode.TextDocument, range: Range, token?: vscode.CancellationToken): Promise<FixOffer[]>;
  /** One plan for the whole document as it is now. */
  fixAll(
    document: vscode.TextDocument,
    limit: FixLimit,
    token?: vscode.CancellationToken,
  ): Promise<FixAllAnswer>;
  /** What can be refactored of what stands in a range of the document as it is now. */
  refactorings(
    document: vscode.TextDocument,
    range: Range,
    token?: vscode.CancellationToken,
  ): Promise<RefactorOffer[]>;
  /** A refactoring of a whole project, whose open documents count as they are now. */
  refactorImporters(
    request: RefactorImportersRequest,
    token?: vscode.CancellationToken,
    progress?: (progress: RequestProgress) => void,
  ): Promise<RefactorImportersAnswer>;
  /** One plan for selected violations of many files, whose open documents count as they are now. */
  planFixes(
    request: PlanFixesRequest,
    token?: vscode.CancellationToken,
    progress?: (progress: RequestProgress) => void,
  ): Promise<PlanFixesAnswer>;
  /** Grows whenever a text that counts may have become another one: what was worked out before may not hold. */
  readonly revision: number;
  /** What has to follow files and folders that are about to move; open documents count as they are now. */
  moveModules(
    moves: readonly { readonly from: string; readonly to: string }[],
    token?: vscode.CancellationToken,
  ): Promise<MoveModulesAnswer>;
  /** The files of all legacy modules; none before something has started the analysis. */
  legacyFiles(): Promise<readonly string[]>;
  /** What legacy modules can become, or which of them can go; open documents count as they are now. */
  shims(request: ShimsRequest, token?: vscode.CancellationToken): Promise<readonly ShimOffer[]>;
  /** Asks about the state of the migration; where that is about a document, about its text as it is now. */
  survey<Name extends keyof SurveyRequests>(
    name: Name,
    params: SurveyRequests[Name][0],
    options?: SurveyOptions,
  ): Promise<SurveyRequests[Name][1]>;
  /** Ends the worker and begins again, with a scan if there was one. */
  restart(): void;
  dispose(): void;
}

export interface SurveyOptions {
  readonly document?: vscode.TextDocument;
  readonly token?: vscode.CancellationToken | undefined;
  readonly progress?: (progress: RequestProgress) => void;
}

interface Surroundings {
  startWorker: () => AnalysisWorker;
  /** The folder in which scans are kept for the next window. Absolute. */
  cache: string;
  log: Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error' | 'debug'>;
  /** Called when the analysis stopped for good: it failed again soon after it was restarted. */
  gaveUp: (reason: string) => void;
}

/** How long changes are gathered, in milliseconds: a scan tells of thousands of files one by one. */
const gathering = 40;
/** A worker that fails this often within a minute is not restarted. */
const patience = 3;

export function createSession({ startWorker, cache, log, gaveUp }: Surroundings): Session {
  const store = createViolationStore();
  const changed = new vscode.EventEmitter<SessionChange>();
  const filesChanged = new vscode.EventEmitter<void>();
  const client = createAnalysisClient(startWorker, {
    progress: (progress) => {
      if (state.kind === 'scanning') become({ kind: 'scanning', ...progress });
    },
    violations: (file) => {
      store.put(file);
      gather(file.path);
    },
    configurationProblems,
    phases: ({ phases }) => {
      store.putPhases(phases);
      phasesChanged = true;
      gather();
    },
    stopped,
  });
  const tell = (path: string, text: string | null): void => client.tell('document', { path, text });
  const edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && isToldOf(document)) revision++;
  });
  const feed = createDocumentFeed(tell);
  const notebooks = createNotebookFeed(tell);

  let state: SessionState = { kind: 'idle' };
  let scans = 0;
  let failures: number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let files = new Set<string>();
  let problemsChanged = false;
  let phasesChanged = false;
  let revision = 0;

  function gather(path?: string): void {
    if (path !== undefined) files.add(path);
    timer ??= setTimeout(fire, gathering);
  }

  function fire(): void {
    clearTimeout(timer);
    timer = undefined;
    const change = { files, configurationProblems: problemsChanged, phases: phasesChanged };
    files = new Set();
    problemsChanged = false;
    phasesChanged = false;
    changed.fire(change);
  }

  function become(next: SessionState): void {
    const isProgress = state.kind === 'scanning' && next.kind === 'scanning';
    state = next;
    if (isProgress) gather();
    else fire();
  }

  function configurationProblems({ problems }: WorkerEvents['configurationProblems']): void {
    store.putConfigurationProblems(problems);
    problemsChanged = true;
    gather();
  }

  function start(): void {
    if (client.isRunning) return;
    log.debug('starting the analysis');
    client.start();
    feed.tellAll();
    notebooks.tellAll();
    if (state.kind !== 'scanning') become({ kind: 'ready' });
  }

  function flush(document: vscode.TextDocument): void {
    const notebook = notebookOf(document);
    if (notebook) notebooks.flush(notebook);
    else feed.flush(document);
  }

  async function scan(token?: vscode.CancellationToken): Promise<ScanSummary> {
    start();
    const scanning = ++scans;
    become({ kind: 'scanning', done: 0, total: 0 });
    try {
      const summary = await client.ask(
        'scan',
        { folders: analyzedFolders(), exclude: excludedGlobs(), cache },
        token,
      );
      if (scanning === scans) become({ kind: 'ready', summary });
      log.info(
        `scanned ${summary.filesSeen} files, analyzed ${summary.filesAnalyzed - summary.filesKnown} and knew ${summary.filesKnown}, ` +
          `found ${summary.violations} violations in ${Math.round(summary.durationMs)} ms`,
      );
      return summary;
    } catch (error) {
      // A scan that another one replaced, or whose worker is gone, has no say in the state any more.
      if (scanning === scans && state.kind === 'scanning') become({ kind: 'ready' });
      throw error;
    }
  }

  function stopped(reason: string): void {
    log.error(`the analysis stopped: ${reason}`);
    const hadScanned = scans > 0;
    forget();
    const now = Date.now();
    failures = [...failures.filter((at) => now - at < 60_000), now];
    if (failures.length >= patience) {
      become({ kind: 'stopped', reason });
      gaveUp(reason);
      return;
    }
    become({ kind: 'idle' });
    log.info('restarting the analysis');
    begin(hadScanned);
  }

  function begin(withScan: boolean): void {
    if (withScan) scan().catch((error: unknown) => log.warn(String(error)));
    else start();
  }

  function forget(): void {
    for (const path of store.clear()) files.add(path);
    problemsChanged = true;
  }

  return {
    store,
    get state() {
      return state;
    },
    onDidChange: changed.event,
    onDidChangeFiles: filesChanged.event,
    scan,
    get revision() {
      return revision;
    },
    filesChanged: (paths) => {
      revision++;
      client.tell('filesChanged', { paths });
      filesChanged.fire();
    },
    refresh: () => {
      if (!client.isRunning) return;
      feed.refresh();
      notebooks.refresh();
    },
    fixes: (document, range, token) => {
      start();
      flush(document);
      const cell = cellIndex(document);
      const where = { path: document.uri.fsPath, range, ...(cell !== undefined && { cell }) };
      return client.ask('fixes', where, token);
    },
    fixAll: (document, limit, token) => {
      start();
      flush(document);
      return client.ask('fixAll', { path: document.uri.fsPath, limit }, token);
    },
    refactorings: (document, range, token) => {
      start();
      feed.flush(document);
      return client.ask('refactorings', { path: document.uri.fsPath, range }, token);
    },
    refactorImporters: (request, token, progress) => {
      start();
      feed.refresh();
      notebooks.refresh();
      return client.ask('refactorImporters', request, token, progress);
    },
    planFixes: (request, token, progress) => {
      start();
      feed.refresh();
      notebooks.refresh();
      return client.ask('planFixes', request, token, progress);
    },
    moveModules: (moves, token) => {
      start();
      feed.refresh();
      const configurations = vscode.workspace.textDocuments
        .filter(({ uri }) => isConfiguration(uri))
        .map((document) => ({ path: document.uri.fsPath, text: document.getText() }));
      return client.ask('moveModules', { moves, configurations }, token);
    },
    legacyFiles: () => (client.isRunning ? client.ask('legacyFiles', {}) : Promise.resolve([])),
    shims: (request, token) => {
      start();
      feed.refresh();
      notebooks.refresh();
      return client.ask('shims', request, token);
    },
    survey: (name, params, { document, token, progress } = {}) => {
      start();
      if (document) flush(document);
      return client.ask(name, params, token, progress);
    },
    restart: () => {
      const hadScanned = scans > 0;
      failures = [];
      client.stop();
      forget();
      become({ kind: 'idle' });
      begin(hadScanned);
    },
    dispose: () => {
      clearTimeout(timer);
      edits.dispose();
      feed.dispose();
      notebooks.dispose();
      changed.dispose();
      filesChanged.dispose();
      client.stop();
    },
  };
}
