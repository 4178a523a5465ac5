import fc from 'fast-check';
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One thing that somebody does to a project. */
export type Change =
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

const pythonFiles = [
  'chat/__init__.py',
  'chat/hub.py',
  'chat/sockets.py',
  'chat/sockets/__init__.py',
  'chat/sockets/inner.py',
  'chat/a.py',
  'chat/b.py',
  'pkg/__init__.py',
  'pkg/m.py',
  'pkg/m/__init__.py',
  'top.py',
  'tests/test_top.py',
  'gen/x.py',
  'gen/__init__.py',
  'space/deep/mod.py',
  'other.py',
];

const pythonLines = [
  'from chat.hub import SocketHub',
  'from chat.hub import open_hub',
  'import chat.hub',
  'from chat import hub',
  'from chat.sockets import SocketHub as S',
  'import chat.sockets',
  'from chat.sockets import gone, SocketHub',
  'from chat.gone import SocketHub',
  'from chat.a import SocketHub',
  'from chat.a import Hub',
  'from .a import *',
  'from pkg import SocketHub',
  'from pkg.m import *',
  'from pkg.m import Hub',
  'from . import m',
  'from .m import Hub',
  'import pkg.m as m',
  'from gen.x import SocketHub',
  'from space.deep.mod import Hub',
  'from top import Hub',
  'from chat.sockets.inner import SocketHub',
  'Hub = SocketHub',
  'class SocketHub:',
  'class ChatSocketHub:',
  'def open_hub(session=None):',
  '    return SocketHub(session)',
  '    pass',
  'SocketHub()',
  'Hub()',
  'm.Hub()',
  'patch("chat.sockets.SocketHub")',
  'patch("pkg.m.SocketHub")',
  'patch("chat.a.Hub")',
  'def (:',
  'import os',
  '# ssot-disable-next-line legacy-import -- later',
  'chat.sockets.SocketHub()',
  '__all__ = ["SocketHub"]',
  '',
];

const scriptFiles = [
  'src/realtime/hub.ts',
  'src/realtime/index.ts',
  'src/legacy/sockets.ts',
  'src/legacy/sockets/index.ts',
  'src/a.ts',
  'src/b.tsx',
  'src/index.ts',
  'lib/a.ts',
  'lib/legacy/sockets.ts',
  'src/types.d.ts',
  'src/c.js',
  'packages/core/src/index.ts',
  'packages/core/src/extra.ts',
  'src/deep/page.ts',
];

const from = [
  './realtime/hub',
  './realtime',
  '@/legacy/sockets',
  './legacy/sockets',
  '@/a',
  './b',
  '../a',
  './a',
  '@acme/core',
  '@acme/core/extra',
  '../legacy/sockets',
  '../realtime/hub',
  '@/realtime/hub',
  './sockets',
  '../../../src/a',
];

const scriptLine = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        'import { Hub } from',
        'import { Hub as H } from',
        'import * as all from',
        'export { Hub } from',
        'export * from',
        'export { Hub as Feed } from',
        'import { Feed } from',
        'import type { Hub } from',
        'import { gone } from',
        'export * as hubs from',
        'import { hubs } from',
      ),
      fc.constantFrom(...from),
    )
    .map(([start, module]) => `${start} '${module}';`),
  fc.constantFrom(
    'new Hub("s");',
    'new H("s");',
    'new all.Hub("s");',
    'new Feed();',
    'export class Hub {}',
    'const x = (;',
    'export function openHub(session: string) { return new Hub(session); }',
    'hubs.Hub;',
    'export const x = 1;',
    "jest.mock('@/legacy/sockets');",
    "const { Hub } = require('./legacy/sockets');",
    'export { Hub };',
    '',
  ),
);

/** Files that say where modules are, or which files count, with texts that they may have. */
const settings: Readonly<Record<string, readonly string[]>> = {
  '.gitignore': ['', 'gen/\n', 'chat/b.py\n', 'src/b.tsx\nlib/\n'],
  'chat/.gitignore': ['', 'a.py\n', 'sockets/\n'],
  'tsconfig.json': [
    '{}',
    '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    '{ "compilerOptions": { "paths": { "@/*": ["./lib/*", "./src/*"] } } }',
    '{ "extends": "./base.json" }',
  ],
  'base.json': ['{}', '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }'],
  'packages/core/package.json': [
    '{ "name": "@acme/core", "exports": { ".": "./src/index.ts" } }',
    '{ "name": "@acme/core", "exports": { ".": "./src/extra.ts", "./extra": "./src/index.ts" } }',
  ],
  'packages/ssot.config.json': ['{}'],
  'README.md': ['a', 'b'],
};

const pythonText = fc
  .array(fc.constantFrom(...pythonLines), { maxLength: 5 })
  .map((lines) => `${lines.join('\n')}\n`);
