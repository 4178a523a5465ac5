import type ts from 'typescript';

/**
 * Does `run`, and answers `fallback` where it throws: a defect of ours must not cost anyone TypeScript's own answer.
 * A cancellation is no defect, and goes on to the server, which expects it.
 */
export type Guard = <Answer>(operation: string, fallback: Answer, run: () => Answer) => Answer;

export function createGuard(namespace: typeof ts, log: (message: string) => void): Guard {
  return (operation, fallback, run) => {
    try {
      return run();
    } catch (error) {
      if (error instanceof namespace.OperationCanceledException) throw error;
      log(`${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}
