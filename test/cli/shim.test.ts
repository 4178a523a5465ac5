import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { makeFolder, runCli } from './runCli.ts';

const hub = `class SocketHub:
    pass


class Frame:
    pass


def open_hub(session=None):
    return SocketHub()
`;

const lines: Readonly<Record<string, string>> = {
  'ssot.config.json': JSON.stringify({
    sources: [
      {
        id: 'hub',
        module: 'lines.hub',
        classes: ['SocketHub'],
        legacyModules: [
          'lines.sockets',
          'lines.frames',
          'lines.own',
          'lines.unused',
          'lines.patched',
          'lines.run',
        ],
        owners: ['lines/hub.py'],
      },
    ],
  }),
  'pyproject.toml': '[project.scripts]\nlines = "lines.run:SocketHub"\n',
  'lines/__init__.py': '',
  'lines/hub.py': hub,
  'lines/sockets.py':
    '"""Sockets of old."""\n\nfrom typing import Optional\n\nfrom lines.hub import SocketHub as Sockets, open_hub\n\n\ndef helper():\n    return 1\n',
  'lines/frames.py': 'from lines.hub import Frame\nfrom lines.sockets import Sockets\n',
  'lines/own.py': 'class SocketHub:\n    pass\n',
  'lines/unused.py': 'from lines.hub import SocketHub\n',
  'lines/patched.py': 'from lines.hub import SocketHub\n',
  'lines/run.py': 'from lines.hub import SocketHub\n',
  'desk.py': '"""A desk."""\nfrom lines.sockets import Sockets, open_hub\n',
  'wall.py': 'import sys\nimport lines.frames as frames\n\nFrame, Sockets = frames.Frame, frames.Sockets\n',
  'hall.py': 'from lines.own import SocketHub\n',
  'test_it.py':
    'from unittest.mock import patch\n\n\n@patch("lines.patched.SocketHub")\ndef test_it(_):\n    pass\n',
};

/** What a module's names are, told apart by the objects that the canonical module has. */
const judge = `
import importlib, sys
module = importlib.import_module(sys.argv[1])
import lines.hub as hub
known = {id(value): name for name, value in vars(hub).items()}
print({name: known.get(id(value)) for name, value in sorted(vars(module).items()) if not name.startswith("__")})
`;

function python(folder: string, module: string): { names: string; warnings: string[] } {
  const run = spawnSync('python3', ['-W', 'always::DeprecationWarning', '-c', judge, module], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
  });
  expect(run.status, run.stderr).toBe(0);
  return { names: run.stdout, warnings: run.stderr.split('\n').filter((line) => line.includes('Warning:')) };
}

