import { writeFile } from 'node:fs/promises';
import type { Credentials } from '../livecheck/credentials.ts';
import { probes, type LiveCheckSettings, type Refusal, type TargetSettings } from '../livecheck/protocol.ts';
import { createRateLimiter, type RateLimiter } from '../livecheck/rateLimit.ts';
import { runLiveCheck } from '../livecheck/runLiveCheck.ts';
import { emptyRecord, withEvent, type RunRecord } from '../livecheck/runRecord.ts';
import { originOf, readAuthOrigin, readTarget } from '../livecheck/target.ts';
import { isGraver, isPass } from '../livecheck/verdict.ts';
import { liveCheckText, repeatText } from './liveCheckText.ts';
import { promptForSecret } from './secretPrompt.ts';
import type { CheckDependencies, CheckOptions, ReadTargets } from './commands/check.ts';

const exit = { pass: 0, notPass: 1, usage: 2, internal: 3 } as const;

/** What a user got wrong: told in one line, with exit code 2. */
export class UsageError extends Error {}

/** Runs the live check as often as asked and prints its result. @returns the exit code */
export async function runCheck(
  options: CheckOptions,
  dependencies: CheckDependencies,
  version: string,
): Promise<number> {
  try {
    const { runs, worst } = await recordRuns(options, dependencies);
    const color =
      options.color &&
      options.output === undefined &&
      process.stdout.isTTY &&
      process.env['NO_COLOR'] === undefined;
    const text =
      options.format === 'json'
        ? `${JSON.stringify(documentOf(worst, runs, version), null, 2)}\n`
        : liveCheckText(worst, { color }) + (runs.length > 1 ? repeatText(runs, { color }) : '');
    if (options.output === undefined) process.stdout.write(text);
    else await write(options.output, text);
    return isPass(worst.verdict!.status) ? exit.pass : exit.notPass;
  } catch (error) {
    const usage = error instanceof UsageError;
    process.stderr.write(
      `ssot check: ${usage ? '' : 'internal error: '}${error instanceof Error ? error.message : String(error)}\n`,
    );
    return usage ? exit.usage : exit.internal;
  }
}

/** Runs the live check as often as asked. @throws UsageError for what a user got wrong */
export async function recordRuns(
  options: CheckOptions,
  dependencies: CheckDependencies,
): Promise<{ readonly runs: readonly RunRecord[]; readonly worst: RunRecord }> {
  const settings = await settingsOf(options, dependencies);
  const runs = await runAll(
    settings,
    options.repeat,
    await credentialsFor(settings.target, options.url !== undefined),
  );
  return { runs, worst: runs.reduce((a, b) => (isGraver(b.verdict!.status, a.verdict!.status) ? b : a)) };
}

async function settingsOf(
  options: CheckOptions,
  { readTargets }: CheckDependencies,
): Promise<LiveCheckSettings> {
  if (options.users > 1)
    throw new UsageError('--users above 1 is for the isolation probe, which this version does not have');
  const ms = options.timeout === undefined ? undefined : options.timeout * 1000;
  const waits = {
    httpTimeoutMs: ms,
    connectTimeoutMs: ms,
    welcomeTimeoutMs: ms,
    replyTimeoutMs: ms,
    closeTimeoutMs: ms,
  };
  return {
    target: options.url === undefined ? await namedTarget(options, readTargets) : { apiUrl: options.url },
    scope: options.scope,
    timing: ms === undefined ? {} : (waits as Record<keyof typeof waits, number>),
    allowProduction: options.allowProduction === true,
  };
}

async function namedTarget(options: CheckOptions, readTargets: ReadTargets): Promise<TargetSettings> {
  const reading = await readTargets(options.config);
  if (!reading.ok) throw new UsageError(reading.message);
  const names = Object.keys(reading.targets);
  const known = names.length === 0 ? 'the configuration has no targets' : `there are ${names.join(', ')}`;
  if (options.target === undefined) {
    if (names.length === 1) return reading.targets[names[0]!]!;
    throw new UsageError(`say what to check with --url URL or --target NAME; ${known}`);
  }
  if (!Object.hasOwn(reading.targets, options.target))
    throw new UsageError(`there is no target "${options.target}"; ${known}`);
  return reading.targets[options.target]!;
}

/**
 * Secrets are bound to one origin; null leaves a backend on this machine its development secret.
 *
 * @param byUrl whether the user named the backend. A target of a configuration may come with a foreign repository, so
 * what stands in the environment goes there only where SSOT_JWT_ORIGIN says so.
 */
