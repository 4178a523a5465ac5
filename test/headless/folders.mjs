// Where the harness keeps its things. All of it is git-ignored and may be deleted at any time.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, absolute. */
export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Editors, browsers and Node versions that were fetched on demand, one folder per part and version. */
export const partsFolder = join(repository, '.vscode-test', 'headless');

/** One file per running server, so that a later run finds what a killed one left behind. */
export const runningFolder = join(partsFolder, 'running');

/** Results, and the screenshots of failures. */
export const resultsFolder = join(repository, '.cache', 'test-results');
