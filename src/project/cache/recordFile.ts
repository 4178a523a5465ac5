import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ScanRests, ScanResults } from './scanRecord.ts';

/** A scan as an earlier process has left it. */
export interface StoredScan {
  readonly results: ScanResults;
  /** Needed only where something has changed; undefined where it cannot be read. */
  rests(): ScanRests | undefined;
}

/** The file in which one scan is kept. Nothing that goes wrong with it is an error: a scan without it only takes longer. */
export interface RecordFile {
  /** What was kept under the same key. */
  read(): StoredScan | undefined;
  write(results: ScanResults, rests: ScanRests): void;
}

const day = 24 * 60 * 60 * 1000;
const longestUnused = 30 * day;
const mostFiles = 64;
/** All files together, in bytes: one of ten thousand files of code takes some five million. */
const mostBytes = 200_000_000;
const ending = '.scan';

/**
 * @param folder absolute; it is made when there is something to write
 * @param name what is scanned: one file for each
 * @param key all that has to be the same for what is kept to be of use
 */
export function createRecordFile(folder: string, name: string, key: string): RecordFile {
  const path = join(folder, `${digestOf(name).slice(0, 40)}${ending}`);

  function read(): StoredScan | undefined {
    try {
      const bytes = readFileSync(path);
      const end = bytes.indexOf('\n');
      const [keyDigest, resultsDigest, restsDigest, length] = bytes.toString('latin1', 0, end).split(' ');
      if (end < 0 || keyDigest !== digestOf(key)) return undefined;
      const middle = end + 1 + Number(length);
      const results = parsed(bytes.subarray(end + 1, middle), resultsDigest);
      if (results === undefined) return undefined;
      keepInUse();
      return {
        results: results as ScanResults,
        rests: () => parsed(bytes.subarray(middle), restsDigest) as ScanRests | undefined,
      };
    } catch {
      return undefined;
    }
  }

  /** So that it is not cleared away. */
  function keepInUse(): void {
    const now = Date.now();
    if (now - statSync(path).mtimeMs > day) utimesSync(path, now / 1000, now / 1000);
  }

  function write(results: ScanResults, rests: ScanRests): void {
    const parts = [results, rests].map((part) => Buffer.from(JSON.stringify(part))) as [Buffer, Buffer];
    const head = [digestOf(key), ...parts.map(digestOf), parts[0].length].join(' ');
    const unfinished = `${path}.${process.pid}`;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(unfinished, Buffer.concat([Buffer.from(`${head}\n`), ...parts]), {
        mode: 0o600,
        flag: 'wx',
      });
      renameSync(unfinished, path);
      clearAway(folder, path);
    } catch {
      removeIfThere(unfinished);
    }
  }

  return { read, write };
}

/** Written by us and whole, or undefined: what has the digest needs no other check. */
function parsed(bytes: Buffer, digest: string | undefined): unknown {
  return digestOf(bytes) === digest ? JSON.parse(bytes.toString()) : undefined;
}

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What cannot be written cannot be removed either.
  }
}

/** Removes what nobody has used for long, and the oldest where there are too many or they are too large together. */
function clearAway(folder: string, current: string): void {
  const others = readdirSync(folder)
    .filter((name) => name.includes(ending))
    .map((name) => join(folder, name))
    .filter((path) => path !== current)
    .map((path) => {
      const { mtimeMs: used = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
      return { path, used, size };
    })
    .sort((a, b) => b.used - a.used);
  let bytes = statSync(current).size;
  for (const [index, { path, used, size }] of others.entries()) {
    bytes += size;
    if (index >= mostFiles - 1 || bytes > mostBytes || Date.now() - used > longestUnused) removeIfThere(path);
  }
}
