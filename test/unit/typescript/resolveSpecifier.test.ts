import { describe, expect, it } from 'vitest';
import { createTypeScriptModules } from '../../../src/engine/graph/typescriptModules.ts';
import { createSpecifierResolver } from '../../../src/engine/typescript/resolveSpecifier.ts';
import { hostOf } from './host.ts';

/** The path, `missing path` or `unknown` that a specifier leads to from `src/app/a.ts`. */
function resolve(specifier: string, files: Record<string, string>, links?: Record<string, string>): string {
  const answer = createSpecifierResolver(hostOf(files, links)).resolve('src/app/a.ts', specifier);
  if (answer.kind === 'file') return answer.path;
  return answer.kind === 'missing' ? `missing ${answer.path}` : 'unknown';
}

describe('relative specifiers', () => {
  it.each([
    ['without extension', './b', 'src/app/b.ts', 'src/app/b.ts'],
    ['a component', './b', 'src/app/b.tsx', 'src/app/b.tsx'],
    ['.js for .ts', './b.js', 'src/app/b.ts', 'src/app/b.ts'],
    ['.js for .tsx', './b.js', 'src/app/b.tsx', 'src/app/b.tsx'],
    ['.mjs for .mts', './b.mjs', 'src/app/b.mts', 'src/app/b.mts'],
    ['a .js that is one', './b.js', 'src/app/b.js', 'src/app/b.js'],
    ['a folder', '../lib', 'src/lib/index.ts', 'src/lib/index.ts'],
    ['the own folder', '.', 'src/app/index.ts', 'src/app/index.ts'],
    ['a dot in the name', './b.service', 'src/app/b.service.ts', 'src/app/b.service.ts'],
    ['above the root', '../../../shared/b', '../shared/b.ts', '../shared/b.ts'],
    ['a style sheet', './b.css', 'src/app/b.css', 'unknown'],
    ['nothing', '../lib/b', 'src/app/b.ts', 'missing src/lib/b'],
  ])('%s', (_name, specifier, file, expected) => {
    expect(resolve(specifier, { [file]: '' })).toBe(expected);
  });

  it('takes a file before a folder of the same name', () => {
    expect(resolve('./b', { 'src/app/b/index.ts': '', 'src/app/b.tsx': '' })).toBe('src/app/b.tsx');
  });

  it('says what was tried', () => {
    const answer = createSpecifierResolver(hostOf({})).resolve('a.ts', './b');
    expect(answer.kind === 'missing' && answer.tried).toContain('b/index.tsx');
  });
});

describe('paths', () => {
  const paths = (entries: Record<string, string[]>, more = {}) =>
    JSON.stringify({ compilerOptions: { paths: entries, ...more } });

  it('follow the nearest project, comments and trailing commas allowed', () => {
    const config = `{ // project\n "compilerOptions": { "paths": { "@/*": ["./src/*"], }, }, }`;
    expect(resolve('@/lib/b', { 'tsconfig.json': config, 'src/lib/b.ts': '' })).toBe('src/lib/b.ts');
  });

  it('start at baseUrl where there is one', () => {
    expect(
      resolve('@/b', {
        'tsconfig.json': paths({ '@/*': ['lib/*'] }, { baseUrl: 'src' }),
        'src/lib/b.ts': '',
      }),
    ).toBe('src/lib/b.ts');
  });

  it('come through extends, from the folder that wrote them', () => {
    const files = {
      'src/tsconfig.json': '{ "extends": "../config/base" }',
      'config/base.json': paths({ '@/*': ['../lib/*'] }),
      'lib/b.ts': '',
    };
    expect(resolve('@/b', files)).toBe('lib/b.ts');
  });

  it('come from a project that a solution refers to', () => {
    const files = {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      'tsconfig.app.json': paths({ '@/*': ['src/*'] }),
      'src/b.ts': '',
    };
    expect(resolve('@/b', files)).toBe('src/b.ts');
  });

  it('try each target and prefer the longest prefix', () => {
    const files = {
      'tsconfig.json': paths({ '@/*': ['src/*'], '@/lib/*': ['gone/*', 'lib/*'] }),
      'src/lib/b.ts': '',
      'lib/b.ts': '',
    };
    expect(resolve('@/lib/b', files)).toBe('lib/b.ts');
  });

  it('say that a module is missing, and where it would be', () => {
    expect(resolve('@/b', { 'tsconfig.json': paths({ '@/*': ['src/*'] }) })).toBe('missing src/b');
  });

  it('never call an installed package missing', () => {
    expect(
      resolve('@acme/b', {
        'tsconfig.json': paths({ '@acme/*': ['packages/*'] }),
        'node_modules/@acme/b/index.js': '',
      }),
    ).toBe('unknown');
  });

  it.each([
    ['a file', '@acme/tsconfig/base.json', 'base.json'],
    ['a file without its extension', '@acme/tsconfig/base', 'base.json'],
    ['the package', '@acme/tsconfig', 'tsconfig.json'],
  ])('come from a package: %s', (_name, base, file) => {
    const files = {
      'tsconfig.json': JSON.stringify({ extends: base }),
      [`node_modules/@acme/tsconfig/${file}`]: paths({ '@/*': ['${configDir}/lib/*'] }),
      'lib/b.ts': '',
    };
    expect(resolve('@/b', files)).toBe('lib/b.ts');
  });

  it('come from a package of the workspace, and from where its package.json says', () => {
    const files = {
      'tsconfig.json': '{ "extends": "@acme/tsconfig" }',
      'packages/tsconfig/package.json': '{ "tsconfig": "./strict.json" }',
      'packages/tsconfig/strict.json': paths({ '@/*': ['../../lib/*'] }),
      'lib/b.ts': '',
    };
    expect(resolve('@/b', files, { '@acme/tsconfig': 'packages/tsconfig' })).toBe('lib/b.ts');
  });

  it('start at the folder of the project where a base says ${configDir}', () => {
    const files = {
      'src/tsconfig.json': '{ "extends": "../config/base.json" }',
      'config/base.json': paths({ '@/*': ['${configDir}/lib/*'] }),
      'src/lib/b.ts': '',
    };
    expect(resolve('@/b', files)).toBe('src/lib/b.ts');
  });

  it.each([
    ['include', { include: ['src'] }],
    ['files', { files: ['src/app/a.ts'] }],
    ['exclude', { exclude: ['test'] }],
  ])('come from the project of a solution that holds the file: %s', (_name, holds) => {
    const files = {
      'tsconfig.json': JSON.stringify({
        files: [],
        references: [{ path: './test' }, { path: './tsconfig.app.json' }],
      }),
      'test/tsconfig.json': paths({ '@/*': ['./*'] }),
      'tsconfig.app.json': JSON.stringify({ ...holds, compilerOptions: { paths: { '@/*': ['src/*'] } } }),
      'test/b.ts': '',
      'src/b.ts': '',
    };
    expect(resolve('@/b', files)).toBe('src/b.ts');
  });

  it('survive a project that extends itself', () => {
    expect(resolve('./b', { 'tsconfig.json': '{ "extends": "./tsconfig.json" }', 'src/app/b.ts': '' })).toBe(
      'src/app/b.ts',
    );
  });
});

