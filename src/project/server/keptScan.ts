import { keepScan } from '../cache/keepScan.ts';
import { knownScan, type KnownScan } from '../cache/knownScan.ts';
import type { RecordFile } from '../cache/recordFile.ts';
import { recordIn } from '../cache/recordIn.ts';
import type { FileFindings } from '../cache/scanRecord.ts';
import { untrusted } from '../cache/stamps.ts';
import { absolutePath } from '../fileReport.ts';
import type { Scanning } from '../findings.ts';
import type { Project } from '../project.ts';
import type { ScanRequest } from '../protocol.ts';
import { isBelow } from '../workspace.ts';
import { isSameAsOnDisk } from './sameAsOnDisk.ts';
import type { WorkspaceState } from './workspaceState.ts';

/** The scan of one project as it is kept from one window to the next. */
export interface KeptScan {
  /** What an earlier window has found, brought up to date; undefined where all has to be scanned. */
  known(): Scanning<KnownScan | undefined>;
  /** Keeps what a scan of all of the project has found, unless something came in between. */
  keep(findings: readonly FileFindings[]): void;
}

/** Where more has to be looked at, the project that is open does as well: it has to look at everything sooner or later. */
const mostAnew = 0.5;

/**
 * To be opened with the project, before anything of it has been read.
 *
 * @param cache absolute
 */
export function openKeptScan(
  state: WorkspaceState,
  project: Project,
  { folders, exclude }: ScanRequest,
  cache: string,
): KeptScan {
  const started = Date.now();
  const { loaded } = project;
  const { isExcluded, files, traces } = state.workspace.basisOf(project);
  const record = recordFor(project, folders, exclude, cache);
  const documents = documentsBeside(state, project);
  return {
    known: () =>
      knownScan({
        ...{ loaded, record, isExcluded, documents, mostAnew, started },
        isShown: (file) => state.isShown(project, file),
      }),
    keep(findings) {
      const isAsScanned = state.disturbances.end(project);
      // What rests on a document without a file, no later scan can tell.
      if (!isAsScanned || !traces || [...documents.keys()].some((file) => !project.isSeen(file))) return;
      const stampUnread = (file: string): string | undefined => (documents.has(file) ? untrusted : undefined);
      keepScan(record, { project, files, traces, findings, started, stampUnread });
    },
  };
}

function recordFor(
  { loaded }: Project,
  folders: readonly string[],
  exclude: readonly string[],
  cache: string,
): RecordFile {
  const { root } = loaded;
  // Which folders are open decides what is shown of a project, and what the editor's patterns are relative to.
  const around = folders.filter(
    (folder) => folder === root || isBelow(folder, root) || isBelow(root, folder),
  );
  return recordIn(cache, loaded, [...around].sort(), [...exclude].sort());
}

/** The open documents of which the disk does not say all: another text, a notebook, or a file that is shown only while it is open. */
function documentsBeside(
  { documents, workspace }: WorkspaceState,
  project: Project,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, text] of documents) {
    const place = workspace.locate(path);
    if (place?.project !== project) continue;
    const isShownAnyhow = workspace.isInside(absolutePath(project, place.file));
    if (!isShownAnyhow || !isSameAsOnDisk(project, place.file, text)) found.set(place.file, text);
  }
  return found;
}
