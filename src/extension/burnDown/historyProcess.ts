import type { HistoryAnswer } from '../../project/survey/surveyProtocol.ts';
import type { RequestProgress } from '../../project/protocol.ts';
import { createAnalysisClient, type Cancellation } from '../analysisClient.ts';
import { startAnalysisProcess } from '../analysisProcess.ts';

/** How long the process waits for another question, in milliseconds; one that is cancelled takes away its files meanwhile. */
const patience = 30_000;

/** Reads the history in a process of its own: it looks at whole commits at a time, and nothing that is typed must wait for it. */
export interface HistoryProcess {
  ask(
    root: string,
    points: number,
    token: Cancellation,
    progress: (progress: RequestProgress) => void,
  ): Promise<HistoryAnswer>;
  dispose(): void;
}

/** @param script the bundle of `project/worker.ts` */
export function createHistoryProcess(script: string): HistoryProcess {
  const ignored = (): void => undefined;
  const client = createAnalysisClient(() => startAnalysisProcess(script), {
    progress: ignored,
    violations: ignored,
    configurationProblems: ignored,
    phases: ignored,
    stopped: ignored,
  });
  let timer: NodeJS.Timeout | undefined;
  return {
    async ask(root, points, token, progress) {
      clearTimeout(timer);
      try {
        return await client.ask('history', { root, points }, token, progress);
      } finally {
        clearTimeout(timer);
        timer = setTimeout(() => {
          client.stop();
        }, patience);
      }
    },
    dispose() {
      clearTimeout(timer);
      client.stop();
    },
  };
}
