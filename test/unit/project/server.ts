import { relative, sep } from 'node:path';
import type { FileViolations, ScanSummary, WorkerEvents } from '../../../src/project/protocol.ts';
import { createWorkerServer, type WorkerServer } from '../../../src/project/server/workerServer.ts';
import type { Folder } from './chat.ts';

type Event = { [Name in keyof WorkerEvents]: { name: Name; params: WorkerEvents[Name] } }[keyof WorkerEvents];

/** The worker's server in this process, with what it has told. Paths are relative to one folder. */
export interface RecordedServer extends WorkerServer {
  readonly events: Event[];
  scan(folders?: readonly string[], exclude?: readonly string[]): Promise<ScanSummary>;
  /** Kinds of the fixes of the violations of each file that has some, as an editor knows them from the events alone. */
  shown(): Record<string, string[]>;
  /** All that is known of each file that something is known of, by path. */
  known(): ReadonlyMap<string, FileViolations>;
  /** The files that were told of since the last call, in order. */
  toldOf(): string[];
  problems(): WorkerEvents['configurationProblems']['problems'];
  /** Waits until nothing more is told of. */
  rest(): Promise<void>;
}

/** @param cache where scans are kept; without it none is */
export function startServer(folder: Folder, cache?: Folder): RecordedServer {
  const events: Event[] = [];
  const server = createWorkerServer((name, params) => {
    events.push({ name, params } as Event);
  });
  let asked = 0;
  const place = (path: string): string => relative(folder.path, path).split(sep).join('/');
  const reports = (from = 0): FileViolations[] =>
    events.slice(from).flatMap((event) => (event.name === 'violations' ? [event.params] : []));

  return {
    ...server,
    events,
    scan: (folders = [folder.path], exclude = []) =>
      server.ask('scan', { folders, exclude, ...(cache && { cache: cache.path }) }, () => false),
    shown() {
      const known = new Map(reports().map(({ path, violations }) => [place(path), violations] as const));
      return Object.fromEntries(
        [...known]
          .filter(([, violations]) => violations.length > 0)
          .map(([path, violations]) => [path, violations.map(({ fix }) => fix.kind)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    },
    known() {
      const last = new Map(reports().map((report) => [place(report.path), report] as const));
      const isEmpty = ({ violations, syntaxErrors }: FileViolations): boolean =>
        violations.length + syntaxErrors.length === 0;
      return new Map([...last].filter(([, report]) => !isEmpty(report)).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    toldOf() {
      const paths = reports(asked).map(({ path }) => place(path));
      asked = events.length;
      return paths;
    },
    problems: () =>
      events
        .flatMap((event) => (event.name === 'configurationProblems' ? [event.params.problems] : []))
        .at(-1) ?? [],
    async rest() {
      // Work gives way to others after a slice of some 25 ms: it is over where many turns in a row took no time.
      let quiet = 0;
      while (quiet < 20) {
        const before = performance.now();
        await new Promise((resolve) => setImmediate(resolve));
        quiet = performance.now() - before < 10 ? quiet + 1 : 0;
      }
    },
  };
}
