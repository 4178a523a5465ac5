import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathTest } from '../../engine/globs.ts';
import type { Violation } from '../../engine/violation.ts';
import { configFileName, loadConfig, type LoadedConfig } from '../configuration.ts';
import { createProject, isProjectFile, type Project } from '../project.ts';
import { mainLine, type Commit, type CommitsWanted } from './commits.ts';
import { readObjects, treeOf, type Tree } from './trees.ts';

/** A commit, and what today's configuration finds in it. */
export interface HistoryPoint extends Commit {
  readonly violations: readonly Violation[];
  /** Why nothing can be found in it: it does not have yet what the configuration names. */
  readonly problem: string | undefined;
}

export type HistoryResult =
  | {
      readonly ok: true;
      readonly points: AsyncGenerator<HistoryPoint>;
      readonly count: number;
      /** What was before the oldest of them is not in this clone. */
      readonly isShallow: boolean;
    }
  | { readonly ok: false; readonly message: string };

/**
 * Looks at commits of the past with the configuration of today, so that all of them are measured by the same. Neither the
 * work tree nor anything in `.git` is touched: files are taken out of git into a folder of their own, from one commit to the
 * next only those that differ, and only what they reach is looked at again.
 */
export function readHistory(loaded: LoadedConfig, wanted: CommitsWanted): HistoryResult {
  const found = mainLine(loaded.root, wanted);
  if (!found.ok) return found;
  const { commits, prefix, isShallow } = found;
  return { ok: true, points: points(loaded, commits, prefix), count: commits.length, isShallow };
}

async function* points(
  loaded: LoadedConfig,
  commits: readonly Commit[],
  prefix: string,
): AsyncGenerator<HistoryPoint> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-history-')));
  try {
    writeFileSync(join(folder, configFileName), loaded.text);
    const isExcluded = pathTest(loaded.config.exclude);
    const isWanted = (path: string): boolean =>
      (isProjectFile(path) || isIgnoreFile(path)) && !isExcluded(path) && path !== configFileName;
    let before: Tree = new Map();
    let scan: Scan | undefined;
    for (const commit of commits) {
      const tree = treeOf(loaded.root, commit.id, prefix, isWanted);
      const changed = await moveTo(loaded.root, folder, before, tree);
      before = tree;
      // What git ignores decides which files count: with other rules all is looked at anew.
      if (!scan || changed.some(isIgnoreFile)) scan = createScan(folder);
      yield { ...commit, ...scan.after(changed) };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the files of one tree those of another. @returns the paths that differ */
async function moveTo(
  repository: string,
  folder: string,
  before: Tree,
  after: Tree,
): Promise<readonly string[]> {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  for (const path of gone) rmSync(join(folder, path), { force: true });
  const differing = [...after].filter(([path, object]) => before.get(path) !== object);
  const places = new Map<string, string[]>();
  for (const [path, object] of differing) places.set(object, [...(places.get(object) ?? []), path]);
  await readObjects(repository, [...places.keys()], (object, content) => {
    for (const path of places.get(object) ?? []) {
      write(join(folder, path), content);
    }
  });
  return [...gone, ...differing.map(([path]) => path)];
}

function write(place: string, content: Buffer): void {
  mkdirSync(dirname(place), { recursive: true });
  try {
    writeFileSync(place, content);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) throw error;
    // A folder has become a file.
    rmSync(place, { recursive: true });
    writeFileSync(place, content);
  }
}

function isIgnoreFile(path: string): boolean {
  return path === '.gitignore' || path.endsWith('/.gitignore');
}

interface Scan {
  /** What is found once these files have changed. */
  after(changed: readonly string[]): Pick<HistoryPoint, 'violations' | 'problem'>;
}

function createScan(folder: string): Scan {
  const result = loadConfig(join(folder, configFileName));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('; '));
  const project = createProject(result.loaded);
  const byFile = new Map<string, readonly Violation[]>();
  let problem: string | undefined;
  let isFirst = true;

  /** The files to look at again; with another problem, or with none any more, all of them. */
  function toLookAt(): Iterable<string> {
    const affected = project.affected();
    const before = problem;
    problem = problemOf(project);
    const isSame = before === problem && !isFirst;
    isFirst = false;
    return isSame ? affected : new Set([...byFile.keys(), ...project.candidates()]);
  }

  return {
    after(changed) {
      if (!isFirst) for (const path of changed) project.fileChanged(path);
      const steps = project.index()[Symbol.iterator]();
      while (!steps.next().done);
      for (const file of toLookAt()) {
        const found =
          problem === undefined && project.isCandidate(file) ? project.check(file).violations : [];
        if (found.length > 0) byFile.set(file, found);
        else byFile.delete(file);
        project.release(file);
      }
      return { violations: [...byFile.values()].flat(), problem };
    },
  };
}

function problemOf(project: Project): string | undefined {
  const { problems } = project.analysis();
  return problems.length === 0
    ? undefined
    : problems.map(({ key, message }) => `${key}: ${message}`).join('; ');
}
