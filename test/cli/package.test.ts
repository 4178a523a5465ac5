import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

describe('the packed extension', () => {
  const files = execFileSync(process.execPath, [join(root, 'node_modules/@vscode/vsce/vsce'), 'ls'], {
    cwd: root,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');

  it('has every bundle, and the language service plugin where tsserver looks for it', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/extension.js',
        'dist/loadedLater.js',
        'dist/worker.js',
        'dist/cli.js',
        'dist/typescript.js',
        'dist/webview/liveCheck.js',
        'node_modules/ssot-tsserver-plugin/index.js',
        'node_modules/ssot-tsserver-plugin/package.json',
        'schema/ssot.config.schema.json',
      ]),
    );
  });

  it('has nothing that only development needs', () => {
    const allowed =
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/|media\/|schema\/|node_modules\/ssot-tsserver-plugin\/)/;
    expect(
      files.filter((file) => !allowed.test(file) || /\.map$|^dist\/test|^media\/sample/.test(file)),
    ).toEqual([]);
  });
});
