import { randomUUID } from 'node:crypto';
import type { LiveCheckEvent, LiveCheckSettings } from '../../livecheck/protocol.ts';
import type { runLiveCheck, RunOptions } from '../../livecheck/runLiveCheck.ts';
import { afterCancel, afterCrash, afterEvent, emptyRun, type RunRecord } from './runRecord.ts';

export interface FollowPorts {
  readonly check: typeof runLiveCheck;
  /** Called with the run as it stands, whenever that changes. */
  readonly show: (run: RunRecord) => void;
  readonly log: (line: string) => void;
}

/** Runs the check from its first event to its end, whatever that is: what fails inside it is a run that crashed. */
export async function followRun(
  { check, show, log }: FollowPorts,
  settings: LiveCheckSettings,
  options: RunOptions & { readonly signal: AbortSignal },
): Promise<RunRecord> {
  let run = emptyRun(randomUUID(), new Date().toISOString());
  show(run);
  try {
    for await (const event of check(settings, options)) {
      run = afterEvent(run, event);
      show(run);
      const line = logLine(event);
      if (line !== null) log(line);
    }
    if (run.view.state === 'running') {
      run = options.signal.aborted ? afterCancel(run) : afterCrash(run, 'The check ended without a verdict.');
      show(run);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    run = afterCrash(run, `The check itself failed: ${message}`);
    log(`live check crashed: ${error instanceof Error ? (error.stack ?? message) : message}`);
    show(run);
  }
  return run;
}

/** What the log says of an event: where a run goes and how it ended, and nothing that was exchanged. */
function logLine(event: LiveCheckEvent): string | null {
  switch (event.type) {
    case 'run-refused':
      return `live check refused: ${event.refusal.message}`;
    case 'run-started':
      return `live check of ${event.target.apiUrl}, scope ${event.scope}, user ${event.user}`;
    case 'probe-finished':
      return `live check: ${event.result.probe}: ${event.result.verdict}: ${event.result.summary}`;
    case 'run-finished':
      return `live check: ${event.verdict.status} after ${event.durationMs} ms: ${event.verdict.sentence}`;
    case 'probe-started':
    case 'evidence':
      return null;
  }
}
