// Builds every bundle of the product: `node esbuild.mjs [--production] [--watch]`.
import { build, context } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** The language service plugin's package name: tsserver finds it under the extension's `node_modules`. */
const pluginPackage = 'ssot-tsserver-plugin';

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
  metafile: true,
};

// jsonc-parser's main is UMD, whose inner requires no bundler can follow.
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };

/**
 * TypeScript is a bundle of its own, so that a process which never reads a TypeScript file never loads it.
 * The others reach it as a neighbour in `dist`.
 */
const typescriptAside = {
  name: 'typescript-aside',
  setup({ onResolve }) {
    onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.js', external: true }));
  },
};

/** What the extension loads later is a bundle of its own: a bundle is read from end to end before anything in it starts. */
const loadedLater = {
  name: 'loaded-later',
  setup({ onResolve }) {
    onResolve({ filter: /\/loadedLater\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './loadedLater.js', external: true } : undefined,
    );
  },
};

/**
 * The editor's API as it is: for `import *` of a module that is none of ECMAScript's, a bundle copies all of its names, once for
 * each file that has the import, and that is a third of what the extension takes to load.
 */
const editorUncopied = {
  name: 'editor-uncopied',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]extension[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');");
      return /^import (?!type).* from 'vscode';/m.test(contents)
        ? { errors: [{ text: "import it as a whole: import * as vscode from 'vscode';" }] }
        : { contents, loader: 'ts' };
    });
  },
};

/** Messages of schemas are English here: zod's index of forty languages is a seventh of a bundle, read at each start. */
const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Fails the build where a bundle holds what its room may not import. */
const without = (...packages) => ({
  name: 'without',
  setup({ onEnd }) {
    onEnd(({ metafile }) => {
      const inputs = Object.keys(metafile?.inputs ?? {});
      const held = packages.filter((name) => inputs.some((file) => file.includes(`node_modules/${name}/`)));
      return held.length
        ? { errors: held.map((name) => ({ text: `this bundle may not hold ${name}` })) }
        : {};
    });
  },
});

const bundles = [
  {
    ...node,
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    plugins: [typescriptAside, loadedLater, editorUncopied, without('zod', 'ws', 'jose')],
  },
  {
    ...node,
    entryPoints: ['src/extension/loadedLater.ts'],
    outfile: 'dist/loadedLater.js',
    external: ['vscode'],
    plugins: [typescriptAside, oneLanguage, editorUncopied],
  },
  {
    ...node,
    entryPoints: ['src/project/worker.ts'],
    outfile: 'dist/worker.js',
    plugins: [typescriptAside, oneLanguage],
  },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    loader: { '.md': 'text' },
    plugins: [typescriptAside, oneLanguage],
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...node,
    entryPoints: ['src/tsplugin/index.ts'],
    outfile: `node_modules/${pluginPackage}/index.js`,
    plugins: [without('typescript')],
  },
  { ...node, entryPoints: ['typescript'], outfile: 'dist/typescript.js', minify: true, sourcemap: false },
  {
    ...shared,
    entryPoints: ['src/webview/liveCheck.ts'],
    outfile: 'dist/webview/liveCheck.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    plugins: [without('typescript', 'ws', 'jose')],
  },
].filter((bundle) => bundle.entryPoints[0] === 'typescript' || existsSync(bundle.entryPoints[0]));

await rm('dist', { recursive: true, force: true });
await mkdir(`node_modules/${pluginPackage}`, { recursive: true });
await writeFile(
  `node_modules/${pluginPackage}/package.json`,
  `${JSON.stringify({ name: pluginPackage, version: '0.1.0', main: 'index.js', license: 'MIT' }, null, 2)}\n`,
);

if (watch) {
  const contexts = await Promise.all(bundles.map((bundle) => context(bundle)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(bundles.map((bundle) => build(bundle)));
}
