import { dirname } from 'node:path';
import { pathTest, type PathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { configFileName, type LoadedConfig } from './configuration.ts';
import { createDirectoryTree, type DirectoryTree } from './fileTree.ts';
import { createCoverage, type Coverage } from './walk.ts';

/** The files of one configuration's root, and which of them it covers. */
export interface ProjectFiles {
  readonly tree: DirectoryTree;
  readonly coverage: Coverage;
}

export const codeFile = /\.(py|ipynb|[cm]?[jt]sx?)$/;
const declarationFile = /\.d\.[cm]?ts$/;

/** @param isExcluded more paths to leave out, as an editor's settings say */
export function createProjectFiles(loaded: LoadedConfig, isExcluded?: PathTest): ProjectFiles {
  const { root, config } = loaded;
  const byConfig = pathTest(config.exclude);
  const languages = new Set(config.sources.map(({ language }) => language));
  const tree = createDirectoryTree(root);
  const coverage = createCoverage({
    root,
    tree,
    isExcluded: (path) => byConfig(path) || (isExcluded?.(path) ?? false),
    isWanted: (name) => codeFile.test(name) && !declarationFile.test(name) && languages.has(languageOf(name)),
    // A configuration from elsewhere holds for all of the folder that it was given.
    ...(dirname(loaded.path) === root ? { border: configFileName } : {}),
  });
  return { tree, coverage };
}
