// What the launch configuration "Extension tests" needs: the bundled suites and a copy of the workspace.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../headless/folders.mjs';
import { buildSuites } from './build.mjs';

const folder = join(repository, '.vscode-test', 'sample');
await buildSuites();
await rm(folder, { recursive: true, force: true });
await cp(join(repository, 'media', 'sample'), folder, { recursive: true });
