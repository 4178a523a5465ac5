import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import type { Language } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { moveConfig } from '../engine/move/moveConfig.ts';
import { moveReferences } from '../engine/move/moveReferences.ts';
import { createMoves, isNamed, type Moves, type PathMove } from '../engine/move/moves.ts';
import { lineStarts, rangeOf } from '../engine/text.ts';
import { withoutExtension } from '../engine/typescript/posixPath.ts';
import { absolutePath } from './fileReport.ts';
import type { Project } from './project.ts';
import type { MoveModulesAnswer, MoveModulesRequest } from './protocol.ts';
import { createReadBuffer, readBytes } from './readText.ts';
import { rangeEdits, takeInChanges } from './refactorImporters.ts';
import type { Workspace } from './workspace.ts';

interface Surroundings {
  /** Lets others work; rejects where nobody waits for the answer any more. */
  readonly pause: () => Promise<boolean>;
  /** Whether a file is open, so that the editor knows its text. */
  readonly isOpen: (path: string) => boolean;
}

interface Answer {
  readonly files: MoveModulesAnswer['files'][number][];
  readonly left: MoveModulesAnswer['left'][number][];
  readonly refused: string[];
}

/** What follows files and folders that are about to move, for those that hold a module that a source of truth names. */
export async function moveModules(
  workspace: Workspace,
  { moves, configurations }: MoveModulesRequest,
  surroundings: Surroundings,
): Promise<MoveModulesAnswer> {
  const answer: Answer = { files: [], left: [], refused: [] };
  for (const project of workspace.projects) {
    const own = moves.flatMap(({ from, to }): PathMove[] => {
      const place = workspace.holding(from);
      if (place?.project !== project || !isNamed(project.analysis(), place.file)) return [];
      const there = workspace.holding(to);
      // A folder outside is named so that it is told apart; nothing is written there.
      return [{ from: place.file, to: there?.project === project ? there.file : `../${to}` }];
    });
    if (own.length === 0) continue;
    const open = configurations.find(({ path }) => path === project.loaded.path);
    await moveInProject(project, own, open?.text ?? project.loaded.text, surroundings, answer);
  }
  return answer;
}

async function moveInProject(
  project: Project,
  given: readonly PathMove[],
  configuration: string,
  { pause, isOpen }: Surroundings,
  { files, left, refused }: Answer,
): Promise<void> {
  const result = createMoves(project.analysis(), given);
  if (!result.ok) {
    refused.push(result.reason);
    return;
  }
  for (const file of referringFiles(project, given, result.moves, isOpen)) {
    if (await pause()) takeInChanges(project);
    const analysis = project.analysis();
    const found = moveReferences(analysis, result.moves, file);
    const path = absolutePath(project, file);
    const text = analysis.read(file)?.text ?? '';
    const obstacle = found.edits.length > 0 ? obstacleTo(project, file, isOpen(path)) : undefined;
    const starts = lineStarts(text);
    if (obstacle !== undefined)
      left.push({ path, range: rangeOf(starts, found.edits[0]!.span), reason: obstacle });
    else if (found.edits.length > 0) files.push({ path, edits: rangeEdits(text, found.edits) });
    left.push(...found.left.map(({ span, reason }) => ({ path, range: rangeOf(starts, span), reason })));
    project.release(file);
  }
  const edits = moveConfig(project.analysis(), result.moves, configuration);
  if (edits.length > 0) files.push({ path: project.loaded.path, edits: rangeEdits(configuration, edits) });
}

/** Why the editor must not write a file: it would read other characters than we have, and write others than there were. */
function obstacleTo(project: Project, file: string, isOpen: boolean): string | undefined {
  if (file.endsWith('.ipynb')) return 'it is a notebook, which is changed cell by cell';
  if (isOpen) return undefined;
  const read = readBytes(join(project.loaded.root, file));
  return read.ok && isUtf8(read.bytes) ? project.refusalToWrite(file) : 'it is not UTF-8';
}

/**
 * Files that may refer to what moves, and those that move: for Python by the index of imports and by the dotted name,
 * for TypeScript by the name of the file, since mocks are not imports. What keeps its name needs nobody to follow.
 */
function referringFiles(
  project: Project,
  given: readonly PathMove[],
  moves: Moves,
  isOpen: (path: string) => boolean,
): readonly string[] {
  const found = new Set<string>();
  const words = { python: new Set<string>(), typescript: new Set<string>() };
  const moving: string[] = [];
  for (const { from, to } of given) {
    const isFile = /\.\w+$/.test(from) && project.covers(from);
    const speaks = (language: Language): boolean => !isFile || languageOf(from) === language;
    if (speaks('typescript')) {
      const stem = withoutExtension(from.slice(from.lastIndexOf('/') + 1));
      words.typescript.add(stem === 'index' ? (from.split('/').at(-2) ?? stem) : stem);
      moving.push(from);
    }
    const { python } = project.analysis().modules;
    const id = python.idOf(isFile ? from : `${from}/__init__.py`);
    const isRenamed = id !== moves.pythonId(isFile ? to : `${to}/__init__.py`);
    if (!speaks('python')) continue;
    if (isRenamed || from.endsWith('__init__.py') !== to.endsWith('__init__.py')) moving.push(from);
    if (!isRenamed) continue;
    for (const file of project.importersBelow(id)) found.add(file);
    // The last two parts stand in every dotted name, also where it begins with a package that was imported.
    words.python.add(id.split('.').slice(-2).join('.'));
  }
  const buffer = createReadBuffer();
  const holdsWord = (file: string): boolean => {
    const wanted = [...words[languageOf(file)]];
    if (wanted.length === 0) return false;
    const read = readBytes(join(project.loaded.root, file), buffer);
    return read.ok && wanted.some((word) => read.bytes.includes(word));
  };
  return project
    .files()
    .filter(
      (file) =>
        found.has(file) ||
        moving.some((from) => file === from || file.startsWith(`${from}/`)) ||
        isOpen(absolutePath(project, file)) ||
        holdsWord(file),
    );
}