describe('ssot shim', () => {
  it('prints what it would write, and leaves the disk alone', async () => {
    const folder = makeFolder(lines);
    const run = await runCli(folder, 'shim', 'lines.sockets');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('+__all__ = ["Sockets", "open_hub"]');
    expect(run.stdout).toContain('-def helper():');
    expect(run.stderr).toContain('1 legacy module to turn into a deprecation shim');
    expect(readFileSync(join(folder, 'lines/sockets.py'), 'utf8')).toBe(lines['lines/sockets.py']);
  });

  it('keeps for CPython every object that is imported, and warns at the line of each importer once', async () => {
    const folder = makeFolder(lines);
    const before = ['desk', 'wall'].map((module) => python(folder, module));
    expect(before.map(({ warnings }) => warnings)).toEqual([[], []]);
    const run = await runCli(folder, 'shim', '--write', 'lines/sockets.py', 'lines.frames');
    expect(run.stderr).toContain('2 legacy modules turned into deprecation shims');
    expect(run.code).toBe(0);
    const [desk, wall] = ['desk', 'wall'].map((module) => python(folder, module));
    expect([desk?.names, wall?.names]).toEqual(before.map(({ names }) => names));
    expect(desk?.names).toContain("'Sockets': 'SocketHub'");
    expect(desk?.warnings).toEqual([
      expect.stringMatching(/desk\.py:2: DeprecationWarning: lines\.sockets is/),
    ]);
    // What a shim needs of the canonical module it has from there: it is no importer of the other shim any more.
    expect(wall?.warnings).toEqual([
      expect.stringMatching(/wall\.py:2: DeprecationWarning: lines\.frames is/),
    ]);

    const again = await runCli(folder, 'shim', '--write', 'lines.sockets', 'lines.frames');
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('lines.sockets: a deprecation shim already');
    expect(again.stderr).toContain('lines.frames: a deprecation shim already');

    const scan = await runCli(folder, 'scan', '--format', 'json');
    const { violations } = JSON.parse(scan.stdout) as { violations: { file: string; ruleId: string }[] };
    // The shims themselves are none; who imports them is told so.
    expect(violations.map(({ file, ruleId }) => `${file}: ${ruleId}`)).toEqual(
      expect.arrayContaining(['desk.py: legacy-import', 'wall.py: legacy-import']),
    );
    const shims = new Set(['lines/sockets.py', 'lines/frames.py']);
    expect(violations.filter(({ file }) => shims.has(file))).toEqual([]);
    const inventory = await runCli(folder, 'inventory', '--format', 'json');
    const { legacyModules } = JSON.parse(inventory.stdout) as {
      legacyModules: { module: string; isShim: boolean; warns: boolean }[];
    };
    expect(legacyModules.map(({ module, isShim, warns }) => [module, isShim, warns])).toEqual([
      ['lines.sockets', true, true],
      ['lines.frames', true, true],
      ['lines.own', false, false],
      ['lines.unused', true, false],
      ['lines.patched', true, false],
      ['lines.run', true, false],
    ]);
    const text = await runCli(folder, 'inventory');
    expect(text.stdout).toMatch(/deprecation shim +lines\.sockets/);
    expect(text.stdout).toMatch(/ shim +lines\.unused/);
  });

  it('says why a module stays, and replaces its objects only when told to', async () => {
    const folder = makeFolder(lines);
    const run = await runCli(folder, 'shim', '--write', 'lines.own');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('0 legacy modules turned');
    expect(run.stderr).toMatch(/lines\.own: refused: SocketHub, taken by hall\.py, is the class .* --unsafe/);
    const unsafe = await runCli(folder, 'shim', '--write', '--unsafe', 'lines.own');
    expect(unsafe.code).toBe(0);
    expect(unsafe.stderr).toContain('other objects than before: SocketHub');
    expect(python(folder, 'hall').names).toContain("'SocketHub': 'SocketHub'");
  });

  it('does not take what is no legacy module', async () => {
    const folder = makeFolder(lines);
    const run = await runCli(folder, 'shim', 'lines.hub');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('lines.hub is no legacy module that is there; these are: lines.sockets');
    expect((await runCli(folder, 'shim')).code).toBe(2);
  });

  it('deletes a shim that nobody imports, names or enters by', async () => {
    const folder = makeFolder(lines);
    const list = await runCli(folder, 'shim', '--remove-dead');
    expect(list.code).toBe(1);
    expect(list.stdout).toBe('lines/unused.py\n');
    expect(list.stderr).toContain('lines.sockets: stays: desk.py and 1 more still import it');
    expect(list.stderr).toContain('lines.patched: stays: a string in test_it.py names it');
    expect(list.stderr).toContain('lines.run: stays: pyproject.toml names it as an entry point');
    expect(existsSync(join(folder, 'lines/unused.py'))).toBe(true);
    const run = await runCli(folder, 'shim', '--remove-dead', '--write');
    expect(run.code).toBe(0);
    expect(existsSync(join(folder, 'lines/unused.py'))).toBe(false);
    expect(existsSync(join(folder, 'lines/patched.py'))).toBe(true);
    expect((await runCli(folder, 'shim', '--remove-dead')).stdout).toBe('');
  });

  it.each([
    ['a string in settings.py', 'settings.py', 'LOGGING = {"class": "lines.unused.SocketHub"}\n'],
    ['a string in settings.py', 'settings.py', "BACKEND = 'lines.unused'\nRUN = 'lines.unused:SocketHub'\n"],
    ['deploy/conf.yaml', 'deploy/conf.yaml', 'handler:\n  class: lines.unused.SocketHub\n'],
    ['conf.toml', 'conf.toml', 'class = "lines.unused"\n'],
    ['conf.ini', 'conf.ini', '[app]\nfactory = lines.unused:open\n'],
    ['conf.json', 'conf.json', '{ "class": "lines.unused.SocketHub" }'],
    ['app.cfg', 'app.cfg', 'class=lines.unused.SocketHub\n'],
  ])('keeps what %s names', async (place, file, text) => {
    const folder = makeFolder({ ...lines, [file]: text });
    const run = await runCli(folder, 'shim', '--remove-dead', '--write', 'lines.unused');
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toContain(`lines.unused: stays: ${place} names it\n`);
    expect(existsSync(join(folder, 'lines/unused.py'))).toBe(true);
  });

  it('leaves a shim alone that a link leads to', async () => {
    const folder = makeFolder(lines);
    symlinkSync('unused.py', join(folder, 'lines/linked.py'));
    const run = await runCli(folder, 'shim', '--remove-dead', '--write', 'lines.unused');
    expect(run.stderr).toContain('  lines.unused: stays: lines/linked.py is a link to it\n');
    expect(existsSync(join(folder, 'lines/unused.py'))).toBe(true);
  });

  it('keeps nothing for a comment, a sentence, another module, or what git ignores', async () => {
    const folder = makeFolder({
      ...lines,
      'notes.py':
        '"""See lines.unused."""\n# don\'t use lines.unused, it\'s gone\nA = "lines.unused2"\nB = "my.lines.unused"\n',
      'conf.yaml': 'class: my.lines.unused.SocketHub\nother: lines.unused2\n',
      '.gitignore': 'out/\n',
      'out/conf.yaml': 'class: lines.unused\n',
    });
    expect((await runCli(folder, 'shim', '--remove-dead')).stdout).toBe('lines/unused.py\n');
  });

  it('never deletes what defines something of its own', async () => {
    const folder = makeFolder({ ...lines, 'hall.py': '' });
    const run = await runCli(folder, 'shim', '--remove-dead', '--write', 'lines.own');
    expect(run.stderr).toContain('lines.own: stays: nobody imports it, but it defines something of its own');
    expect(existsSync(join(folder, 'lines/own.py'))).toBe(true);
  });
});

