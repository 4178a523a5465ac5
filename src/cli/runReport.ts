import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, release, type as system } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { VerdictStatus } from '../livecheck/protocol.ts';
import { isPass } from '../livecheck/verdict.ts';
import type { History } from '../report/history.ts';
import { buildReport } from '../report/validation/buildReport.ts';
import { checkOfRecord, readCheckDocument } from '../report/validation/checkDocument.ts';
import { given, missing, type Given, type ReportInput } from '../report/validation/input.ts';
import { isReportData, readReport } from '../report/validation/readReport.ts';
import {
  burnDownName,
  dataName,
  markdownName,
  reportFiles,
  reportName,
  stemOf,
} from '../report/validation/reportFiles.ts';
import { codeInput } from './codeInput.ts';
import type { CheckDependencies } from './commands/check.ts';
import type { ReportOptions } from './commands/report.ts';
import { ExitCode } from './exitCode.ts';
import { readLogFile } from './logFile.ts';
import { cannotWrite, refuseUnwritable } from './outputFile.ts';
import { recordRuns } from './runCheck.ts';
import { UsageFault } from './usageError.ts';
import { toolVersion } from './version.ts';

/** Gathers what there is, writes the report and says on stdout where it is. @returns the exit code */
export async function runReport(
  path: string | undefined,
  options: ReportOptions,
  dependencies: CheckDependencies,
): Promise<number> {
  try {
    return await write(path, options, dependencies);
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    for (const message of error.messages) process.stderr.write(`ssot report: ${message}\n`);
    return ExitCode.usage;
  }
}

async function write(
  path: string | undefined,
  options: ReportOptions,
  dependencies: CheckDependencies,
): Promise<number> {
  refuseWithoutLiveRun(options);
  const createdAt = new Date().toISOString();
  const output = options.output ?? reportName(createdAt);
  const folder = dirname(output);
  const stem = stemOf(basename(output));
  for (const name of namesOf(stem, options)) await refuseUnwritable(join(folder, name));
  refuseToOverwrite(folder, stem, options);
  // What can be wrong with a file is found before anything is sent or scanned.
  const baseline =
    options.compare === undefined
      ? missing('no earlier report is given (--compare FILE)')
      : readBaseline(options.compare);
  const saved = options.check === undefined ? undefined : readCheck(options.check);
  const log = await readLogOf(options.log);
  const notAsked = missing('the code was left out (--no-scan)');
  const { code, history } = options.scan
    ? await codeInput({ path, config: options.config, history: options.history })
    : { code: notAsked, history: notAsked };
  // Last, so that nothing that a configuration has wrong is found when the backend has been asked.
  const check = saved ?? (await runChecks(options, dependencies));
  const built = buildReport({
    reportId: `report-${randomUUID()}`,
    createdAt,
    tool: { name: 'ssot-migrator', version: toolVersion },
    client: {
      os: `${system()} ${release()} ${arch()}`,
      runtime: `Node ${process.versions.node}`,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    check,
    code,
    history: history.given ? given({ file: burnDownName(stem), history: history.value }) : history,
    log,
    facts: options.fact,
    waivers: options.waiver,
    baseline,
    ...(options.issue !== undefined && { issue: options.issue }),
    ...(options.phase !== undefined && { phase: options.phase }),
  });
  if (!built.ok) throw new UsageFault([`${options.check ?? 'the live check'}: ${built.message}`]);
  writeFiles(folder, reportFiles(built.report, valueOf(history), stem, sha256));
  const { title, scope, sentence, status } = built.report.verdict;
  process.stdout.write(`${join(folder, markdownName(stem))}\n${title} (scope ${scope}): ${sentence}\n`);
  return isPass(status as VerdictStatus) ? ExitCode.clean : ExitCode.violations;
}

const valueOf = (history: Given<History>): History | null => (history.given ? history.value : null);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function readCheck(file: string): ReportInput['check'] {
  const reading = readCheckDocument(textOf(file));
  if (!reading.ok) throw new UsageFault([`${file}: ${reading.message}`]);
  return given({ name: file, document: reading.check });
}

function readBaseline(file: string): ReportInput['baseline'] {
  const reading = readReport(textOf(file));
  if (!reading.ok) throw new UsageFault([`${file}: ${reading.message}`]);
  return given({ name: file, report: reading.report });
}

async function readLogOf(file: string | undefined): Promise<ReportInput['log']> {
  if (file === undefined) return missing('no deployment log is given (--log FILE)');
  const reading = await readLogFile(file);
  if (!reading.ok) throw new UsageFault([reading.message]);
  return given({ name: file === '-' ? 'stdin' : file, summary: reading.summary });
}

async function runChecks(
  options: ReportOptions,
  dependencies: CheckDependencies,
): Promise<ReportInput['check']> {
  const { url, target, config, users } = options;
  if (url === undefined && target === undefined)
    return missing('no live check is given (--check FILE, --target NAME or --url URL)');
  const { runs, worst } = await recordRuns(
    {
      format: 'json',
      color: false,
      scope: options.scope,
      repeat: options.repeat,
      waiver: options.waiver,
      allowProduction: options.allowProduction === true,
      ...(users !== undefined && { users }),
      ...(url !== undefined && { url }),
      ...(target !== undefined && { target }),
      ...(config !== undefined && { config }),
    },
    dependencies,
  );
  const document = checkOfRecord(worst, runs);
  return document === null
    ? missing('the live check did not start')
    : given({ name: 'ssot check', document });
}

/** What would be left out silently is refused: a saved check has had its scope, users and repeats. */
function refuseWithoutLiveRun({ url, target, check, ofLiveRun }: ReportOptions): void {
  if (url !== undefined || target !== undefined || ofLiveRun.length === 0) return;
  const why = check === undefined ? 'and none is asked for' : `and --check ${check} is one that has been`;
  throw new UsageFault([
    `${ofLiveRun.join(', ')}: only for a live run, ${why}; name a backend with --target NAME or --url URL, or leave that out`,
  ]);
}

/** A report beside a check of the same name would take the place of what it stands on. */
function refuseToOverwrite(folder: string, stem: string, { check, log, compare }: ReportOptions): void {
  const written = [markdownName(stem), dataName(stem), burnDownName(stem)].map((name) =>
    resolve(folder, name),
  );
  for (const input of [check, log, compare])
    if (input !== undefined && written.includes(resolve(input)))
      throw new UsageFault([`${input} would be overwritten by the report; give another name with --output`]);
  const data = join(folder, dataName(stem));
  if (existsSync(data) && !isReportData(textOf(data)))
    throw new UsageFault([
      `${data} is there, and is not the data of a report; give another name with --output`,
    ]);
}

/** The files that the report may come to be. */
function namesOf(stem: string, { scan, history }: ReportOptions): readonly string[] {
  return [markdownName(stem), dataName(stem), ...(scan && history ? [burnDownName(stem)] : [])];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageFault([error instanceof Error ? error.message : String(error)]);
  }
}

function writeFiles(folder: string, files: ReturnType<typeof reportFiles>): void {
  for (const { name, text } of files) {
    const file = join(folder, name);
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw cannotWrite(file, error);
    }
  }
}