async function credentialsFor(settings: TargetSettings, byUrl: boolean): Promise<Credentials | null> {
  const reading = readTarget(settings);
  if (!reading.ok) throw new UsageError(reading.refusal.message);
  const { origin, loopback } = reading.target;
  const given = environmentCredentials(origin);
  const meant = process.env['SSOT_JWT_ORIGIN'];
  if (given && (meant === undefined ? byUrl : originOf(meant) === origin)) return given;
  if (loopback) return null;
  if (given) {
    const why = meant === undefined ? 'nothing says for which backend it is' : `it is for ${meant}`;
    throw new UsageError(
      `the secret in the environment is not sent to ${origin}: ${why}; set SSOT_JWT_ORIGIN=${origin}, or name the backend with --url`,
    );
  }
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  const typed = await promptForSecret(`Signing secret for ${origin}`, process.stdin, process.stderr);
  if (typed === null) throw new UsageError('no secret was entered');
  return { kind: 'secret', secret: typed, origin };
}

function environmentCredentials(origin: string): Credentials | undefined {
  const token = process.env['SSOT_STAGING_TOKEN']?.trim();
  const secret = process.env['SSOT_JWT_SECRET'];
  const key = process.env['SSOT_E2E_BYPASS_KEY'];
  if (token) return { kind: 'token', token, origin };
  if (secret) return { kind: 'secret', secret, origin };
  if (!key) return undefined;
  // Never the target's own word: a configuration may come with a foreign repository.
  const authOrigin = readAuthOrigin(process.env['SSOT_AUTH_ORIGIN'] ?? '');
  if (authOrigin === null)
    throw new UsageError('SSOT_E2E_BYPASS_KEY needs SSOT_AUTH_ORIGIN, the auth service that the key is for');
  return { kind: 'simulation', key, authOrigin, origin };
}

async function runAll(
  settings: LiveCheckSettings,
  repeat: number,
  credentials: Credentials | null,
): Promise<RunRecord[]> {
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort(new Error('interrupted'));
  process.once('SIGINT', interrupt);
  // One for all repeats: together they stay below the edge's limit.
  const reading = readTarget(settings.target);
  const limiter: RateLimiter | null = reading.ok && reading.target.loopback ? null : createRateLimiter();
  const runs: RunRecord[] = [];
  try {
    while (runs.length < repeat && !cancel.signal.aborted) {
      let record = emptyRecord;
      const progress = progressLine(runs.length + 1, repeat);
      for await (const event of runLiveCheck(settings, {
        signal: cancel.signal,
        ...(credentials === null ? {} : { credentials }),
        ...(limiter === null ? {} : { limiter }),
      })) {
        record = withEvent(record, event);
        progress.show(record);
      }
      progress.clear();
      if (record.refusal !== null) throw new UsageError(refusalText(record.refusal));
      runs.push(record);
    }
  } finally {
    process.off('SIGINT', interrupt);
  }
  return runs;
}

/** The refusal in the words of this command. */
function refusalText({ code, message }: Refusal): string {
  if (code === 'production-not-confirmed') return `${message}, with --allow-production`;
  if (code === 'no-credentials')
    return `${message}; set SSOT_JWT_SECRET, SSOT_STAGING_TOKEN or SSOT_E2E_BYPASS_KEY`;
  return message;
}

/** A line on a terminal's stderr that says which probe is at work; nothing anywhere else. */
function progressLine(run: number, of: number) {
  const shown = process.stderr.isTTY;
  return {
    show(record: RunRecord) {
      if (!shown || record.current === null || record.started === null) return;
      const title = probes.find(({ id }) => id === record.current)?.title ?? record.current;
      const runs = of > 1 ? `run ${run} of ${of}, ` : '';
      process.stderr.write(
        `\r\u001b[K${runs}${record.results.length + 1}/${record.started.probes.length} ${title}`,
      );
    },
    clear() {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}

/** The JSON document: the gravest run, and all of them where there were several. */
function documentOf(worst: RunRecord, runs: readonly RunRecord[], version: string) {
  const part = (run: RunRecord) => ({
    verdict: run.verdict,
    probes: run.results,
    evidence: run.evidence,
    notTested: run.verdict?.notTested ?? [],
    durationMs: run.durationMs,
    cancelled: run.cancelled,
  });
  return {
    schemaVersion: 1,
    tool: { name: 'ssot-migrator', version },
    target: worst.started?.target,
    scope: worst.started?.scope,
    startedAt: worst.started?.startedAt,
    user: worst.started?.user,
    ...part(worst),
    ...(runs.length > 1 ? { runs: runs.map(part) } : {}),
  };
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