const service: Readonly<Record<string, string>> = {
  'ssot.config.json': JSON.stringify({
    sources: [
      {
        id: 'service',
        language: 'typescript',
        module: 'src/service',
        classes: ['Service'],
        legacyModules: ['src/old', 'src/dead', 'src/mocked', 'src/entry'],
        owners: ['src/service.ts'],
      },
    ],
  }),
  'package.json': JSON.stringify({ name: 'lines', main: './src/entry.js' }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      verbatimModuleSyntax: true,
      isolatedModules: true,
      noEmit: true,
      types: [],
    },
    include: ['src'],
  }),
  'src/service.ts': 'export interface Options {\n  url: string;\n}\n\nexport class Service {}\n',
  'src/old.ts':
    "import { Service, type Options } from './service';\n\nexport default Service;\nexport { Service };\nexport type { Options };\n",
  'src/desk.ts':
    "import Main, { Service, type Options } from './old';\n\nexport const desk: Service[] = [new Main(), new Service()];\nexport const options: Options = { url: '' };\n",
  'src/dead.ts': "export { Service } from './service';\n",
  'src/entry.ts': "export { Service } from './service';\n",
  'src/mocked.ts': "export { Service } from './service';\n",
  'src/desk.test.ts':
    "declare const jest: { mock(path: string): void };\njest.mock('./mocked');\nexport {};\n",
};

