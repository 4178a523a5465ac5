import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chat, config, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer } from './server.ts';

/** What a scan shows of files that are there beside the chat's own, and what opening each of them shows. */
async function shownOf(files: Files, exclude: string[] = []): Promise<string[]> {
  const folder = makeFolder({ ...chat, 'chat/safe.py': '', 'chat/repair.py': '', ...files });
  const server = startServer(folder);
  await server.scan([folder.path], exclude);
  const scanned = Object.keys(server.shown());
  const opened: string[] = [];
  for (const file of Object.keys(files)) {
    const { violations } = await server.ask('violations', { path: folder.at(file) }, () => false);
    if (violations.length > 0) opened.push(file);
  }
  expect(opened.sort()).toEqual(scanned);
  return scanned;
}

describe('what is left out of a scan, and when it is opened', () => {
  it.each([
    ['a glob', ['old/**']],
    ['a folder', ['old']],
    ['a name anywhere', ['**/old']],
    ['a relative path', ['./old/**']],
  ])('is what the configuration excludes by %s', async (_, exclude) => {
    const files = {
      'ssot.config.json': config({ exclude }),
      'old/deep/a.py': safeImport,
      'new/a.py': safeImport,
    };
    expect(await shownOf(files)).toEqual(['new/a.py']);
  });

  it('is what the editor hides', async () => {
    expect(await shownOf({ 'old/deep/a.py': safeImport, 'new/a.py': safeImport }, ['**/old'])).toEqual([
      'new/a.py',
    ]);
  });

  it('is what git ignores, by the nearest rule', async () => {
    const files = {
      '.gitignore': 'build/\n*_gen.py\n/top.py\n!kept_gen.py\n',
      'inner/.gitignore': '!b_gen.py\nown.py\n',
      'build/a.py': safeImport,
      'inner/build/a.py': safeImport,
      'a_gen.py': safeImport,
      'kept_gen.py': safeImport,
      'top.py': safeImport,
      'inner/top.py': safeImport,
      'inner/a_gen.py': safeImport,
      'inner/b_gen.py': safeImport,
      'inner/own.py': safeImport,
      'own.py': safeImport,
    };
    expect(await shownOf(files)).toEqual(['inner/b_gen.py', 'inner/top.py', 'kept_gen.py', 'own.py']);
  });

  it('is what git ignores above the configuration, in the same repository', async () => {
    const folder = makeFolder({
      '.gitignore': 'everywhere.py\n',
      'repository/.git/HEAD': '',
      'repository/.git/info/exclude': 'local.py\n',
      'repository/.gitignore': '*_gen.py\n/services/build/\nkept.py\n',
      'repository/services/.gitignore': '!kept.py\n',
    });
    const inside = Object.entries({
      ...chat,
      'chat/safe.py': '',
      'chat/repair.py': '',
      'everywhere.py': safeImport,
      'local.py': safeImport,
      'a_gen.py': safeImport,
      'build/a.py': safeImport,
      'kept.py': safeImport,
    });
    folder.write(Object.fromEntries(inside.map(([file, text]) => [`repository/services/${file}`, text])));
    const server = startServer(folder);
    await server.scan([folder.at('repository/services')], []);
    expect(Object.keys(server.shown())).toEqual(
      ['everywhere.py', 'kept.py'].map((file) => `repository/services/${file}`),
    );
  });

  it('is not a configured folder that git ignores as a whole', async () => {
    const folder = makeFolder({ '.git/HEAD': '', '.gitignore': 'vendor/\n' });
    const inside = Object.entries({ ...chat, 'chat/safe.py': '', 'chat/repair.py': '', 'a.py': safeImport });
    folder.write(Object.fromEntries(inside.map(([file, text]) => [`vendor/${file}`, text])));
    const server = startServer(folder);
    await server.scan([folder.at('vendor')], []);
    expect(Object.keys(server.shown())).toEqual(['vendor/a.py']);
  });

  it('is what nobody writes', async () => {
    const files = {
      'node_modules/a.py': safeImport,
      '.venv/lib/a.py': safeImport,
      'x/__pycache__/a.py': safeImport,
    };
    expect(await shownOf(files)).toEqual([]);
  });

  it('is what a link leads to a second time, in a circle or not', async () => {
    const folder = makeFolder({ ...chat, 'real/a.py': safeImport });
    symlinkSync(folder.at('real'), folder.at('linked'));
    symlinkSync(folder.path, folder.at('real/round'));
    symlinkSync(folder.at('nowhere.py'), folder.at('dangling.py'));
    const server = startServer(folder);
    await server.scan();
    expect(Object.keys(server.shown())).toEqual(['chat/repair.py', 'chat/safe.py', 'real/a.py']);
    for (const [file, count] of Object.entries({
      'real/a.py': 1,
      'linked/a.py': 0,
      'real/round/real/a.py': 0,
    })) {
      const { violations } = await server.ask('violations', { path: folder.at(file) }, () => false);
      expect([file, violations.length]).toEqual([file, count]);
    }
  });

  it('is no folder for being deep', async () => {
    const deep = `${Array.from({ length: 120 }, (_, at) => `d${at}`).join('/')}/a.py`;
    expect(await shownOf({ [deep]: safeImport })).toEqual([deep]);
  });

  it('is not a file with a strange name', async () => {
    const files = { 'a b/ü [x] (y).py': safeImport, '{c}/!d.py': safeImport };
    expect(await shownOf(files)).toEqual(['a b/ü [x] (y).py', '{c}/!d.py']);
  });

  it('is a file that is in no project at all', async () => {
    const folder = makeFolder({ ...chat });
    const elsewhere = makeFolder({ 'a.py': safeImport });
    const server = startServer(folder);
    await server.scan();
    server.tell('document', { path: elsewhere.at('a.py'), text: safeImport });
    await server.rest();
    expect(await server.ask('fixes', { path: elsewhere.at('a.py') }, () => false)).toEqual([]);
    expect(Object.keys(server.shown())).toEqual(['chat/repair.py', 'chat/safe.py']);
  });
});

