import { renameSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import * as readText from '../../../src/project/readText.ts';
import { canonicalImport, chat, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

async function scanned(files: Files = chat): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  server.toldOf();
  return { folder, server };
}

/** What a server says that has seen every change, and one that begins now: they must agree. */
async function changed(
  { folder, server }: { folder: Folder; server: RecordedServer },
  ...paths: readonly string[]
): Promise<Record<string, string[]>> {
  server.tell('filesChanged', { paths: paths.map((path) => folder.at(path)) });
  await server.rest();
  const fresh = startServer(folder);
  const summary = await fresh.scan();
  expect(server.shown()).toEqual(fresh.shown());
  const again = await server.scan();
  expect({ ...again, durationMs: 0 }).toEqual({ ...summary, durationMs: 0 });
  return server.shown();
}

describe('a file on disk', () => {
  it('that is written is told of', async () => {
    const at = await scanned();
    at.folder.write({ 'chat/clean.py': safeImport, 'chat/safe.py': canonicalImport });
    expect(await changed(at, 'chat/clean.py', 'chat/safe.py')).toEqual({
      'chat/clean.py': ['safe'],
      'chat/repair.py': ['repair'],
    });
  });

  it('that is made is told of, in a folder that was not there either', async () => {
    const at = await scanned();
    at.folder.write({ 'chat/a/b/new.py': safeImport });
    expect((await changed(at, 'chat/a/b/new.py'))['chat/a/b/new.py']).toEqual(['safe']);
  });

  it('that is made is told of where only its new folder is, or one around that', async () => {
    const at = await scanned();
    at.folder.write({ 'chat/a/b/new.py': safeImport, 'chat/a/more.py': safeImport });
    expect(await changed(at, 'chat/a')).toMatchObject({
      'chat/a/b/new.py': ['safe'],
      'chat/a/more.py': ['safe'],
    });
  });

  it('that is deleted is told of', async () => {
    const at = await scanned();
    at.folder.remove('chat/safe.py');
    expect(await changed(at, 'chat/safe.py')).toEqual({ 'chat/repair.py': ['repair'] });
  });

  it('that is renamed is told of under both names', async () => {
    const at = await scanned();
    renameSync(at.folder.at('chat/safe.py'), at.folder.at('chat/moved.py'));
    expect(await changed(at, 'chat/safe.py', 'chat/moved.py')).toEqual({
      'chat/moved.py': ['safe'],
      'chat/repair.py': ['repair'],
    });
  });

  it('that others import from changes what they mean: a legacy module comes back', async () => {
    const at = await scanned();
    at.folder.write({ 'chat/gone.py': 'from chat.hub import SocketHub\n' });
    expect(await changed(at, 'chat/gone.py')).toEqual({
      'chat/repair.py': ['safe'],
      'chat/safe.py': ['safe'],
    });
  });

  it('that others import from changes what they mean: a legacy module goes', async () => {
    const at = await scanned();
    at.folder.remove('chat/sockets.py');
    expect(await changed(at, 'chat/sockets.py')).toEqual({
      'chat/repair.py': ['repair'],
      'chat/safe.py': ['repair'],
    });
  });

  it('that is left out is not told of, and still counts for what others mean', async () => {
    const at = await scanned({
      ...chat,
      '.gitignore': 'gen/\n',
      'gen/__init__.py': '',
      'gen/m.py': 'class SocketHub: pass\n',
      'chat/safe.py': 'from gen.m import SocketHub\n',
    });
    expect(at.server.shown()['chat/safe.py']).toBeUndefined();
    at.folder.write({ 'gen/m.py': canonicalImport });
    expect((await changed(at, 'gen/m.py'))['chat/safe.py']).toEqual(['safe']);
  });

  it('in a package that was not there brings what imports it to the right answer', async () => {
    const at = await scanned({
      ...chat,
      'use.py': 'from fresh.api import Hub\n',
      'deep.py': 'from use import Hub\n',
    });
    at.folder.write({ 'fresh/__init__.py': '', 'fresh/api.py': 'from chat.hub import SocketHub as Hub\n' });
    const shown = await changed(at, 'fresh/__init__.py', 'fresh/api.py');
    expect(shown).toMatchObject({ 'use.py': ['safe'], 'deep.py': ['safe'] });
  });

  it('that stands for the module where a package was', async () => {
    const at = await scanned({
      ...chat,
      'box.py': canonicalImport,
      'box/__init__.py': '',
      'use.py': 'from box import SocketHub\n',
    });
    at.folder.remove('box');
    expect((await changed(at, 'box/__init__.py'))['use.py']).toEqual(['safe']);
  });
});

describe('a folder', () => {
  it('that is deleted takes its files with it, though only it is told of', async () => {
    const at = await scanned({ ...chat, 'old/a.py': safeImport, 'old/deep/b.py': safeImport });
    expect(Object.keys(at.server.shown())).toHaveLength(4);
    at.folder.remove('old');
    expect(Object.keys(await changed(at, 'old'))).toEqual(['chat/repair.py', 'chat/safe.py']);
  });

  it('that is renamed has its files under the new name', async () => {
    const at = await scanned({ ...chat, 'old/a.py': safeImport });
    renameSync(at.folder.at('old'), at.folder.at('new'));
    expect(Object.keys(await changed(at, 'old', 'new'))).toEqual([
      'chat/repair.py',
      'chat/safe.py',
      'new/a.py',
    ]);
  });

  it('that nobody looks at is nobody’s business', async () => {
    const at = await scanned();
    at.folder.write({ '.venv/lib/a.py': safeImport, 'node_modules/x/b.py': safeImport });
    await changed(at, '.venv/lib/a.py', 'node_modules/x/b.py');
    expect(at.server.toldOf()).toEqual([]);
  });
});

describe('another branch', () => {
  it('with 5,000 changed files is taken in with a look at each, and lets requests in between', async () => {
    const plain = (text: string): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: 4000 }, (_, at) => [`plain/p${at}.py`, `import os\n${text}\n`]),
      );
    const using = (text: string): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: 1000 }, (_, at) => [`using/u${at}.py`, `import os\n${text}\n`]),
      );
    const at = await scanned({ ...chat, ...plain('x = 1'), ...using(safeImport) });
    at.folder.write({ ...plain('x = 2'), ...using(`\n${safeImport}`), 'chat/gone.py': canonicalImport });
    at.folder.remove('chat/sockets.py');

    const reads = vi.spyOn(readText, 'readBytes');
    const paths = [...Object.keys(plain('')), ...Object.keys(using('')), 'chat/gone.py', 'chat/sockets.py'];
    at.server.tell('filesChanged', { paths: paths.map((path) => at.folder.at(path)) });
    const answer = await at.server.ask('violations', { path: at.folder.at('using/u999.py') }, () => false);
    expect(answer.violations).toMatchObject([{ range: { start: { line: 3 } }, fix: { kind: 'repair' } }]);
    expect(at.server.toldOf().length).toBeLessThan(1000);
    await at.server.rest();
    // One look at each file that changed; one full read of each that may have a violation, and of who imports them.
    expect(reads.mock.calls.length).toBeGreaterThan(5000);
    expect(reads.mock.calls.length).toBeLessThan(5000 + 1000 + 50);
    reads.mockRestore();
    const shown = at.server.shown();
    expect(Object.values(shown).filter(([kind]) => kind === 'repair')).toHaveLength(1001);
    expect(shown['chat/repair.py']).toEqual(['safe']);
  }, 120_000);
});