/** What the compiler has against a folder's files, and what it strikes through in one of them, each once. */
function compile(folder: string): { errors: string[]; struck: string[] } {
  const path = join(folder, 'tsconfig.json');
  const { options, fileNames } = ts.getParsedCommandLineOfConfigFile(
    path,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )!;
  const languageService = ts.createLanguageService({
    getScriptFileNames: () => fileNames,
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => options,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (file) => ts.sys.fileExists(file),
    readFile: (file) => ts.sys.readFile(file),
  });
  const desk = join(folder, 'src/desk.ts');
  const text = readFileSync(desk, 'utf8');
  const struck = languageService
    .getSuggestionDiagnostics(desk)
    .filter(({ reportsDeprecated }) => reportsDeprecated)
    .map(({ start, length }) => text.slice(start, start + length));
  return {
    errors: fileNames.flatMap((file) =>
      [...languageService.getSyntacticDiagnostics(file), ...languageService.getSemanticDiagnostics(file)].map(
        ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '),
      ),
    ),
    struck: [...new Set(struck)].sort(),
  };
}

describe('ssot shim of TypeScript', () => {
  // A default import is struck where it is used: its own name is another one.
  it('has the compiler strike each name, and find no error', async () => {
    const folder = makeFolder(service);
    expect(compile(folder)).toEqual({ errors: [], struck: [] });
    const run = await runCli(folder, 'shim', '--write', 'src/old');
    expect(run.stderr).toContain('src/old: keeps 3 names for 1 importer');
    expect(compile(folder)).toEqual({ errors: [], struck: ['Main', 'Service', 'type Options'] });
  });

  it('deletes what no import, mock or manifest names', async () => {
    const folder = makeFolder(service);
    const run = await runCli(folder, 'shim', '--remove-dead', '--write');
    expect(run.stdout).toBe('src/dead.ts\n');
    expect(run.stderr).toContain('src/mocked: stays: a string in src/desk.test.ts names it');
    expect(run.stderr).toContain('src/entry: stays: package.json names it as an entry point');
    expect(compile(folder).errors).toEqual([]);
  });

  it.each([
    ['a string in src/load.ts', 'src/load.ts', "export const path = './dead';\n"],
    ['a string in src/load.ts', 'src/load.ts', 'export const path = "src/dead.ts";\n'],
    ['conf/app.json', 'conf/app.json', '{ "load": "../src/dead.js" }'],
    ['app.yaml', 'app.yaml', 'load: ./src/dead\n'],
  ])('keeps what %s names by a path', async (place, file, text) => {
    const folder = makeFolder({ ...service, [file]: text });
    const run = await runCli(folder, 'shim', '--remove-dead', 'src/dead');
    expect(run.stderr).toContain(`src/dead: stays: ${place} names it\n`);
  });

  it('keeps nothing for the same word', async () => {
    const folder = makeFolder({
      ...service,
      'src/load.ts': "export const words = ['dead', './deep/dead', '../dead'];\n",
      'app.yaml': 'state: dead\npath: other/dead\n',
    });
    expect((await runCli(folder, 'shim', '--remove-dead', 'src/dead')).stdout).toBe('src/dead.ts\n');
  });

  it('takes a glob for all modules that it matches', async () => {
    const config = JSON.parse(service['ssot.config.json']!) as { sources: object[] };
    const { 'src/old.ts': old, ...others } = service;
    const folder = makeFolder({
      ...others,
      'ssot.config.json': JSON.stringify({
        sources: [{ ...config.sources[0], legacyModules: ['src/old/**'] }],
      }),
      'src/old/index.ts': old!.replace('./service', '../service'),
      'src/old/deep/dead.ts': "export { Service } from '../../service';\n",
    });
    const all = await runCli(folder, 'shim', '--all');
    expect(all.stderr).toContain('1 legacy module to turn into a deprecation shim');
    expect(all.stderr).toContain('src/old: keeps 3 names for 1 importer');
    expect((await runCli(folder, 'shim', 'src/old')).stderr).toContain('src/old: keeps 3 names');
    const dead = await runCli(folder, 'shim', '--remove-dead', 'src/old/deep/dead');
    expect(dead.stdout).toBe('src/old/deep/dead.ts\n');
    const inventory = await runCli(folder, 'inventory', '--format', 'json');
    const { legacyModules } = JSON.parse(inventory.stdout) as {
      legacyModules: { module: string; state: string; statements: number }[];
    };
    expect(legacyModules.map(({ module, state, statements }) => [module, state, statements])).toEqual([
      ['src/old/deep/dead', 'there', 0],
      ['src/old', 'there', 1],
    ]);
  });
});
