import { describe, expect, it } from 'vitest';
import { importStyleOf, specifierFor } from '../../../src/engine/typescript/importStyle.ts';
import { exportTargets, importTargets, subpathsTo } from '../../../src/engine/typescript/packageExports.ts';
import { createSpecifierResolver } from '../../../src/engine/typescript/resolveSpecifier.ts';
import { extract } from './extract.ts';
import { hostOf } from './host.ts';

const conditions = ['types', 'import', 'require', 'node'];

describe('targets of exports', () => {
  it.each<[string, unknown, string, readonly string[]]>([
    ['a string', './src/index.ts', '.', ['./src/index.ts']],
    ['conditions without a subpath', { import: './a.mjs', default: './a.js' }, '.', ['./a.mjs', './a.js']],
    ['a subpath', { './sub': './src/sub.ts' }, './sub', ['./src/sub.ts']],
    [
      'nested conditions',
      { '.': { node: { import: './n.mjs' }, default: './d.js' } },
      '.',
      ['./n.mjs', './d.js'],
    ],
    ['a condition that does not hold', { '.': { browser: './b.js', default: './d.js' } }, '.', ['./d.js']],
    ['an array', { '.': [{ browser: './b.js' }, './d.js'] }, '.', ['./d.js']],
    ['a pattern', { './*': './src/*.ts' }, './a/b', ['./src/a/b.ts']],
    ['a pattern with a trailer', { './*.js': './src/*.ts' }, './a.js', ['./src/a.ts']],
    ['a star twice', { './*': './src/*/*.ts' }, './a', ['./src/a/a.ts']],
    ['the longest base', { './*': './src/*.ts', './f/*': './features/*.ts' }, './f/a', ['./features/a.ts']],
    ['an entry before a pattern', { './*': './src/*.ts', './a': './a.ts' }, './a', ['./a.ts']],
    ['what is kept inside', { './*': './src/*.ts', './internal/*': null }, './internal/a', []],
    ['what no entry names', { '.': './index.ts' }, './a', []],
    ['nothing for the package alone', { './a': './a.ts' }, '.', []],
    ['a null that ends the search', { '.': { import: null, default: './d.js' } }, '.', []],
    ['a target outside', { '.': '../other/index.ts', './a': './x/../../b.ts' }, '.', []],
  ])('%s', (_name, exports, subpath, expected) => {
    expect(exportTargets(exports, subpath, conditions)).toEqual(expected);
  });
});

describe('targets of imports', () => {
  it.each<[string, unknown, string, readonly string[]]>([
    ['a name', { '#a': './src/a.ts' }, '#a', ['./src/a.ts']],
    ['a pattern', { '#lib/*': './src/lib/*.js' }, '#lib/b', ['./src/lib/b.js']],
    ['a package', { '#a': 'react' }, '#a', ['react']],
    ['no entry', { '#a': './src/a.ts' }, '#b', []],
    ['no imports at all', undefined, '#b', []],
  ])('%s', (_name, imports, specifier, expected) => {
    expect(importTargets(imports, specifier, conditions)).toEqual(expected);
  });
});

it('subpaths are found from what they lead to', () => {
  const exports = {
    '.': './src/index.ts',
    './f/*': { types: './src/f/*.ts' },
    './g/*': './src/*.js',
    './h': null,
  };
  expect(subpathsTo(exports, ['./src/f/a.ts', './src/f/a.js'], conditions)).toEqual(['./f/a', './g/f/a']);
});

const manager = (text: string) => ({
  'packages/core/package.json': text,
  'packages/core/src/manager.ts': '',
});
const links = { '@acme/core': 'packages/core' };

