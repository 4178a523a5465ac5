import { describe, expect, it } from 'vitest';
import { workspacePackages } from '../../../src/engine/typescript/workspaces.ts';

const names = [
  'packages/core',
  'packages/app',
  'packages/kits/red',
  'packages/.cache',
  'tools',
  'other/deep/er',
];

/** The folders that a workspace with this file at its top has. */
function foldersOf(file: string, text: string): string[] {
  const files = new Map([
    [file, text],
    ...names.map((name) => [`${name}/package.json`, JSON.stringify({ name })] as const),
  ]);
  const host = {
    readFile: (path: string) => files.get(path),
    foldersIn: (path: string) => {
      const start = path === '' ? '' : `${path}/`;
      const inside = names.filter((name) => name.startsWith(start));
      return [...new Set(inside.map((name) => name.slice(start.length).split('/')[0]!))].filter(Boolean);
    },
  };
  return [...workspacePackages(host, '').values()].sort();
}

describe('the packages that a workspace lists', () => {
  it.each<[string, string, string[]]>([
    ['a star', '["packages/*"]', ['packages/app', 'packages/core']],
    ['a folder', '["./tools/"]', ['tools']],
    ['all below', '["packages/**"]', ['packages/app', 'packages/core', 'packages/kits/red']],
    ['all but one', '["packages/*", "!packages/app"]', ['packages/core']],
    ['part of a name', '["packages/c*"]', ['packages/core']],
    ['an object', '{ "packages": ["other/*/*"] }', ['other/deep/er']],
    ['what is no list', '7', []],
    ['what has no package.json', '["packages/kits"]', []],
  ])('in package.json as %s', (_, workspaces, expected) => {
    expect(foldersOf('package.json', `{ "workspaces": ${workspaces} }`)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['lines', 'packages:\n  - \'packages/*\'\n  - "tools"\n', ['packages/app', 'packages/core', 'tools']],
    [
      'comments and empty lines',
      'catalog:\n  react: 1\npackages: \n# ours\n- tools # it\n\n  - !packages/app\n  - packages/c*\nother:\n  - packages/*\n',
      ['packages/core', 'tools'],
    ],
    ['brackets', "packages: ['packages/*', tools]\n", ['packages/app', 'packages/core', 'tools']],
    ['Windows lines', 'packages:\r\n  - tools\r\n', ['tools']],
    ['nothing', 'packages:\nother: 1\n', []],
  ])('in pnpm-workspace.yaml as %s', (_, yaml, expected) => {
    expect(foldersOf('pnpm-workspace.yaml', yaml)).toEqual(expected);
  });
});
