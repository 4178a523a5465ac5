import { resolve } from 'node:path';
import type { Language } from '../../engine/facts.ts';
import { languageOf } from '../../engine/graph/moduleGraph.ts';
import type { Project } from '../project.ts';
import type { ProjectFiles } from '../projectFiles.ts';
import { today } from '../today.ts';
import type { Traces } from '../trace.ts';
import { whatWasWatched } from './compare.ts';
import type { RecordFile } from './recordFile.ts';
import { restsOf, storedMemory, type FileFindings, type ScanRests } from './scanRecord.ts';
import { stampAfterReading, type Stamp } from './stamps.ts';

/** A scan that has come to its end. */
export interface EndedScan {
  readonly project: Project;
  readonly files: ProjectFiles;
  readonly traces: Traces;
  /** Of all candidates, in the order of the walk. */
  readonly findings: readonly FileFindings[];
  /** Milliseconds since 1970, before anything was read. */
  readonly started: number;
  /** The stamp of a file that was not read from disk; undefined for one that was. */
  readonly stampUnread: (file: string) => Stamp | undefined;
  /** What the earlier scan rests on that this one has its findings of, and the languages that were scanned anew all the same. */
  readonly earlier?: { readonly rests: ScanRests; readonly redone: ReadonlySet<Language> };
}

/** Keeps what a scan has found, with all that it rests on. */
export function keepScan(record: RecordFile, scan: EndedScan): void {
  const { project, files, findings, started, stampUnread } = scan;
  const { root } = project.loaded;
  const covered = project.files();
  const stamps = covered.map(
    (file) => stampUnread(file) ?? stampAfterReading(resolve(root, file), 'stat', started),
  );
  const rests = restsAfter(scan);
  const watched = whatWasWatched(root, files, covered, rests, started);
  const nested = project.nested();
  record.write({ files: covered, stamps, nested, watched, findings, day: today() }, rests);
}

function restsAfter({ project, traces, earlier }: EndedScan): ScanRests {
  const { graph } = project.analysis();
  const rests = (language: Language): ScanRests['languages'][Language] =>
    restsOf(
      [...graph.seenFromOutside()].filter((file) => languageOf(file) === language),
      traces[language],
      earlier?.redone.has(language) === false ? earlier.rests.languages[language] : undefined,
    );
  return {
    languages: { python: rests('python'), typescript: rests('typescript') },
    python: storedMemory(project.python()!),
  };
}
