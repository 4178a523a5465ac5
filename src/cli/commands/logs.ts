import { Option, type Command } from 'commander';
import { renderLogJson, renderLogMarkdown, renderLogText } from '../../report/logs/renderLog.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { readLogFile } from '../logFile.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface LogsOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('logs')
    .description(
      'say what a deployment log shows: single source of truth, revisions, 1011 closes, tracebacks',
    )
    .argument(
      '<file>',
      'a log as `gcloud logging read --format json` writes it, lines of JSON, or text; - for stdin',
    )
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--no-color', 'print without colours')
    .action(async (file: string, options: LogsOptions) => {
      await logs(file, options);
    });
}

async function logs(file: string, options: LogsOptions): Promise<void> {
  const reading = await readLogFile(file);
  if (!reading.ok) {
    failUsage(reading.message);
    return;
  }
  const { summary } = reading;
  const name = file === '-' ? 'stdin' : file;
  const colored = options.color && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  const rendered = {
    text: () => renderLogText(summary, name, createStyle(colored)),
    markdown: () => renderLogMarkdown(summary, name),
    json: () => renderLogJson(summary, name, toolVersion),
  };
  process.stdout.write(rendered[options.format]());
  process.exitCode = ExitCode.clean;
}