const scriptText = fc.array(scriptLine, { maxLength: 4 }).map((lines) => `${lines.join('\n')}\n`);
const writing: fc.Arbitrary<Change> = fc
  .oneof(
    fc.tuple(fc.constantFrom(...pythonFiles), pythonText),
    fc.tuple(fc.constantFrom(...scriptFiles), scriptText),
    fc
      .constantFrom(...Object.keys(settings))
      .chain((file) => fc.tuple(fc.constant(file), fc.constantFrom(...settings[file]!))),
  )
  .map(([file, text]) => ({ kind: 'write', file, text }));
const path = fc.constantFrom(
  ...pythonFiles,
  ...scriptFiles,
  ...Object.keys(settings),
  'chat/sockets',
  'pkg',
  'src/legacy',
  'gen',
);

/** A text for a file of code, as somebody types it. */
export const typing = fc.oneof(
  fc.tuple(fc.constantFrom(...pythonFiles), pythonText),
  fc.tuple(fc.constantFrom(...scriptFiles), scriptText),
);

export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: writing },
  { weight: 1, arbitrary: path.map((each): Change => ({ kind: 'remove', path: each })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(path, path)
      .map(([before, after]): Change => ({ kind: 'rename', from: before, to: after })),
  },
);

const sources = [
  {
    id: 'hub',
    module: 'chat.hub',
    factory: { name: 'open_hub', context: 'session' },
    classes: ['SocketHub'],
    legacyModules: ['chat.sockets', 'chat.gone'],
    lookAlikes: ['*SocketHub'],
    owners: ['chat/hub.py'],
  },
  {
    id: 'feed',
    language: 'typescript',
    module: 'src/realtime/hub',
    factory: { name: 'openHub', context: 'session' },
    classes: ['Hub'],
    legacyModules: ['src/legacy/sockets', '@acme/core'],
    owners: ['src/realtime/**'],
  },
];

/** Texts of its configuration; the first is the one that it begins with. */
export const configs = [
  { sources },
  { sources, exclude: ['pkg/**'] },
  { sources, rules: { 'direct-construction': 'off' }, tests: ['tests/**'] },
  { sources: sources.slice(0, 1) },
].map((config) => JSON.stringify(config));

/** What every random project begins with: a source of each language that is there. */
export const start = {
  'chat/__init__.py': '',
  'chat/hub.py': 'class SocketHub:\n    pass\n\n\ndef open_hub(session=None):\n    return SocketHub()\n',
  'chat/sockets.py': 'from chat.hub import SocketHub\n',
  'chat/a.py': 'from chat.sockets import SocketHub as Hub, SocketHub\n',
  'chat/b.py': 'from chat.a import Hub\n\nHub()\n',
  'pkg/__init__.py': 'from .m import Hub, SocketHub\n',
  'pkg/m.py': 'from chat.sockets import SocketHub\n\nHub = SocketHub\n',
  'top.py': 'from pkg import SocketHub\n\nSocketHub()\n',
  'src/realtime/hub.ts':
    'export class Hub {\n  constructor(s: string) {}\n}\n\nexport function openHub(session: string) {\n  return new Hub(session);\n}\n',
  'src/legacy/sockets.ts': "export { Hub } from '../realtime/hub';\n",
  'src/a.ts': "export { Hub } from './legacy/sockets';\n",
  'src/b.tsx': "import { Hub } from '@/a';\n\nnew Hub('s');\n",
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
  'packages/core/package.json': '{ "name": "@acme/core", "exports": { ".": "./src/index.ts" } }',
  'packages/core/src/index.ts': "export { Hub } from '../../../src/realtime/hub';\n",
} as const;

/** The times of what was made so far: each its own, as if changes were far apart. */
let time = 1_600_000_000;

/** The paths that an editor is told of after a change. */
export function touchedBy(done: Change): readonly string[] {
  if (done.kind === 'rename') return [done.from, done.to];
  return [done.kind === 'write' ? done.file : done.path];
}

/** Makes a change as far as it can be made. */
export function make(root: string, done: Change): void {
  try {
    if (done.kind === 'write') {
      mkdirSync(dirname(join(root, done.file)), { recursive: true });
      writeFileSync(join(root, done.file), done.text);
      settle(root, done.file);
    } else if (done.kind === 'remove') {
      rmSync(join(root, done.path), { recursive: true });
      settle(root, dirname(done.path));
    } else {
      mkdirSync(dirname(join(root, done.to)), { recursive: true });
      renameSync(join(root, done.from), join(root, done.to));
      settle(root, done.to);
      settle(root, dirname(done.from));
    }
  } catch {
    // There is nothing, or something else stands there.
  }
}

/** Gives a path and the folders around it times of their own: a clock of four milliseconds is too coarse for a test. */
function settle(root: string, path: string): void {
  for (let at = path; ; at = dirname(at)) {
    const there = statSync(join(root, at), { throwIfNoEntry: false });
    if (there) utimesSync(join(root, at), (time += 5), time);
    if (at === '.') return;
  }
}