describe('places', () => {
  const project = (compilerOptions: object) => JSON.stringify({ compilerOptions });

  it('of merged folders stand for each other', () => {
    const files = { 'tsconfig.json': project({ rootDirs: ['src', 'generated'] }), 'generated/app/b.ts': '' };
    expect(resolve('./b', files)).toBe('generated/app/b.ts');
    expect(resolve('./c', files)).toBe('missing src/app/c');
  });

  it('have the suffixes of the project', () => {
    const files = { 'tsconfig.json': project({ moduleSuffixes: ['.ios', ''] }), 'src/app/b.ts': '' };
    expect(resolve('./b', { ...files, 'src/app/b.ios.ts': '' })).toBe('src/app/b.ios.ts');
    expect(resolve('./b', files)).toBe('src/app/b.ts');
  });

  it('that are folders are what their package.json says', () => {
    const files = {
      'src/app/b/package.json': '{ "main": "./entry" }',
      'src/app/b/index.ts': '',
      'src/app/b/entry.ts': '',
    };
    expect(resolve('./b', files)).toBe('src/app/b/entry.ts');
  });
});

describe('packages', () => {
  it.each(['react', '@scope/name/sub', '#internal', 'node:fs'])('%s is unknown', (specifier) => {
    expect(resolve(specifier, {})).toBe('unknown');
  });

  it('of the workspace are read where the host says so', () => {
    expect(resolve('@acme/b/manager', { 'packages/b/src/manager.ts': '' }, { '@acme/b': 'packages/b' })).toBe(
      'packages/b/src/manager.ts',
    );
  });
});

describe('modules of the graph', () => {
  const modules = createTypeScriptModules(hostOf({ 'src/realtime/index.ts': '', 'src/a.ts': '' }));

  it('have the path without extension and index as id', () => {
    expect(modules.resolve('src/a.ts', './realtime')).toEqual({
      kind: 'file',
      id: 'src/realtime',
      file: 'src/realtime/index.ts',
    });
    expect(modules.idOf('src/realtime/index.ts')).toBe('src/realtime');
  });

  it.each(['src/realtime', './src/realtime', 'src/realtime/index', 'src/realtime/index.ts'])(
    'are found by the path %s',
    (id) => {
      expect(modules.resolveId(id)).toMatchObject({ kind: 'file', id: 'src/realtime' });
    },
  );

  it('keep the id of a module that is gone', () => {
    expect(modules.resolve('src/a.ts', './gone.js')).toEqual({ kind: 'missing', id: 'src/gone' });
    expect(modules.resolveId('src/gone')).toEqual({ kind: 'missing', id: 'src/gone' });
  });
});
