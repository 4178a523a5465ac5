import { Option, type Command } from 'commander';
import { ruleIds, type Config } from '../engine/config/schema.ts';
import type { BaseViolation } from '../report/baseReport.ts';
import { nameOf } from './openProjects.ts';
import type { OpenedProject } from './openProject.ts';

/** The part of all violations that a command is asked to look at. */
export interface Narrowing {
  readonly rule?: string;
  readonly phase?: string;
  readonly source?: string;
}

/** Adds `--rule`, `--phase` and `--source`. */
export function addNarrowing(command: Command): Command {
  return command
    .addOption(new Option('--rule <id>', 'only one rule').choices(ruleIds))
    .option('--phase <id>', 'only the rules of one phase')
    .option('--source <id>', 'only what one source owns a name of');
}

/** What the configuration does not have of what is asked for, as a message. */
export function unknownPart({ phases, sources }: Config, { phase, source }: Narrowing): string | undefined {
  return unknownId('phase', phase, phases) ?? unknownId('source', source, sources);
}

/** The same of several configurations, as messages that say which they are about. */
export function unknownParts(projects: readonly OpenedProject[], asked: Narrowing): string[] {
  return projects.flatMap((each) => {
    const unknown = unknownPart(each.project.loaded.config, asked);
    if (unknown === undefined) return [];
    return [projects.length > 1 ? `${nameOf(each)}: ${unknown}` : unknown];
  });
}

function unknownId(
  what: string,
  asked: string | undefined,
  known: readonly { readonly id: string }[],
): string | undefined {
  if (asked === undefined || known.some(({ id }) => id === asked)) return undefined;
  const ids = known.map(({ id }) => id).join(', ');
  return `there is no ${what} ${asked}; there ${known.length === 0 ? 'are none' : `is ${ids}`}`;
}

/** What is asked about of a violation, of this scan or of an earlier one. */
type Narrowed = Pick<BaseViolation, 'ruleId' | 'phase' | 'items'>;

/** Whether a violation is asked for. One of several sources is, where any of them is. */
export function isWithin({ ruleId, phase, items }: Narrowed, asked: Narrowing): boolean {
  return (
    (asked.rule === undefined || ruleId === asked.rule) &&
    (asked.phase === undefined || phase === asked.phase) &&
    (asked.source === undefined || items.some(({ source }) => source === asked.source))
  );
}
