import type { LogFailure, LogSummary, LogTraceback, Seen } from '../../livecheck/logs/logSummary.ts';
import { counted } from '../counted.ts';

/** One statement about a log, and how often, when and where it is seen. */
export interface LogRow {
  readonly text: string;
  /** Null for a statement about the log as a whole. */
  readonly seen: Seen | null;
}

export interface LogSection {
  readonly title: string;
  readonly rows: readonly LogRow[];
  /** What to say where there is nothing. */
  readonly nothing: string;
}

/** A log's summary in the order in which it is read: the one form behind text and Markdown. */
export function logSections(log: LogSummary): readonly LogSection[] {
  const { ssot, closed1011 } = log;
  const fact = (title: string, values: readonly string[]): LogRow[] =>
    values.length === 0 ? [] : [{ text: `${title} ${values.join(', ')}`, seen: null }];
  const seen = <T extends Seen>(things: readonly T[], text: (thing: T) => string): LogRow[] =>
    things.map((thing) => ({ text: text(thing), seen: thing }));
  return [
    {
      title: 'Deployment',
      rows: [
        ...fact('service', log.services),
        ...fact('project', log.projects),
        ...fact('region', log.regions),
        ...seen(log.revisions, ({ name }) => `revision ${name}`),
        ...seen(log.facts, ({ name, value }) => `${name.replaceAll('_', ' ')} ${value}`),
      ],
      nothing: 'The log names no service and no revision.',
    },
    {
      title: 'Single source of truth',
      rows: [
        ...seen(ssot.levels, ({ level, why }) => `validation ${level}${why === null ? '' : `: ${why}`}`),
        ...(ssot.classes.length === 0
          ? []
          : [
              {
                text: `${counted(ssot.classes.length, 'name')} beside the canonical manager class`,
                seen: null,
              },
            ]),
        ...seen(ssot.classes, ({ name }) => name),
        ...seen(ssot.duplicatedUsers, ({ user }) => `several managers for user ${user}`),
        ...seen(ssot.indicators, ({ text }) => text),
        ...seen(log.issues, ({ number }) => `issue #${number}`),
      ],
      nothing: 'No entry is about it: the runtime check writes its level when the module is loaded.',
    },
    {
      title: 'Closed with 1011',
      rows: closed1011 === null ? [] : [{ text: closed1011.sample, seen: closed1011 }],
      nothing: 'No entry says that a socket was closed with 1011.',
    },
    { title: 'Known failures', rows: seen(log.failures, failureText), nothing: 'None.' },
    { title: 'Tracebacks', rows: seen(log.tracebacks, tracebackText), nothing: 'None.' },
  ];
}

export function failureText({ failure, text, closesWith1011, modules, nextStep }: LogFailure): string {
  const where = modules.length === 0 ? '' : ` in ${modules.join(', ')}`;
  return `${failure} ${text}${where}${closesWith1011 ? '; clients see a close with 1011' : ''}. ${nextStep}`;
}

export function tracebackText({ exception, message, place, failure }: LogTraceback): string {
  const at =
    place === null
      ? ''
      : ` at ${place.file}:${place.line}${place.function === null ? '' : ` in ${place.function}`}`;
  return `${failure === null ? '' : `${failure} `}${exception}${message === '' ? '' : `: ${message}`}${at}`;
}

export function logHeadline({ entries, from, to, unreadable, cut }: LogSummary): string {
  const when = from === null ? '' : from === to ? `, ${from}` : `, ${from} to ${to!}`;
  const not = unreadable === 0 ? '' : `; ${counted(unreadable, 'line')} of JSON could not be read`;
  const more = cut.length === 0 ? '' : `; more ${cut.join(' and ')} than are listed`;
  return `${entries === 1 ? '1 entry' : `${entries.toLocaleString('en')} entries`}${when}${not}${more}`;
}

/** `12 times, 2025-09-15T05:48:29Z to …, line 7`. */
export function seenText({ count, first, last, line }: Seen): string {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en')} times`;
  const when = first === null ? '' : first === last ? `, ${first}` : `, ${first} to ${last!}`;
  return `${times}${when}, line ${line}`;
}
