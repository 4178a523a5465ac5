import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readTypeScript } from '../../src/engine/typescript/extractFacts.ts';

/**
 * The rooms of `src` and what each may import, as the design has it. Checked with the product's own extractor, on the
 * product: `import type` counts too, except where a room may take types only.
 */
interface Room {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
  /** Packages of which only types may be imported. */
  readonly types?: readonly string[];
  readonly node: boolean;
}

const pure = ['zod', 'jsonc-parser', 'picomatch/posix'];
const table: Readonly<Record<string, Room>> = {
  engine: { rooms: [], packages: pure, types: ['typescript'], node: false },
  report: { rooms: ['engine', 'livecheck'], packages: ['zod'], types: ['sarif'], node: false },
  livecheck: { rooms: [], packages: ['ws', 'jose'], node: true },
  emulator: { rooms: ['livecheck'], packages: ['ws', 'jose'], node: true },
  project: { rooms: ['engine'], packages: ['ignore', 'tinyglobby'], types: ['typescript'], node: true },
  tsplugin: { rooms: ['engine'], packages: [], types: ['typescript'], node: false },
  cli: {
    rooms: ['engine', 'report', 'livecheck', 'emulator', 'project'],
    packages: ['commander', 'diff'],
    node: true,
  },
  extension: {
    rooms: ['engine', 'report', 'livecheck', 'emulator', 'project'],
    packages: ['vscode', 'jsonc-parser'],
    node: true,
  },
  webview: { rooms: ['livecheck'], packages: [], node: false },
};

const src = join(import.meta.dirname, '../../src');

/** What `file` imports that its room may not, one sentence each. */
function trespasses(room: string, file: string, text: string): string[] {
  const { rooms, packages, types = [], node } = table[room]!;
  return readTypeScript(ts, file, text).imports.flatMap((fact) => {
    const { module } = fact;
    if (module.startsWith('.')) {
      const other = relative(src, join(src, file, '..', module)).split(/[\\/]/)[0]!;
      return other === room || rooms.includes(other) || other === '..' ? [] : [`${file} imports ${module}`];
    }
    if (module.startsWith('node:')) return node ? [] : [`${file} imports ${module}`];
    const typeOnly =
      fact.typeOnly || fact.form === 'import-type' || fact.names.every((name) => name.typeOnly);
    if (types.includes(module) && (typeOnly || (room === 'project' && fact.form === 'require'))) return [];
    return packages.includes(module) ? [] : [`${file} imports ${module}`];
  });
}

describe('the rooms of src', () => {
  it('are those of the table', () => {
    const rooms = readdirSync(src, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).sort()).toEqual(Object.keys(table).sort());
  });

  for (const room of Object.keys(table)) {
    // Reads all files of a room, which takes its time on a busy machine.
    it(`${room} imports only what its row says`, { timeout: 60_000 }, () => {
      const files = readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).filter((file) =>
        file.endsWith('.ts'),
      );
      expect(files.length).toBeGreaterThan(0);
      expect(
        files.flatMap((file) =>
          trespasses(room, join(room, file), readFileSync(join(src, room, file), 'utf8')),
        ),
      ).toEqual([]);
    });
  }

  it('would notice an import that a row forbids', () => {
    const text =
      "import { x } from 'node:fs';\nimport { y } from '../cli/main.ts';\nimport ts from 'typescript';\n";
    expect(trespasses('engine', 'engine/x.ts', text)).toEqual([
      'engine/x.ts imports node:fs',
      'engine/x.ts imports ../cli/main.ts',
      'engine/x.ts imports typescript',
    ]);
  });
});
