import { join } from 'node:path';
import * as vscode from 'vscode';
import { startAnalysisProcess } from './analysisProcess.ts';
import { createDiffs } from './batch/diffs.ts';
import { registerFixCommand } from './batch/fixCommand.ts';
import { createPlanView, type PlanView } from './batch/planView.ts';
import { registerBurnDown } from './burnDown/activate.ts';
import { registerCodeActions } from './codeActions.ts';
import { registerCommand } from './commands.ts';
import { registerCreateConfiguration } from './createConfiguration.ts';
import { showDiagnostics } from './diagnostics.ts';
import { registerFixAllAction } from './fixAllAction.ts';
import { registerFixFileCommand } from './fixFileCommand.ts';
import { registerInventoryCommands } from './inventory/inventoryCommands.ts';
import { createInventoryView, type InventoryView } from './inventory/inventoryView.ts';
import { activateLiveCheck } from './liveCheck/activate.ts';
import { createMigrationView, type MigrationView } from './migration/migrationView.ts';
import { registerNodeActions } from './migration/nodeActions.ts';
import { registerTreeCommands } from './migration/treeCommands.ts';
import { registerImportersCommands } from './refactor/importersCommands.ts';
import { followMovedModules } from './refactor/movedModules.ts';
import { registerRefactorActions } from './refactor/refactorActions.ts';
import { registerReport } from './report/activate.ts';
import { registerShowRule } from './ruleDocs.ts';
import { registerScanCommand } from './scanCommand.ts';
import { registerShimCommands } from './shim/shimCommands.ts';
import { markLegacyFiles } from './shim/legacyFileKeys.ts';
import { scanFolder } from './scanFolder.ts';
import { createSession, type Session } from './session.ts';
import { startWhereConfigured } from './startup.ts';
import { createStatusBar, type StatusBar } from './statusBar.ts';
import { tellThatAnalysisStopped } from './stoppedMessage.ts';
import { registerLegacyHover } from './truth/legacyHover.ts';
import { followLegacyNames, registerTruthCommands } from './truth/truthCommands.ts';
import { registerTruthLenses } from './truth/truthLenses.ts';
import { createTsPluginBridge, type TsPluginBridge } from './tsPluginBridge.ts';

/** What the extension shows of itself to others; its own tests read it. */
export interface ExtensionApi {
  readonly session: Session;
  readonly statusBar: Pick<StatusBar, 'shown'>;
  readonly tsPlugin: Pick<TsPluginBridge, 'serves'>;
  readonly migration: Pick<MigrationView, 'childrenOf' | 'shareOf' | 'grouping' | 'filter'>;
  readonly inventory: Pick<InventoryView, 'childrenOf'>;
  readonly planView: Pick<PlanView, 'shown' | 'ticked' | 'tick'>;
  /** Settles when the first scan is over. */
  readonly settled: Promise<void>;
  /** What `activate` itself took, in milliseconds. */
  readonly activationMs: number;
}

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const begun = performance.now();
  const log = vscode.window.createOutputChannel('SSOT Migrator', { log: true });
  const session = createSession({
    startWorker: () => startAnalysisProcess(join(context.extensionPath, 'dist', 'worker.js')),
    cache: scanFolder(context),
    log,
    gaveUp: tellThatAnalysisStopped,
  });
  const tsPlugin = createTsPluginBridge(session, log);
  const statusBar = createStatusBar(session);
  const migration = createMigrationView(session, context.workspaceState);
  const inventory = createInventoryView(session);
  const diffs = createDiffs();
  const planView = createPlanView(diffs);
  const liveCheck = activateLiveCheck(context, { log });
  context.subscriptions.push(
    log,
    session,
    tsPlugin,
    statusBar,
    showDiagnostics(session, tsPlugin),
    registerCodeActions(session),
    registerFixAllAction(session),
    registerRefactorActions(session),
    registerImportersCommands(session, log, diffs),
    diffs,
    migration,
    registerTreeCommands(migration),
    registerNodeActions(session),
    inventory,
    registerInventoryCommands(inventory),
    planView,
    registerFixCommand({ session, planView, log }),
    followMovedModules(session, log),
    registerShimCommands(session, log, diffs),
    markLegacyFiles(session),
    registerScanCommand(session),
    registerFixFileCommand(session, log),
    registerTruthLenses(session),
    registerLegacyHover(session),
    registerTruthCommands(session),
    followLegacyNames(session),
    registerBurnDown(context, session),
    registerCreateConfiguration(session),
    registerShowRule(context.extensionUri),
    registerCommand('ssot.restartAnalysis', () => {
      session.restart();
    }),
    registerCommand('ssot.showOutput', () => log.show()),
    liveCheck,
    registerReport(context, session, liveCheck.lastRun),
  );
  const startup = startWhereConfigured(session, log, (found) => {
    migration.setConfigured(found);
    inventory.setConfigured(found);
    liveCheck.setConfigured(found);
  });
  context.subscriptions.push(startup);
  const activationMs = performance.now() - begun;
  log.trace(`activated in ${activationMs.toFixed(1)} ms`);
  return {
    session,
    statusBar,
    tsPlugin,
    migration,
    inventory,
    planView,
    settled: startup.settled,
    activationMs,
  };
}