describe('a package of the workspace', () => {
  it.each([
    ['its entry', '@acme/core', { exports: './src/manager.js' }, 'packages/core/src/manager.ts'],
    ['a subpath', '@acme/core/m', { exports: { './m': './src/manager.ts' } }, 'packages/core/src/manager.ts'],
    ['main', '@acme/core', { main: 'src/manager' }, 'packages/core/src/manager.ts'],
    ['what is not built', '@acme/core', { exports: './dist/manager.js' }, 'unknown'],
    ['what is not built, by main', '@acme/core', { main: './dist/manager.js' }, 'unknown'],
    ['what it does not export', '@acme/core/src/manager', { exports: { '.': './index.js' } }, 'unknown'],
    [
      'a file of one without exports',
      '@acme/core/src/manager',
      { main: 'x.js' },
      'packages/core/src/manager.ts',
    ],
  ])('%s', (_name, specifier, json, expected) => {
    const host = hostOf(manager(JSON.stringify({ name: '@acme/core', ...json })), links);
    const found = createSpecifierResolver(host).resolve('packages/app/a.ts', specifier);
    expect(found.kind === 'file' ? found.path : found.kind).toBe(expected);
  });

  it.each([
    ['may name itself', '@acme/core/m'],
    ['names its own files with #', '#m'],
    ['names another through #', '#other'],
  ])('%s', (_name, specifier) => {
    const json = {
      name: '@acme/core',
      exports: { './m': './src/manager.ts' },
      imports: { '#m': './src/manager.js', '#other': '@acme/core/m' },
    };
    const found = createSpecifierResolver(hostOf(manager(JSON.stringify(json)))).resolve(
      'packages/core/src/deep/a.ts',
      specifier,
    );
    expect(found).toEqual({ kind: 'file', path: 'packages/core/src/manager.ts' });
  });

  it('lets all be reached where the project finds modules the older way', () => {
    const host = hostOf(
      {
        ...manager('{ "exports": {} }'),
        'tsconfig.json': '{ "compilerOptions": { "moduleResolution": "node" } }',
      },
      links,
    );
    expect(
      createSpecifierResolver(host).resolve('packages/app/a.ts', '@acme/core/src/manager'),
    ).toMatchObject({
      kind: 'file',
    });
  });

  it('has the conditions of the project', () => {
    const host = hostOf(
      {
        ...manager('{ "exports": { "source": "./src/manager.ts", "default": "./dist/manager.js" } }'),
        'tsconfig.json': '{ "compilerOptions": { "customConditions": ["source"] } }',
      },
      links,
    );
    expect(createSpecifierResolver(host).resolve('packages/app/a.ts', '@acme/core')).toMatchObject({
      kind: 'file',
    });
  });
});

describe('a file of another package is named', () => {
  const files = (exports: unknown) => ({
    ...manager(JSON.stringify({ name: '@acme/core', exports })),
    'packages/core/src/old.ts': '',
    'packages/app/package.json': '{ "name": "app" }',
    'packages/app/a.ts': '',
  });
  const written = (text: string, exports: unknown) =>
    specifierFor(
      createSpecifierResolver(hostOf(files(exports), links)),
      importStyleOf(text, extract(text)),
      'packages/app/a.ts',
      'packages/core/src/manager.ts',
    );

  it.each([
    ['through what it exports', `import a from '@acme/core';`, { './*': './src/*.ts' }, '@acme/core/manager'],
    [
      'not at all where it is not exported',
      `import a from '@acme/core';`,
      { '.': './src/old.ts' },
      undefined,
    ],
    [
      'by its path where it has no exports',
      `import a from '@acme/core';`,
      undefined,
      '@acme/core/src/manager',
    ],
    [
      'by a relative path where others are',
      `import a from '../core/src/old';`,
      { '.': './src/old.ts' },
      '../core/src/manager',
    ],
  ])('%s', (_name, text, exports, expected) => {
    expect(written(text, exports)).toBe(expected);
  });

  it.each([
    ['by an alias where others are', `import a from '@core/old';`, undefined, '@core/manager'],
    ['by an alias where the statement is', `import a from '@acme/core/old';`, '@core/old', '@core/manager'],
    ['by its name where others are', `import a from '@acme/core/old';`, undefined, '@acme/core/manager'],
    [
      'by its name where the statement is',
      `import a from '@core/old';`,
      '@acme/core/old',
      '@acme/core/manager',
    ],
    ['by its name where nothing is shown', ``, undefined, '@acme/core/manager'],
  ])('beside aliases into it: %s', (_name, text, today, expected) => {
    expect(writtenBesideAliases(text, { './*': './src/*.ts' }, today)).toBe(expected);
  });

  it('by an alias where the package does not export it', () => {
    expect(writtenBesideAliases('', { '.': './src/old.ts' }, undefined)).toBe('@core/manager');
  });

  function writtenBesideAliases(text: string, exports: unknown, today: string | undefined) {
    const aliases = '{ "compilerOptions": { "paths": { "@core/*": ["packages/core/src/*"] } } }';
    return specifierFor(
      createSpecifierResolver(hostOf({ ...files(exports), 'tsconfig.json': aliases }, links)),
      importStyleOf(text, extract(text)),
      'packages/app/a.ts',
      'packages/core/src/manager.ts',
      today,
    );
  }
});