describe('a folder behind a link', () => {
  it('holds modules, which are not missing', async () => {
    const folder = makeFolder({
      ...chat,
      'shared/sub/m.py': 'from chat.hub import SocketHub\n',
      'chat/safe.py': 'from chat.sub.m import SocketHub\n',
    });
    symlinkSync(folder.at('shared/sub'), folder.at('chat/sub'));
    const server = startServer(folder);
    await server.scan();
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'], 'chat/safe.py': ['safe'] });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['binary', (folder: Folder) => folder.write({ 'chat/bad.py': new Uint8Array([0x69, 0, 0x0a]) })],
    [
      'without permission',
      (folder: Folder) => {
        folder.write({ 'chat/bad.py': safeImport });
        chmodSync(folder.at('chat/bad.py'), 0);
      },
    ],
  ])('is told of, and stops nothing: %s', async (kind, prepare) => {
    const folder = makeFolder(chat);
    prepare(folder);
    const server = startServer(folder);
    const { violations } = await server.scan();
    const report = await server.ask('violations', { path: folder.at('chat/bad.py') }, () => false);
    // Whoever may read everything reads this too.
    if (kind !== 'binary' && process.getuid?.() === 0) expect(violations).toBe(3);
    else {
      expect(violations).toBe(2);
      expect(report.syntaxErrors).toMatchObject([{ range: { start: { line: 1, column: 1 } } }]);
    }
  });

  it('is a folder with the name of a file, which is walked as one', async () => {
    const folder = makeFolder({ ...chat, 'odd.py/a.py': safeImport });
    mkdirSync(folder.at('empty.py'));
    const server = startServer(folder);
    expect((await server.scan()).violations).toBe(3);
  });
});
