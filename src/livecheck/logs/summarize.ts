import { saysClosed1011 } from './closed1011.ts';
import {
  classesIn,
  duplicatedUserIn,
  isSsotIndicator,
  issuesIn,
  levelIn,
  type SsotLevel,
} from './indicators.ts';
import { knownFailureIn } from './knownFailures.ts';
import type { LogEntry, LogFactName } from './logEntry.ts';
import type { LogFailure, LogSummary, LogTraceback, Seen } from './logSummary.ts';
import { redactLog } from './redactLog.ts';
import { createTally, earlier, later } from './tally.ts';
import { createTracebackReader, type PlacedTraceback } from './traceback.ts';

/** Takes in a log entry by entry and keeps of it what is worth telling, in bounded room. */
export interface Summarizing {
  readonly add: (entry: LogEntry) => void;
  readonly end: (unreadable: number) => LogSummary;
}

const sampleLength = 300;
/** Redacted first: a secret that is cut in half would not be known as one. */
const sample = (text: string): string => {
  const line = redactLog(text.slice(0, 20_000)).replace(/\s+/gu, ' ').trim();
  return line.length > sampleLength ? `${line.slice(0, sampleLength)}…` : line;
};
const mostModules = 20;

export function createSummary(): Summarizing {
  const revisions = createTally<{ name: string }>();
  const facts = createTally<{ name: LogFactName; value: string }>(100);
  const levels = createTally<{ level: SsotLevel; why: string | null }>(100);
  const classes = createTally<{ name: string }>();
  const indicators = createTally<{ text: string }>(50);
  const users = createTally<{ user: string }>();
  const issues = createTally<{ number: number }>();
  const tracebacks = createTally<Omit<LogTraceback, keyof Seen>>();
  const failures = createTally<Omit<LogFailure, keyof Seen> & { modules: string[] }>();
  const closed = createTally<{ sample: string; modules: string[] }>();
  const reader = createTracebackReader();
  const named = { services: new Set<string>(), projects: new Set<string>(), regions: new Set<string>() };
  const severities = new Map<string, number>();
  let entries = 0;
  let from: string | null = null;
  let to: string | null = null;

  function add(entry: LogEntry): void {
    const { message, revision, service, project, region, severity } = entry;
    entries++;
    from = earlier(from, entry.time);
    to = later(to, entry.time);
    if (severity !== null) severities.set(severity, (severities.get(severity) ?? 0) + 1);
    if (service !== null) named.services.add(service);
    if (project !== null) named.projects.add(project);
    if (region !== null) named.regions.add(region);
    if (revision !== null) revisions.add(revision, entry, () => ({ name: revision }));
    for (const [name, value] of Object.entries(entry.facts))
      facts.add(`${name} ${value}`, entry, () => ({ name: name as LogFactName, value: sample(value) }));
    addIndicators(entry);
    for (const number of issuesIn(message)) issues.add(String(number), entry, () => ({ number }));
    const failure = knownFailureIn(entry);
    if (failure !== undefined) {
      const { pattern: _, ...told } = failure;
      const kept = failures.add(failure.failure, entry, () => ({
        ...told,
        sample: sample(message),
        modules: [],
      }));
      addModule(kept?.modules, entry);
    }
    if (saysClosed1011(message))
      addModule(closed.add('', entry, () => ({ sample: sample(message), modules: [] }))?.modules, entry);
    reader.add(entry).forEach(addTraceback);
  }

  function addIndicators(entry: LogEntry): void {
    const { message } = entry;
    const level = levelIn(message);
    if (level !== null)
      levels.add(`${level.level} ${level.why ?? ''}`, entry, () => ({
        level: level.level,
        why: level.why === null ? null : sample(level.why),
      }));
    const found = classesIn(message);
    for (const name of found ?? []) classes.add(name, entry, () => ({ name }));
    const user = duplicatedUserIn(message);
    if (user !== null) users.add(user, entry, () => ({ user }));
    if (level === null && found === null && user === null && isSsotIndicator(message)) {
      const text = sample(message);
      // Numbers and ids differ from entry to entry where the statement is the same.
      indicators.add(text.replace(/\b[0-9a-f]{8,}\b|(?<!#)\b\d+(?:\.\d+)?/gu, '0'), entry, () => ({ text }));
    }
  }

  function addTraceback({ exception, message, place, entry }: PlacedTraceback): void {
    const key = `${exception}\0${place?.file ?? ''}\0${place?.line ?? ''}\0${place?.function ?? ''}`;
    tracebacks.add(key, entry, () => ({
      exception,
      message: sample(message),
      place,
      failure: knownFailureIn({ message: `${exception}: ${message}` })?.failure ?? null,
    }));
  }

  function end(unreadable: number): LogSummary {
    reader.end().forEach(addTraceback);
    const tallies = { revisions, classes, issues, tracebacks, indicators };
    return {
      entries,
      from,
      to,
      severities: Object.fromEntries([...severities].sort(([a], [b]) => (a < b ? -1 : 1))),
      services: [...named.services].sort(),
      projects: [...named.projects].sort(),
      regions: [...named.regions].sort(),
      revisions: revisions.list(),
      facts: facts.list(),
      ssot: {
        levels: levels.list(),
        classes: classes.list().toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        indicators: indicators.list(),
        duplicatedUsers: users.list(),
      },
      issues: issues.list().toSorted((a, b) => a.number - b.number),
      tracebacks: mostFirst(tracebacks.list()),
      failures: mostFirst(failures.list()),
      closed1011: closed.list()[0] ?? null,
      unreadable,
      cut: Object.entries(tallies).flatMap(([name, tally]) => (tally.isCut() ? [name] : [])),
    };
  }

  return { add, end };
}

function addModule(modules: string[] | undefined, { module }: LogEntry): void {
  if (module !== null && modules && modules.length < mostModules && !modules.includes(module))
    modules.push(module);
}

function mostFirst<T extends Seen>(things: readonly T[]): readonly T[] {
  return things.toSorted((a, b) => b.count - a.count || a.line - b.line);
}
