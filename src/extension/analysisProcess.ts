import { fork } from 'node:child_process';
import type { FromWorker } from '../project/protocol.ts';
import type { AnalysisWorker } from './analysisClient.ts';

/** How much of what a process wrote to stderr is kept for the log. */
const mostErrorText = 8 * 1024;

/**
 * Starts the analysis in a process of its own: what it takes of memory and time is not the extension host's, and it sets
 * the runtime as it needs it. It ends with the host.
 *
 * @param script the bundle of `project/worker.ts`
 */
export function startAnalysisProcess(script: string): AnalysisWorker {
  const child = fork(script, [], {
    // The host's own flags are for its own debugger.
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errorText = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errorText = (errorText + text).slice(-mostErrorText);
  });
  return {
    // One that has just ended is told of by its end.
    send: (message) => void child.send(message, () => undefined),
    onMessage(listener) {
      child.on('message', (message) => {
        listener(message as FromWorker);
      });
    },
    onEnd(listener) {
      child.on('error', (error) => {
        listener(error.message);
      });
      // Comes when all that it wrote is read.
      child.on('close', (code, signal) => {
        const how = signal ? `it was ended by ${signal}` : `it exited with code ${code ?? 0}`;
        listener(errorText.trim() || how);
      });
    },
    terminate: () => void child.kill(),
  };
}
