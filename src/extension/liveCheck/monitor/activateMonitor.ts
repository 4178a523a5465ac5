import * as vscode from 'vscode';
import type { Scope } from '../../../livecheck/protocol.ts';
import { pause } from '../../../livecheck/pause.ts';
import { createContextKeys } from '../../contextKeys.ts';
import { notificationText } from '../notificationText.ts';
import type { Session } from '../session.ts';
import { createMonitor, type Monitor } from './monitor.ts';
import { turnText } from './monitorText.ts';

/** The monitor of a window, as the editor has it. */
export interface MonitorShell {
  readonly monitor: Monitor;
  /** Asks what has to be asked, and begins; nothing where a question was dismissed or no run may start. */
  readonly start: () => Promise<void>;
  readonly dispose: () => void;
}

const stopMonitoring = 'Stop Monitoring';
const openPanel = 'Open Panel';

/** Makes the monitor that the commands start and stop. It says something where it turned, and nothing else. */
export function activateMonitor(
  session: Session,
  log: (line: string) => void,
  reveal: () => void,
): MonitorShell {
  const monitor = createMonitor({
    session,
    scope: readScope,
    intervalMs: () => readMinutes() * 60_000,
    now: Date.now,
    pause,
    log,
    turned(turn, target, run) {
      const show = turn === 'lost' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
      const said = notificationText(turnText(target, turn, run));
      void show(said, openPanel, stopMonitoring).then((choice) => {
        if (choice === openPanel) reveal();
        if (choice === stopMonitoring) monitor.stop();
      });
    },
    ended: (why) => void vscode.window.showWarningMessage(notificationText(why)),
  });
  const setContext = createContextKeys();
  const tell = (): void => setContext('ssot.liveCheck.monitored', monitor.state() !== null);
  const unsubscribe = monitor.onDidChange(tell);
  return {
    monitor,
    async start() {
      const { target, targets, blocked } = session.state();
      if (blocked !== null) void vscode.window.showWarningMessage(blocked);
      const chosen = targets.find(({ id }) => id === target);
      if (chosen === undefined) return;
      const admission = await session.admit(chosen.id);
      if (admission !== null) monitor.start(admission, chosen.label);
    },
    dispose() {
      monitor.stop();
      unsubscribe();
    },
  };
}

/** `ssot.liveCheck.monitor.minutes`: at least one, so that no setting makes it a load test. */
export function readMinutes(): number {
  const section = vscode.workspace.getConfiguration('ssot.liveCheck');
  const minutes = section.get<number>('monitor.minutes', 5);
  return Number.isFinite(minutes) ? Math.min(Math.max(minutes, 1), 1440) : 5;
}

/** `ssot.liveCheck.monitor.scope`: a connection says whether sockets work, and costs the backend little. */
function readScope(): Scope {
  const section = vscode.workspace.getConfiguration('ssot.liveCheck');
  return section.get('monitor.scope') === 'full' ? 'full' : 'connection';
}
