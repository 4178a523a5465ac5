import type { Language } from '../../engine/facts.ts';
import type { PlaceInFile } from '../../engine/placeIn.ts';
import type { Violation } from '../../engine/violation.ts';
import type { PythonMemory } from '../pythonMemory.ts';
import type { Trace } from '../trace.ts';
import type { Stamp, Watching } from './stamps.ts';

/** Something in a file that could not be read, or all of it: that begins at the file's start. */
export interface FileProblem extends PlaceInFile {
  readonly message: string;
}

/** What a scan found in a file that it read. */
export interface FileFindings {
  readonly file: string;
  readonly violations: readonly Violation[];
  readonly problems: readonly FileProblem[];
  /** A suppression in it says until when it counts. */
  readonly isDated?: boolean;
}

/** What a scan saw: all that is needed to say the same again while nothing has changed. */
export interface ScanResults {
  /** All files that are covered, in the order of the walk, relative to the root, and the stamp of each. */
  readonly files: readonly string[];
  readonly stamps: readonly Stamp[];
  /** The configurations below the root, whose folders are projects of their own. */
  readonly nested: readonly string[];
  /** What else the scan rests on: folders that were listed, settings, links. Absolute, or relative to the root. */
  readonly watched: readonly (readonly [path: string, how: Watching, was: Stamp])[];
  /** In the order of the walk; files that were not read in full are not there. */
  readonly findings: readonly FileFindings[];
  /** The day in UTC, as `2027-03-31`. */
  readonly day: string;
}

/** Whether what was found may be different today though nothing has changed. */
export function isOutdated({ findings, day }: ScanResults, today: string): boolean {
  return day !== today && findings.some(({ isDated }) => isDated);
}

/** What the findings of one language rest on. */
export interface LanguageRests {
  /** Covered files and others that were read for the sake of what they mean to somebody else. */
  readonly consulted: readonly string[];
  readonly files: readonly (readonly [path: string, isThere: boolean])[];
  readonly directories: readonly (readonly [path: string, isThere: boolean])[];
  readonly read: readonly string[];
  readonly links: readonly (readonly [link: string, folder: string])[];
}

/** What tells which findings still hold once something has changed. */
export interface ScanRests {
  readonly languages: Readonly<Record<Language, LanguageRests>>;
  readonly python: {
    readonly sought: PythonMemory['sought'];
    readonly leading: readonly string[];
    readonly contributions: readonly (readonly [file: string, names: readonly string[]])[];
    readonly words: readonly string[];
  };
}

/** @param consulted files that the analysis has asked for what others see of them, beside those of the trace */
export function restsOf(
  consulted: Iterable<string>,
  { files, directories, read, links, consulted: before }: Trace,
  earlier: LanguageRests | undefined,
): LanguageRests {
  const merged = <Value>(
    before: readonly (readonly [string, Value])[] | undefined,
    now: ReadonlyMap<string, Value>,
  ): (readonly [string, Value])[] => [...new Map([...(before ?? []), ...now])];
  return {
    consulted: [...new Set([...(earlier?.consulted ?? []), ...before, ...consulted])],
    files: merged(earlier?.files, files),
    directories: merged(earlier?.directories, directories),
    read: [...new Set([...(earlier?.read ?? []), ...read])],
    links: merged(earlier?.links, links),
  };
}

export function pythonMemory({ python }: ScanRests): PythonMemory {
  return {
    sought: python.sought,
    leading: new Set(python.leading),
    contributions: new Map(python.contributions),
    words: new Set(python.words),
  };
}

export function storedMemory({ sought, leading, contributions, words }: PythonMemory): ScanRests['python'] {
  return { sought, leading: [...leading], contributions: [...contributions], words: [...words] };
}
