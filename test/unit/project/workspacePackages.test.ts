import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixViolations } from '../../../src/engine/fix/fixFile.ts';
import { loadConfig } from '../../../src/project/configuration.ts';
import { createProject } from '../../../src/project/project.ts';
import { createDirectoryTree } from '../../../src/project/fileTree.ts';
import { createPackageFolder } from '../../../src/project/workspacePackages.ts';
import { makeFolder, type Files } from './chat.ts';

const files = {
  'ssot.config.json': JSON.stringify({
    sources: [
      {
        id: 'hub',
        language: 'typescript',
        module: 'packages/core/src/hub',
        classes: ['Hub'],
        legacyModules: ['packages/core/src/index'],
      },
    ],
  }),
  'packages/core/package.json': JSON.stringify({
    name: '@acme/core',
    exports: { '.': './src/index.ts', './hub': './src/hub.ts' },
  }),
  'packages/core/src/hub.ts': 'export class Hub {}\n',
  'packages/core/src/index.ts': "export { Hub } from './hub';\n",
  'packages/app/main.ts': "import { Hub } from '@acme/core';\nexport const hubs: Hub[] = [];\n",
  'installed/real/package.json': '{}',
};

function workspace(more: Files = {}) {
  const folder = makeFolder({ ...files, ...more });
  mkdirSync(folder.at('node_modules/@acme'), { recursive: true });
  mkdirSync(folder.at('packages/app/node_modules'), { recursive: true });
  mkdirSync(folder.at('node_modules/.store/left-pad'), { recursive: true });
  symlinkSync('../../packages/core', folder.at('node_modules/@acme/core'));
  symlinkSync('.store/left-pad', folder.at('node_modules/left-pad'));
  symlinkSync('/', folder.at('packages/app/node_modules/elsewhere'));
  return folder;
}

describe('the packages of a workspace', () => {
  it.each([
    ['@acme/core', 'packages/core'],
    ['left-pad', undefined],
    ['elsewhere', undefined],
    ['react', undefined],
  ])('%s', (name, expected) => {
    const root = workspace().at('');
    expect(createPackageFolder(root, createDirectoryTree(root))(name, 'packages/app/main.ts')).toBe(expected);
  });

  it('are followed by a scan, and named by a fix', () => {
    const loaded = loadConfig(workspace().at('ssot.config.json'));
    if (!loaded.ok) throw new Error('no configuration');
    const project = createProject(loaded.loaded);
    Array.from(project.index());
    const { violations } = project.check('packages/app/main.ts');
    expect(violations.map(({ module, names, fix }) => [module, names, fix.kind])).toEqual([
      ['packages/core/src', ['Hub'], 'safe'],
    ]);
    const hub = project.analysis().sources[0]!.canonical;
    expect(project.environment.specifier('packages/app/main.ts', hub)).toBe('@acme/core/hub');
  });

  it('are not entered where they do not export the canonical module, which is the reason that is told', () => {
    const closed = JSON.stringify({ name: '@acme/core', exports: { '.': './src/index.ts' } });
    const loaded = loadConfig(workspace({ 'packages/core/package.json': closed }).at('ssot.config.json'));
    if (!loaded.ok) throw new Error('no configuration');
    const project = createProject(loaded.loaded);
    Array.from(project.index());
    const file = 'packages/app/main.ts';
    const fix = fixViolations(project.analysis(), project.environment, file, project.check(file).violations);
    expect(fix).toEqual({
      ok: false,
      reason: 'packages/app/main.ts cannot import packages/core/src/hub: its package does not export it',
    });
  });

  it.each([
    ['package.json', '{ "name": "top", "workspaces": ["packages/*"] }'],
    ['package.json', '{ "name": "top", "workspaces": { "packages": ["./packages/core"] } }'],
    ['pnpm-workspace.yaml', "packages:\n  # ours\n  - 'packages/**'\n"],
  ])('are known without node_modules, by %s: %s', (file, text) => {
    const folder = makeFolder({ ...files, [file]: text });
    const loaded = loadConfig(folder.at('ssot.config.json'));
    if (!loaded.ok) throw new Error('no configuration');
    const project = createProject(loaded.loaded);
    Array.from(project.index());
    expect(project.check('packages/app/main.ts').violations.map(({ fix }) => fix.kind)).toEqual(['safe']);
    const hub = project.analysis().sources[0]!.canonical;
    expect(project.environment.specifier('packages/app/main.ts', hub)).toBe('@acme/core/hub');
  });

  it('may be the module of a source without node_modules', () => {
    const config = files['ssot.config.json'].replace('packages/core/src/hub', '@acme/core/hub');
    const workspaces = '{ "workspaces": ["packages/*"] }';
    const folder = makeFolder({ ...files, 'ssot.config.json': config, 'package.json': workspaces });
    const loaded = loadConfig(folder.at('ssot.config.json'));
    if (!loaded.ok) throw new Error('no configuration');
    const project = createProject(loaded.loaded);
    expect(project.analysis().sources.map(({ canonical }) => canonical.id)).toEqual([
      'packages/core/src/hub',
    ]);
  });

  it('are only those that are linked where something is installed', () => {
    const folder = makeFolder({ ...files, 'package.json': '{ "workspaces": ["packages/*"] }' });
    mkdirSync(folder.at('node_modules/react'), { recursive: true });
    const root = folder.at('');
    const packageFolder = createPackageFolder(root, createDirectoryTree(root));
    expect(packageFolder('@acme/core', 'packages/app/main.ts')).toBeUndefined();
  });
});
