// `npm run screenshots`: makes the pictures in media/screenshots anew, in the newest headless VS Code.
//   npm run screenshots [-- --grep PATTERN]
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engines } from '../test/headless/engines.mjs';
import { repository } from '../test/headless/folders.mjs';
import { buildSuites } from '../test/integration/build.mjs';
import { runSet } from '../test/integration/hostRun.mjs';
import { runNode } from './nodeCommand.mjs';

const { values } = parseArgs({ options: { grep: { type: 'string' } } });
const built = await runNode(['esbuild.mjs']);
if (built.code !== 0) {
  console.error(`the build failed:\n${built.output}`);
  process.exit(1);
}
const folder = join(repository, 'media', 'screenshots');
const { failed, failures } = await runSet({
  engine: engines.newest,
  editor: 'headless',
  set: 'screenshots',
  suites: await buildSuites(),
  screenshots: folder,
  grep: values.grep,
});
for (const { title, message } of failures) console.error(`failed: ${title}\n${message}`);
if (!failed) console.log(`media/screenshots: ${(await readdir(folder)).join(', ')}`);
process.exitCode = failed ? 1 : 0;
