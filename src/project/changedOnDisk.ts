import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { mayHaveChangedSince } from './cache/stamps.ts';
import type { Project } from './project.ts';
import { codeFile } from './projectFiles.ts';

/**
 * The files and folders of a project that may have been written, made or deleted since a moment, whoever has told of it: what
 * watches the disk may be behind. Asks for the times of all files and folders, and reads none; yields undefined in between.
 *
 * @param since milliseconds since 1970
 */
export function* changedOnDisk(project: Project, since: number): Generator<string | undefined> {
  const { root } = project.loaded;
  const files = project.files();
  for (const [at, file] of files.entries()) {
    if (at % 200 === 0) yield undefined;
    if (mayHaveChangedSince(join(root, file), since)) yield file;
  }
  const folders = new Set<string>(['']);
  for (const file of files) for (let at = folderOf(file); at !== ''; at = folderOf(at)) folders.add(at);
  for (const folder of folders)
    if (mayHaveChangedSince(join(root, folder), since)) yield* newIn(project, folder, folders);
}

/** What stands in a folder of which the project knows nothing. */
function* newIn(project: Project, folder: string, folders: ReadonlySet<string>): Generator<string> {
  for (const entry of entriesOf(join(project.loaded.root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() ? !folders.has(path) : codeFile.test(entry.name) && !project.isSeen(path))
      yield path;
  }
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === '.' ? '' : folder;
}

function entriesOf(folder: string): ReturnType<typeof listed> {
  try {
    return listed(folder);
  } catch {
    // It has gone with all that was in it, which is told of file by file.
    return [];
  }
}

function listed(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
