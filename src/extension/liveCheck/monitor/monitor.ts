import type { RunView } from '../../../livecheck/panelProtocol.ts';
import type { Scope } from '../../../livecheck/protocol.ts';
import type { Admission } from '../admission.ts';
import type { Session } from '../session.ts';
import { tellsSomething } from '../verdictText.ts';
import { afterRun, beginning, monitoredRun, turnOf, type MonitorState, type Turn } from './monitorState.ts';
import { logLine } from './monitorText.ts';

/** Repeats the check of one target for as long as it is not stopped. */
export interface Monitor {
  /** Null while nothing is monitored. */
  readonly state: () => MonitorState | null;
  /** Runs the check at once, and then again and again; a target that was monitored before is so no longer. */
  readonly start: (admission: Admission, target: string) => void;
  /** A run that goes on ends by itself, and counts no more. */
  readonly stop: () => void;
  /** Gives back the unsubscription. */
  readonly onDidChange: (listener: () => void) => () => void;
}

export interface MonitorPorts {
  readonly session: Pick<Session, 'admits' | 'idle' | 'record' | 'runUnattended'>;
  /** Asked anew before each run, as the interval is before each wait. */
  readonly scope: () => Scope;
  readonly intervalMs: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (line: string) => void;
  /** The class of the verdict has changed. */
  readonly turned: (turn: Turn, target: string, run: RunView) => void;
  /** It ended by itself. */
  readonly ended: (why: string) => void;
}

export function createMonitor(ports: MonitorPorts): Monitor {
  const { session, intervalMs, now, pause, log } = ports;
  const listeners = new Set<() => void>();
  let state: MonitorState | null = null;
  let stopping: AbortController | null = null;

  const become = (next: MonitorState | null): void => {
    state = next;
    listeners.forEach((listener) => listener());
  };
  const stop = (): void => {
    if (stopping === null) return;
    stopping.abort(new Error('the monitor was stopped'));
    stopping = null;
    become(null);
  };

  const count = (view: RunView): void => {
    const record = session.record();
    if (state === null || !tellsSomething(view)) return;
    // What is recorded may be of a run that has begun since; it then says nothing of the sockets of this one.
    const run = monitoredRun(record?.view.runId === view.runId ? record : { view, evidence: new Map() });
    const turn = turnOf(state, run);
    const next = afterRun(state, run);
    become(next);
    log(logLine(next, view));
    if (turn !== null) ports.turned(turn, next.target, view);
  };

  const watch = async (admission: Admission, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const began = now();
      await session.idle();
      signal.throwIfAborted();
      if (!session.admits(admission)) throw new Error('what it was started with was forgotten');
      const view = await session.runUnattended(admission, ports.scope());
      signal.throwIfAborted();
      if (view !== null) count(view);
      await pause(untilNext(began, now(), intervalMs()), signal);
    }
  };

  return {
    state: () => state,
    start(admission, target) {
      stop();
      const { signal } = (stopping = new AbortController());
      become(beginning(target, now()));
      watch(admission, signal).catch((error: unknown) => {
        if (signal.aborted) return;
        stop();
        const why = error instanceof Error ? error.message : String(error);
        log(`monitor of ${target} ended: ${why}`);
        ports.ended(`The monitor of ${target} ended: ${why}.`);
      });
    },
    stop,
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/**
 * How long to wait for the next time of a clock that began to tick at `began`. What was missed, as by a machine that slept, is
 * missed: it is never made up for.
 */
export function untilNext(began: number, now: number, intervalMs: number): number {
  return intervalMs - (Math.max(0, now - began) % intervalMs);
}
