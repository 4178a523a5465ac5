// Compares our reading of Python with CPython's, then our reading of TypeScript with the compiler's, and where our module
// graph finds what imports name with where the checker does: `node test/differential/run.mjs [--allow-missing] [tree]`.
// A codebase without Python is compared by graph.mjs alone.
import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, '../../.cache/differential/differential.mjs');
await build({
  entryPoints: [join(here, 'differential.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
});
const { main } = await import(pathToFileURL(bundle).href);
const python = await main(process.argv.slice(2), here);
const [typescript, graph] = ['typescript.mjs', 'graph.mjs'].map((script) =>
  spawnSync(process.execPath, [join(here, script), ...process.argv.slice(2)], { stdio: 'inherit' }),
);
process.exitCode = python || (typescript.status ?? 1) || (graph.status ?? 1);
