import type { Command } from 'commander';
import { explain, type Explanation } from '../../engine/explain.ts';
import { lineStarts } from '../../engine/text.ts';
import type { Project } from '../../project/project.ts';
import { renderExplanation } from '../../report/explanation.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { indexProject, openProject } from '../openProject.ts';
import { failUsage } from '../usageError.ts';

interface ExplainOptions {
  readonly config?: string;
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('explain')
    .description('say why a violation has or has no fix: both ways to what a name means, step by step')
    .argument('<file:line>', 'a place, as `scan` prints it')
    .option('--config <file>', 'use this configuration, relative to the current folder')
    .option('--no-color', 'print without colours')
    .action((place: string, options: ExplainOptions) => {
      explainPlace(place, options);
    });
}

function explainPlace(place: string, options: ExplainOptions): void {
  const match = /^(.+?):(\d+)(?::\d+)?$/.exec(place);
  if (!match) {
    failUsage(`${place}: write it as FILE:LINE`);
    return;
  }
  const [, path = '', line = ''] = match;
  // With --config, patterns are relative to where the command runs, not to the one file.
  const opened = openProject(options.config === undefined ? [path] : ['.', path], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { project } = opened;
  const file = opened.asked.at(-1)!;
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const explanations = explanationsAt(project, file, Number(line));
  const colored = options.color && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  if (explanations.length === 0)
    process.stdout.write(`${file}:${line}: there is no violation on this line\n`);
  else process.stdout.write(renderExplanation(explanations, startsIn(project), createStyle(colored)));
  process.exitCode = ExitCode.clean;
}

function explanationsAt(project: Project, file: string, line: number): Explanation[] {
  // The candidates are what lets the analysis leave out files that pass on nothing owned.
  project.candidates();
  const analysis = project.analysis();
  return project
    .check(file)
    .violations.filter(({ range }) => range.start.line <= line && line <= range.end.line)
    .map((violation) => explain(analysis, violation));
}

function startsIn(project: Project): (file: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (file) => {
    let starts = known.get(file);
    if (!starts) known.set(file, (starts = lineStarts(project.analysis().read(file)?.text ?? '')));
    return starts;
  };
}
