import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { arch, release, type as system } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { readLog } from '../../livecheck/logs/readLog.ts';
import type { CodeState, HistoryAnswer } from '../../project/survey/surveyProtocol.ts';
import { buildReport } from '../../report/validation/buildReport.ts';
import { given, missing, type ReportInput } from '../../report/validation/input.ts';
import { isReportData } from '../../report/validation/readReport.ts';
import { burnDownName, reportFiles, stemOf } from '../../report/validation/reportFiles.ts';
import { createHistoryProcess } from '../burnDown/historyProcess.ts';
import type { ReportPlaces } from '../commands.ts';
import type { RunRecord } from '../liveCheck/runRecord.ts';
import { orNothing } from '../orNothing.ts';
import { withRequestProgress } from '../requestProgress.ts';
import type { Session } from '../session.ts';
import { checkInput } from './checkInput.ts';
import { nothingStated } from './askForStated.ts';
import { askForPlaces } from './places.ts';

export interface ReportGenerator {
  /** Resolves with the Markdown; undefined where a question was dismissed, the work cancelled, or something could not be read. */
  generate(places?: ReportPlaces): Promise<vscode.Uri | undefined>;
  dispose(): void;
}

/** Commits at most; more are not told apart in a drawing of that width. */
const points = 24;

/** How often the analysis may begin anew while a report is gathered. */
const mostRestarts = 5;

export function createReportGenerator(
  context: vscode.ExtensionContext,
  session: Session,
  lastRun: () => Promise<RunRecord | null>,
): ReportGenerator {
  const history = createHistoryProcess(join(context.extensionPath, 'dist', 'worker.js'));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const tool = { name: 'ssot-migrator', version };

  /** Null where there is no configuration; undefined where it was cancelled. */
  async function surveyCode(root: string): Promise<Surveyed | undefined> {
    return withRequestProgress(
      'gathering the report',
      async (token, tell) => {
        const ask = () =>
          orNothing(
            Promise.all([
              session.survey('codeState', { root }, { token }),
              history.ask(root, points, token, tell),
            ]),
          );
        // The analysis begins anew where the configuration changes, and what it was asked before is not answered.
        let found = await ask();
        for (let more = mostRestarts; !found && more > 0 && !token.isCancellationRequested; more--)
          found = await ask();
        return found && { code: found[0], history: found[1] };
      },
      'commit',
    );
  }

  async function gather(places: ReportPlaces, createdAt: string): Promise<ReportInput | undefined> {
    const root = await chosenRoot(session);
    if (root === undefined) return undefined;
    const surveyed = root === null ? null : await surveyCode(root);
    if (surveyed === undefined) return undefined;
    const stem = stemOf(basename(places.output.path));
    return {
      reportId: `report-${randomUUID()}`,
      createdAt,
      tool,
      client: {
        os: `${system()} ${release()} ${arch()}`,
        runtime: `VS Code ${vscode.version}, Node ${process.versions.node}`,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      check: checkInput(await lastRun(), tool),
      ...codeParts(surveyed, burnDownName(stem)),
      log: await logInput(places.log),
      ...(places.stated ?? nothingStated),
      baseline: missing('an earlier report is compared by ssot report --compare'),
    };
  }

  async function generate(asked: ReportPlaces | undefined): Promise<vscode.Uri | undefined> {
    const createdAt = new Date().toISOString();
    const places = asked ?? (await askForPlaces(createdAt));
    if (places === undefined) return undefined;
    const input = await gather(places, createdAt);
    if (input === undefined) return undefined;
    const built = buildReport(input);
    if (!built.ok) throw new Error(built.message);
    const past = input.history.given ? input.history.value.history : null;
    const files = reportFiles(built.report, past, stemOf(basename(places.output.path)), sha256);
    const markdown = await write(vscode.Uri.joinPath(places.output, '..'), files);
    await vscode.commands.executeCommand('markdown.showPreview', markdown);
    return markdown;
  }

  return {
    async generate(asked) {
      try {
        return await generate(asked);
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        void vscode.window.showErrorMessage(`SSOT: the report was not written: ${said}`);
        return undefined;
      }
    },
    dispose: () => {
      history.dispose();
    },
  };
}

interface Surveyed {
  readonly code: CodeState | null;
  readonly history: HistoryAnswer;
}

function codeParts(surveyed: Surveyed | null, file: string): Pick<ReportInput, 'code' | 'history'> {
  if (surveyed?.code == null) {
    const nothing = missing('the workspace has no configuration that can be used');
    return { code: nothing, history: nothing };
  }
  const { code, history } = surveyed;
  return {
    code: given(code),
    history: history.ok ? given({ file, history }) : missing(history.message),
  };
}

/** The log for a report. Throws what is wrong with the file. */
async function logInput(file: vscode.Uri | null): Promise<ReportInput['log']> {
  if (file === null) return missing('no deployment log is given');
  const name = vscode.workspace.asRelativePath(file);
  const reading = await readLog(createReadStream(file.fsPath) as AsyncIterable<Uint8Array>);
  if (!reading.ok) throw new Error(`${name}: ${reading.message}`);
  return given({ name, summary: reading.summary });
}

/** Null where there is no configuration; undefined where the question which one was dismissed. */
async function chosenRoot(session: Session): Promise<string | null | undefined> {
  const roots = (await orNothing(session.survey('projects', {}))) ?? [];
  if (roots.length < 2) return roots[0] ?? null;
  const items = roots.map((root) => ({ label: vscode.workspace.asRelativePath(root), root }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Of which configuration' }))?.root;
}

/** Writes the files into a folder. @returns the Markdown, which is the last */
async function write(folder: vscode.Uri, files: ReturnType<typeof reportFiles>): Promise<vscode.Uri> {
  const data = vscode.Uri.joinPath(folder, files.find(({ name }) => name.endsWith('.json'))!.name);
  const before = await textOf(data);
  if (before !== undefined && !isReportData(before))
    throw new Error(`${vscode.workspace.asRelativePath(data)} is there, and is not the data of a report`);
  let written = folder;
  for (const { name, text } of files) {
    written = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.writeFile(written, new TextEncoder().encode(text));
  }
  return written;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Undefined where there is no such file. */
async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
