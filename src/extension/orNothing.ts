import { isAnalysisError } from './analysisClient.ts';

/** An answer, or nothing where it was cancelled or the analysis has stopped: that is told elsewhere. */
export async function orNothing<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isAnalysisError(error) && error.kind !== 'failed') return undefined;
    throw error;
  }
}
