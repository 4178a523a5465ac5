import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changedOnDisk } from '../../../src/project/changedOnDisk.ts';
import { loadConfig } from '../../../src/project/configuration.ts';
import { createProject, type Project } from '../../../src/project/project.ts';
import { takeInChanges } from '../../../src/project/refactorImporters.ts';
import { chat, makeFolder, type Folder } from './chat.ts';

function read(): { folder: Folder; project: Project } {
  const folder = makeFolder(chat);
  const result = loadConfig(folder.at('ssot.config.json'));
  if (!result.ok) throw new Error('the configuration is wrong');
  const project = createProject(result.loaded);
  takeInChanges(project);
  return { folder, project };
}

function changed(project: Project, since: number): string[] {
  return [...changedOnDisk(project, since)].flatMap((path) => path ?? []).sort();
}

/** A moment before which all that was written so far is settled. */
const later = (): number => Date.now() + 60_000;

describe('what has changed on disk', () => {
  it('is nothing where all is older', () => {
    const { project } = read();
    expect(changed(project, later())).toEqual([]);
  });

  it('is every file that may have been written since, also in the moment before', () => {
    const { project } = read();
    expect(changed(project, Date.now())).toEqual([...project.files()].sort());
  });

  it('has what is gone, whenever that was', () => {
    const { folder, project } = read();
    folder.remove('chat/safe.py');
    expect(changed(project, later())).toEqual(['chat/safe.py']);
  });

  it('has files and folders that came, and nothing that is no code', () => {
    const { folder, project } = read();
    folder.write({ 'chat/new.py': '', 'chat/notes.txt': '' });
    mkdirSync(folder.at('fresh'));
    const came = changed(project, Date.now()).filter((path) => !project.isSeen(path));
    expect(came).toEqual(['chat/new.py', 'fresh']);
  });
});
