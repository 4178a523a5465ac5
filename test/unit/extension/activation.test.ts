import { build } from 'esbuild';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');

/** Every file that is run when the extension is loaded: what it imports, without what it imports later. */
async function loadedAtOnce(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'typescript'],
    logLevel: 'silent',
  });
  const loaded = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import' && !external) waiting.push(path);
  }
  return [...loaded].sort();
}

describe('loading the extension', () => {
  it('runs the shell, and nothing of the engine but one question, of the live check or of a package', async () => {
    const loaded = await loadedAtOnce('src/extension/extension.ts');
    expect(loaded).toContain('src/extension/session.ts');
    const own = /^src\/extension\/(?!liveCheck\/(?!activate))/;
    // Whether a violation counts is asked of each that is shown.
    expect(loaded.filter((file) => !own.test(file))).toEqual(['src/engine/violation.ts']);
  });
});
