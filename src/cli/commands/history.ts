import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { countPoint, type HistoryCounts } from '../../engine/phases/historyCounts.ts';
import { readHistory } from '../../project/history/history.ts';
import { renderBurnDown } from '../../report/burnDown.ts';
import { renderHistoryJson, type History } from '../../report/history.ts';
import { renderHistoryText } from '../../report/historyText.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { openProject } from '../openProject.ts';
import { cannotWrite, refuseUnwritable } from '../outputFile.ts';
import { createProgressLine } from '../progress.ts';
import { failUsage, UsageFault } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface HistoryOptions {
  readonly config?: string;
  readonly format: 'text' | 'json' | 'svg';
  readonly output?: string;
  readonly points: number;
  readonly since?: string;
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('history')
    .description('count what was left at commits of the past, by the configuration of today')
    .argument('[path]', 'the folder; the current one without it')
    .option('--config <file>', 'use this configuration, relative to the folder')
    .addOption(
      new Option('--format <format>', 'how to print; svg draws a burn-down')
        .choices(['text', 'json', 'svg'])
        .default('text'),
    )
    .option('--output <file>', 'write to a file instead of stdout')
    .option('--points <n>', 'at most so many commits, spread over time', readPoints, 20)
    .option('--since <day>', 'only commits from this day on, as 2027-03-31', readDay)
    .option('--no-color', 'print without colours')
    .action(async (path: string | undefined, options: HistoryOptions) => {
      try {
        if (options.output !== undefined) await refuseUnwritable(options.output);
        await history(path, options);
      } catch (error) {
        if (!(error instanceof UsageFault)) throw error;
        failUsage(...error.messages);
      }
    });
}

function readPoints(text: string): number {
  const points = Number(text);
  if (!Number.isInteger(points) || points < 2 || points > 500)
    throw new InvalidArgumentError('give a number from 2 to 500.');
  return points;
}

function readDay(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('write a day as 2027-03-31.');
  return text;
}

async function history(path: string | undefined, options: HistoryOptions): Promise<void> {
  const opened = openProject(path === undefined ? [] : [path], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { loaded } = opened.project;
  const { points: wanted, since } = options;
  const read = readHistory(loaded, { points: wanted, ...(since !== undefined && { since }) });
  if (!read.ok) {
    failUsage(read.message);
    return;
  }
  if (read.isShallow)
    process.stderr.write('ssot: this clone is shallow: what was before its oldest commit is not told\n');
  const progress = createProgressLine();
  const points: HistoryCounts[] = [];
  progress.show(`looking at commit 1 of ${read.count}`);
  for await (const point of read.points) {
    points.push(countPoint(point));
    progress.show(`looking at commit ${points.length + 1} of ${read.count}`);
  }
  progress.clear();
  const rendered = render({ phases: loaded.config.phases, points }, options);
  if (options.output === undefined) process.stdout.write(rendered);
  else {
    try {
      writeFileSync(options.output, rendered);
    } catch (error) {
      throw cannotWrite(options.output, error);
    }
  }
  process.exitCode = ExitCode.clean;
}

function render(found: History, { format, output, color }: HistoryOptions): string {
  switch (format) {
    case 'json':
      return renderHistoryJson(found, toolVersion);
    case 'svg':
      return renderBurnDown(found);
    case 'text': {
      const colored =
        color && output === undefined && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
      return renderHistoryText(found, createStyle(colored));
    }
  }
}
