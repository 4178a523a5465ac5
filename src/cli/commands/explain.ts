import type { Command } from 'commander';
import { explain, type Explanation } from '../../engine/explain.ts';
import { placeIn } from '../../engine/placeIn.ts';
import { lineStarts, rangeOf, type LineStarts } from '../../engine/text.ts';
import type { Project } from '../../project/project.ts';
import { renderExplanation, type PlaceOf } from '../../report/explanation.ts';
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
    .argument('<file:line>', 'a place, as `scan` prints it; in a notebook FILE:LINE or "FILE:cell N:LINE"')
    .option('--config <file>', 'use this configuration, relative to the current folder')
    .option('--no-color', 'print without colours')
    .action((place: string, options: ExplainOptions) => {
      explainPlace(place, options);
    });
}

function explainPlace(place: string, options: ExplainOptions): void {
  const match = /^(.+?):(?:cell (\d+):)?(\d+)(?::\d+)?$/.exec(place);
  if (!match) {
    failUsage(`${place}: write it as FILE:LINE`);
    return;
  }
  const [, path = '', cell, line = ''] = match;
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
  const explanations = explanationsAt(
    project,
    file,
    cell === undefined ? undefined : Number(cell),
    Number(line),
  );
  const colored = options.color && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  if (explanations.length === 0)
    process.stdout.write(`${place.replace(path, file)}: there is no violation on this line\n`);
  else process.stdout.write(renderExplanation(explanations, placesIn(project), createStyle(colored)));
  process.exitCode = ExitCode.clean;
}

/** @param cell a notebook's, in which the line is then counted; undefined where it is the file's */
function explanationsAt(
  project: Project,
  file: string,
  cell: number | undefined,
  line: number,
): Explanation[] {
  const analysis = project.analysis();
  return project
    .check(file)
    .violations.filter((violation) => {
      if (cell !== undefined && violation.cell?.index !== cell) return false;
      const range = cell === undefined ? violation.range : violation.cell!.range;
      return range.start.line <= line && line <= range.end.line;
    })
    .map((violation) => explain(analysis, violation));
}

function placesIn(project: Project): PlaceOf {
  const known = new Map<string, LineStarts>();
  return (file, span) => {
    const snapshot = project.analysis().read(file);
    let starts = known.get(file);
    if (!starts) known.set(file, (starts = lineStarts(snapshot?.text ?? '')));
    return snapshot ? placeIn(snapshot, starts, span) : { range: rangeOf(starts, span) };
  };
}
