import { Option, type Command } from 'commander';
import { allViolations } from '../../project/allViolations.ts';
import { takeInventory } from '../../project/inventory.ts';
import { findOtherUses, projectProgress } from '../../project/progress.ts';
import {
  renderProgressJson,
  renderProgressMarkdown,
  renderProgressText,
} from '../../report/progressReport.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { indexProject, openProject } from '../openProject.ts';
import { runWithProgress } from '../progress.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface ProgressOptions {
  readonly config?: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('progress')
    .description('say how far the migration is, by phase, class, folder and owner, from the code alone')
    .argument('[path]', 'a folder or file, of which alone the uses count; the current folder without it')
    .option('--config <file>', 'use this configuration, relative to the folder')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--no-color', 'print without colours')
    .action(async (path: string | undefined, options: ProgressOptions) => {
      await progress(path, options);
    });
}

async function progress(path: string | undefined, options: ProgressOptions): Promise<void> {
  const opened = openProject(path === undefined ? [] : [path], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { project, isAsked } = opened;
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const violations = runWithProgress(allViolations(project), 'analyzing');
  const { inventory } = runWithProgress(takeInventory(project), 'taking stock of');
  const others = runWithProgress(findOtherUses(project, inventory), 'counting in');
  const found = await projectProgress(project, inventory, others, violations, isAsked);
  process.stdout.write(render());
  process.exitCode = ExitCode.clean;

  function render(): string {
    switch (options.format) {
      case 'json':
        return renderProgressJson(found, toolVersion);
      case 'markdown':
        return renderProgressMarkdown(found);
      case 'text': {
        const colored = options.color && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
        return renderProgressText(found, createStyle(colored));
      }
    }
  }
}
