// Holds our module graph against the census of the real codebase: `node test/census/run.mjs [--allow-missing] [TREE]`.
import { build } from 'esbuild';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, '../../.cache/census/census.mjs');
await build({
  entryPoints: [join(here, 'census.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
  // Too large to be bundled for nothing.
  external: ['typescript'],
  // What loads it does so when it is needed, by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  // jsonc-parser's `main` is a UMD file that bundlers cannot follow.
  mainFields: ['module', 'main'],
});
const { main } = await import(pathToFileURL(bundle).href);
process.exitCode = main(process.argv.slice(2), here);
