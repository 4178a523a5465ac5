import { writeFile } from 'node:fs/promises';
import { createBanList } from '../livecheck/bans.ts';
import type { Credentials } from '../livecheck/credentials.ts';
import type { LiveCheckSettings, Refusal } from '../livecheck/protocol.ts';
import { createRateLimiter, type RateLimiter } from '../livecheck/rateLimit.ts';
import { runLiveCheck } from '../livecheck/runLiveCheck.ts';
import { emptyRecord, withEvent, type RunRecord } from '../livecheck/runRecord.ts';
import { readTarget } from '../livecheck/target.ts';
import { everyWait } from '../livecheck/timing.ts';
import { askedNothing, isGraver, isPass } from '../livecheck/verdict.ts';
import { renderLiveJson } from '../report/live/json.ts';
import { renderLiveJunit } from '../report/live/junit.ts';
import type { LiveResult } from '../report/live/liveResult.ts';
import { renderLiveMarkdown } from '../report/live/markdown.ts';
import { credentialsFor } from './checkCredentials.ts';
import { checkProgress } from './checkProgress.ts';
import { backendFor, type CheckedBackend } from './checkTarget.ts';
import type { CheckDependencies, CheckOptions } from './commands/check.ts';
import { ExitCode } from './exitCode.ts';
import { liveCheckText, repeatText } from './liveCheckText.ts';
import { cannotWrite, refuseUnwritable } from './outputFile.ts';
import { UsageFault } from './usageError.ts';

/** Runs the live check as often as asked and prints its result. @returns the exit code */
export async function runCheck(
  options: CheckOptions,
  dependencies: CheckDependencies,
  version: string,
): Promise<number> {
  try {
    if (options.output !== undefined) await refuseUnwritable(options.output);
    const result = await recordRuns(options, dependencies);
    const text = rendered(result, options, version);
    if (options.output === undefined) process.stdout.write(text);
    else await write(options.output, text);
    return isPass(result.worst.verdict!.status) ? ExitCode.clean : ExitCode.violations;
  } catch (error) {
    const usage = error instanceof UsageFault;
    process.stderr.write(
      `ssot check: ${usage ? '' : 'internal error: '}${error instanceof Error ? error.message : String(error)}\n`,
    );
    return usage ? ExitCode.usage : ExitCode.internal;
  }
}

function rendered(result: LiveResult, options: CheckOptions, version: string): string {
  switch (options.format) {
    case 'json':
      return renderLiveJson(result, version);
    case 'junit':
      return renderLiveJunit(result);
    case 'markdown':
      return renderLiveMarkdown(result);
    case 'text': {
      const toTerminal = options.output === undefined && process.stdout.isTTY;
      const color = options.color && toTerminal && process.env['NO_COLOR'] === undefined;
      const { runs, worst } = result;
      return liveCheckText(worst, { color }) + (runs.length > 1 ? repeatText(runs, { color }) : '');
    }
  }
}

/** Runs the live check as often as asked. @throws UsageFault for what a user got wrong */
export async function recordRuns(
  options: CheckOptions,
  dependencies: CheckDependencies,
): Promise<LiveResult> {
  if (options.users !== undefined && options.scope === 'connection')
    throw new UsageFault(['--users is for the isolation probe, which the scope connection does not have']);
  const backend = await backendFor(options, dependencies);
  try {
    const runs = await runAll(settingsOf(options, backend), options.repeat, await credentialsOf(backend));
    return { runs, worst: runs.reduce((a, b) => (isGraver(b.verdict!.status, a.verdict!.status) ? b : a)) };
  } finally {
    await backend.end();
  }
}

const credentialsOf = ({ target, from }: CheckedBackend): Promise<Credentials | null> =>
  from === 'profile' ? Promise.resolve(null) : credentialsFor(target, from === 'url');

const settingsOf = (options: CheckOptions, { target }: CheckedBackend): LiveCheckSettings => ({
  target,
  scope: options.scope,
  timing: options.timeout === undefined ? {} : everyWait(options.timeout * 1000),
  waivers: options.waiver,
  allowProduction: options.allowProduction === true,
  ...(options.users === undefined ? {} : { users: options.users }),
});

async function runAll(
  settings: LiveCheckSettings,
  repeat: number,
  credentials: Credentials | null,
): Promise<RunRecord[]> {
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort(new Error('interrupted'));
  const isInterrupted = (): boolean => cancel.signal.aborted;
  process.once('SIGINT', interrupt);
  // One for all repeats: together they stay below the edge's limit.
  const reading = readTarget(settings.target);
  const limiter: RateLimiter | null = reading.ok && reading.target.loopback ? null : createRateLimiter();
  const bans = createBanList();
  const isBanned = (): boolean => reading.ok && bans.until(new URL(reading.target.origin).host) !== null;
  const runs: RunRecord[] = [];
  try {
    while (runs.length < repeat && !isInterrupted()) {
      let record = emptyRecord;
      const progress = checkProgress(runs.length + 1, repeat);
      for await (const event of runLiveCheck(settings, {
        signal: cancel.signal,
        ...(credentials === null ? {} : { credentials }),
        ...(limiter === null ? {} : { limiter }),
        bans,
      })) {
        record = withEvent(record, event);
        progress.show(record);
      }
      progress.clear();
      // An interruption that lands at the start of a run leaves none: what the runs before it have shown stands.
      if (isInterrupted() && runs.length > 0 && askedNothing(record.results)) break;
      if (record.refusal !== null) throw new UsageFault([refusalText(record.refusal)]);
      runs.push(record);
      // Each request would begin the ban anew, and a run without any shows nothing.
      if (isBanned() && runs.length < repeat) {
        process.stderr.write(`${runsLeft(repeat - runs.length)} left out: HTTP 429 was the answer\n`);
        break;
      }
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
  return runs;
}

const runsLeft = (count: number): string => (count === 1 ? '1 run is' : `${count} runs are`);

/** The refusal in the words of this command. */
function refusalText({ code, message }: Refusal): string {
  if (code === 'production-not-confirmed') return `${message}, with --allow-production`;
  if (code === 'no-credentials')
    return `${message}; set SSOT_JWT_SECRET, SSOT_STAGING_TOKEN or SSOT_E2E_BYPASS_KEY`;
  return message;
}

/** What could be written before the runs and cannot now goes to stdout, so that they were not for nothing. */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    process.stdout.write(text);
    throw cannotWrite(file, error);
  }
}
