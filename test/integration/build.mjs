// Bundles the suites that run in the extension host into `dist/test`, one file per suite.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { repository } from '../headless/folders.mjs';

/** The sets of suites, and which of their files hold tests. */
const entries = [
  'index.ts',
  '{suite,migration,multiroot,restricted,reload,goldens,typescript7,blocking}/*.test.ts',
  'screenshots/*.shot.ts',
];

/**
 * Builds all suites afresh.
 * @param {string} [within]  a folder of their own inside `dist/test`, for runs at the same time
 * @returns {Promise<string>} the module that exports `run()`, absolute
 * @throws {Error} when one does not compile
 */
export async function buildSuites(within = '') {
  const source = join(repository, 'test', 'integration');
  const outdir = join(repository, 'dist', 'test', within);
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: await glob(entries, { cwd: source, absolute: true }),
    outbase: source,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    // jsonc-parser's main is UMD, whose inner requires no bundler can follow.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
    // Mocha finds its reporters by path, and is in node_modules beside dist.
    external: ['vscode', 'mocha'],
  });
  return join(outdir, 'index.js');
}
