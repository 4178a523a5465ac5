import { languageOf } from '../engine/graph/moduleGraph.ts';
import { stillNeeded } from '../engine/shim/deadShim.ts';
import { manifestNaming } from './entryPoints.ts';
import { linkedFrom } from './linkedFrom.ts';
import { namedAsData } from './namedAsData.ts';
import type { IndexProgress, Project } from './project.ts';

/**
 * Looks which files of legacy modules something still needs: an import, a string, a manifest, a link, the settings. Yields
 * before each, and while it reads.
 *
 * @returns why each has to stay; a file that is not in there can go
 */
export function* whatStays(
  project: Project,
  files: readonly string[],
): Generator<IndexProgress, ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const [done, file] of files.entries()) {
    yield { done, total: files.length };
    const reason = neededBy(project, file);
    if (reason !== undefined) reasons.set(file, reason);
  }
  const unimported = files.filter((file) => !reasons.has(file));
  const links = linkedFrom(project.loaded.root, unimported, project.files());
  for (const [file, link] of links) reasons.set(file, `${link} is a link to it`);
  const unneeded = unimported.filter((file) => !links.has(file));
  const named = yield* namedAsData(project, unneeded);
  for (const [file, by] of named) reasons.set(file, `${by} names it`);
  return reasons;
}

function neededBy(project: Project, file: string): string | undefined {
  const analysis = project.analysis();
  const needed = stillNeeded(analysis, project.environment, file);
  if (needed !== undefined) return needed;
  const id = analysis.modules[languageOf(file)].idOf(file);
  const manifest = manifestNaming(project.loaded.root, file, id);
  return manifest === undefined ? undefined : `${manifest} names it as an entry point`;
}