describe('TypeScript', () => {
  const web = {
    'ssot.config.json': JSON.stringify({
      sources: [
        {
          id: 'hub',
          language: 'typescript',
          module: 'src/hub',
          classes: ['SocketHub'],
          legacyModules: ['src/sockets', 'lib/sockets'],
          owners: ['src/hub.ts'],
        },
      ],
    }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@ws': ['./src/other.ts'] } } }),
    'src/hub.ts': 'export class SocketHub {}\n',
    'src/sockets.ts': "export { SocketHub } from './hub';\n",
    'src/other.ts': 'export class SocketHub {}\n',
    'src/use.ts': "import { SocketHub } from '@ws';\nconsole.log(SocketHub);\n",
  };

  it('is looked at again where tsconfig.json leads elsewhere', async () => {
    const at = await scanned(web);
    const { 'src/use.ts': before } = at.server.shown();
    expect(before).toBeUndefined();
    at.folder.write({
      'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@ws': ['./src/sockets.ts'] } } }),
    });
    expect((await changed(at, 'tsconfig.json'))['src/use.ts']).toEqual(['safe']);
  });

  it('is looked at again where a module changes', async () => {
    const at = await scanned({
      ...web,
      'src/use.ts': "import { SocketHub } from './sockets';\nconsole.log(SocketHub);\n",
    });
    expect(at.server.shown()['src/use.ts']).toEqual(['safe']);
    at.folder.write({ 'src/sockets.ts': 'export class SocketHub {}\n' });
    expect((await changed(at, 'src/sockets.ts'))['src/use.ts']).toEqual(['unsafe']);
  });

  it('is looked at again where the module is gone that another passes on, by whatever specifier', async () => {
    for (const specifier of ['./sockets', '@legacy/sockets', '@ws']) {
      const at = await scanned({
        ...web,
        'tsconfig.json': JSON.stringify({
          compilerOptions: { paths: { '@legacy/*': ['./src/*'], '@ws': ['./src/sockets.ts'] } },
        }),
        'src/passing.ts': `export { SocketHub as Hub } from '${specifier}';\n`,
        'src/use.ts': "import { Hub } from './passing';\nconsole.log(Hub);\n",
      });
      expect(at.server.shown()['src/use.ts']).toEqual(['safe']);
      at.folder.remove('src/sockets.ts');
      expect((await changed(at, 'src/sockets.ts'))['src/use.ts']).toBeUndefined();
    }
  });
});
