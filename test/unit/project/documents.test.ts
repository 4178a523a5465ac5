import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as readText from '../../../src/project/readText.ts';
import { canonicalImport, chat, hub, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

async function scanned(files: Files = chat): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  server.toldOf();
  return { folder, server };
}

describe('an open document', () => {
  it('counts in place of what is on disk until it is closed', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    server.tell('document', { path, text: canonicalImport });
    await server.rest();
    expect(server.toldOf()).toEqual(['chat/safe.py']);
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'] });
    server.tell('document', { path, text: null });
    await server.rest();
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'], 'chat/safe.py': ['safe'] });
  });

  it('is not told of again where nothing has changed', async () => {
    const { folder, server } = await scanned();
    server.tell('document', { path: folder.at('chat/clean.py'), text: canonicalImport });
    server.tell('document', { path: folder.at('chat/other.py'), text: 'import os\n' });
    await server.rest();
    expect(server.toldOf()).toEqual([]);
  });

  it('is told of with its legacy names, which nobody sees of a closed one', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    const names = async () => {
      const { legacyNames, violations } = await server.ask('violations', { path }, () => false);
      expect(violations).toHaveLength(1);
      return legacyNames.map(({ range: { start, end }, message }) => [
        `${start.line}:${start.column}-${end.column}`,
        message,
      ]);
    };
    expect(await names()).toEqual([]);
    server.tell('document', { path, text: safeImport });
    const message = 'SocketHub is legacy; take it from chat.hub.';
    expect(await names()).toEqual([
      ['1:26-35', message],
      ['3:7-16', message],
    ]);
    server.tell('document', { path, text: null });
    expect(await names()).toEqual([]);
  });

  it('is told of as soon as it moves by a line', async () => {
    const { folder, server } = await scanned();
    server.tell('document', { path: folder.at('chat/safe.py'), text: `\n${safeImport}` });
    await server.rest();
    expect(server.toldOf()).toEqual(['chat/safe.py']);
  });

  it('is passed over once where it is read in full, and looked at cheaply where it is not', async () => {
    const { folder, server } = await scanned();
    const looks = vi.spyOn(readText, 'encodeInto');
    onTestFinished(() => looks.mockRestore());
    const type = async (file: string, text: string): Promise<number> => {
      looks.mockClear();
      server.tell('document', { path: folder.at(file), text });
      await server.rest();
      return looks.mock.calls.length;
    };
    expect(await type('chat/safe.py', `${safeImport}# a`)).toBe(0);
    expect(await type('chat/safe.py', `${safeImport}# ab`)).toBe(0);
    expect(await type('chat/other.py', 'import os\n\nprint(os)\n')).toBe(1);
    // What it imports counts all the same.
    await type('chat/safe.py', 'from chat.gone import SocketHub\n');
    expect(server.shown()['chat/safe.py']).toEqual(['repair']);
    await type('chat/safe.py', 'import os\n');
    expect(server.shown()['chat/safe.py']).toBeUndefined();
  });

  it('becomes a candidate while it is typed in', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/other.py');
    for (const text of [
      'from chat.sockets',
      'from chat.sockets import ',
      'from chat.sockets import SocketHub\n',
    ]) {
      server.tell('document', { path, text });
      await server.rest();
    }
    expect(server.shown()['chat/other.py']).toEqual(['safe']);
  });

  it('may stand nowhere on disk yet', async () => {
    const { folder, server } = await scanned();
    server.tell('document', { path: folder.at('chat/new.py'), text: safeImport });
    await server.rest();
    expect(server.toldOf()).toEqual(['chat/new.py']);
    server.tell('document', { path: folder.at('chat/new.py'), text: null });
    await server.rest();
    expect(server.shown()['chat/new.py']).toBeUndefined();
  });

  it('outlives a scan, and is what the scan reads', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    server.tell('document', { path, text: `\n\n${safeImport}` });
    await server.scan();
    const [offer] = await server.ask('fixes', { path }, () => false);
    expect(offer!.range.start.line).toBe(3);
  });

  it('that was opened before the first scan is seen by it', async () => {
    const folder = makeFolder(chat);
    const server = startServer(folder);
    server.tell('document', { path: folder.at('chat/clean.py'), text: safeImport });
    expect((await server.scan()).violations).toBe(3);
  });

  it('that changes in the middle of a scan is right in the end', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`m${at}.py`, `${safeImport}${'x = 1\n'.repeat(300)}`]),
    );
    const folder = makeFolder({ ...chat, ...many });
    const server = startServer(folder);
    const scan = server.scan();
    const path = folder.at('m0.py');
    // Typing goes on as long as the scan does.
    const typing = setInterval(() => {
      const text = server.events.length % 2 === 0 ? canonicalImport : safeImport;
      server.tell('document', { path, text });
    }, 1);
    await scan;
    clearInterval(typing);
    server.tell('document', { path, text: canonicalImport });
    await server.rest();
    const shown = server.shown();
    expect(shown['m0.py']).toBeUndefined();
    expect(Object.keys(shown)).toHaveLength(301);
  });

  it('with Windows line ends is measured in them', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    const text = `import os\r\n\r\n${safeImport.replaceAll('\n', '\r\n')}`;
    server.tell('document', { path, text });
    const { violations } = await server.ask('violations', { path }, () => false);
    expect(violations).toMatchObject([{ range: { start: { line: 3, column: 1 } } }]);
    const answer = await server.ask('fixAll', { path, limit: 'safe' }, () => false);
    expect(apply(text, answer.edits)).toBe(`import os\r\n\r\n${canonicalImport.replaceAll('\n', '\r\n')}`);
  });

  it('stands where the file stood, with a byte order mark and without', async () => {
    const { folder, server } = await scanned({ ...chat, 'chat/safe.py': `\uFEFF${safeImport}` });
    const path = folder.at('chat/safe.py');
    const closed = await server.ask('violations', { path }, () => false);
    server.tell('document', { path, text: safeImport });
    const open = await server.ask('violations', { path }, () => false);
    expect(open.violations.map(({ range }) => range)).toEqual(closed.violations.map(({ range }) => range));
  });
});

describe('whoever imports a module that changes', () => {
  /** consumer ← barrel ← shim, which passes on what is owned. */
  const chain = {
    ...chat,
    'chat/shim.py': 'from chat.hub import SocketHub\n',
    'chat/barrel.py': 'from chat.shim import SocketHub as Hub\n',
    'chat/consumer.py': 'from chat.barrel import Hub\n\nprint(Hub)\n',
    'chat/bystander.py': 'from chat.other import os\n',
  };

  it('is told of, however far the way', async () => {
    const { folder, server } = await scanned(chain);
    expect(server.shown()['chat/consumer.py']).toEqual(['safe']);
    server.tell('document', { path: folder.at('chat/shim.py'), text: 'class SocketHub: pass\n' });
    await server.rest();
    expect(server.toldOf().sort()).toEqual(['chat/barrel.py', 'chat/consumer.py']);
    expect(server.shown()['chat/consumer.py']).toBeUndefined();
    server.tell('document', { path: folder.at('chat/shim.py'), text: null });
    await server.rest();
    expect(server.shown()['chat/consumer.py']).toEqual(['safe']);
  });

  it('is found where the module begins to pass on what is owned', async () => {
    const { folder, server } = await scanned({ ...chain, 'chat/shim.py': 'class SocketHub: pass\n' });
    expect(server.shown()['chat/consumer.py']).toBeUndefined();
    server.tell('document', { path: folder.at('chat/shim.py'), text: chain['chat/shim.py'] });
    await server.rest();
    expect(server.shown()['chat/consumer.py']).toEqual(['safe']);
    // What another scan finds from nothing is the same.
    const fresh = startServer(folder);
    folder.write({ 'chat/shim.py': chain['chat/shim.py'] });
    await fresh.scan();
    expect(server.shown()).toEqual(fresh.shown());
  });

  it('is found where two documents change at one stroke', async () => {
    const { folder, server } = await scanned({
      ...chain,
      'chat/shim.py': '',
      'chat/sockets.py': '',
    });
    // Of the first one there is nothing to read.
    server.tell('document', { path: folder.at('chat/other.py'), text: null });
    server.tell('document', { path: folder.at('chat/shim.py'), text: chain['chat/shim.py'] });
    await server.rest();
    expect(server.shown()['chat/consumer.py']).toEqual(['safe']);
  });

  it('is found where the canonical module is mended that was broken when the window began', async () => {
    const folder = makeFolder(chain);
    const server = startServer(folder);
    const path = folder.at('chat/hub.py');
    server.tell('document', { path, text: '\n' });
    await server.scan();
    server.tell('document', { path, text: hub });
    await server.rest();
    expect(server.shown()).toMatchObject({ 'chat/barrel.py': ['safe'], 'chat/consumer.py': ['safe'] });
  });

  it('says nothing of a file that was told of and is gone by then', async () => {
    const { folder, server } = await scanned();
    server.tell('filesChanged', { paths: [folder.at('.gitignore')] });
    server.tell('filesChanged', { paths: [folder.at('lib/passing.ts'), folder.at('chat/__init__.py')] });
    await server.rest();
    expect(server.known().has('lib/passing.ts')).toBe(false);
  });

  it.each([
    ['from passing import SocketHub\n', 'passing.py', ['safe']],
    ['from around.passing import *\n', 'around/passing.py', ['none']],
    ['from around import passing\n\npassing.SocketHub()\n', 'around/passing.py', ['safe', 'none']],
    ['import around.passing as p\n\np.SocketHub()\n', 'around/passing.py', ['safe', 'none']],
  ])('is found where it is the first to import what a module passes on: %j', async (text, passing, kinds) => {
    const { folder, server } = await scanned({ ...chat, [passing]: safeImport });
    server.tell('document', { path: folder.at('chat/other.py'), text });
    await server.rest();
    expect(server.shown()['chat/other.py']).toEqual(kinds);
    server.tell('document', { path: folder.at('chat/other.py'), text: 'import os\n' });
    await server.rest();
    expect(server.shown()['chat/other.py']).toBeUndefined();
  });

  it('is left alone where the module has nothing to do with a source', async () => {
    const { folder, server } = await scanned(chain);
    server.tell('document', { path: folder.at('chat/other.py'), text: 'os = 1\n' });
    await server.rest();
    expect(server.toldOf()).toEqual([]);
  });

  it('waits behind a document that is typed in, and keeps no request waiting', async () => {
    const text = `${safeImport}${'x = 1\n'.repeat(300)}`;
    const consumers = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`m${at}.py`, text]));
    const { folder, server } = await scanned({ ...chat, ...consumers });
    server.tell('document', {
      path: folder.at('chat/sockets.py'),
      text: 'class SocketHub: pass\nopen_hub = 1\n',
    });
    const answer = await server.ask('violations', { path: folder.at('m299.py') }, () => false);
    expect(answer.violations.map(({ fix }) => fix.kind)).toEqual(['unsafe']);
    const early = server.toldOf();
    expect(early.length).toBeLessThan(300);
    server.tell('document', { path: folder.at('chat/clean.py'), text: safeImport });
    await server.rest();
    const late = server.toldOf();
    // One that was being worked on may come before it.
    expect(late.indexOf('chat/clean.py')).toBeLessThan(2);
    expect(new Set([...early, ...late]).size).toBe(302);
    expect(Object.values(server.shown()).filter(([kind]) => kind === 'unsafe')).toHaveLength(302);
  });
});

describe('the canonical module', () => {
  it('that goes while files are open is a problem, and its violations go; back it brings them back', async () => {
    const { folder, server } = await scanned();
    folder.remove('chat/hub.py');
    server.tell('filesChanged', { paths: [folder.at('chat/hub.py')] });
    await server.rest();
    expect(server.problems()).toHaveLength(1);
    expect(server.shown()).toEqual({});
    server.tell('document', { path: folder.at('chat/other.py'), text: safeImport });
    await server.rest();
    expect(server.shown()).toEqual({});
    folder.write({ 'chat/hub.py': hub });
    server.tell('filesChanged', { paths: [folder.at('chat/hub.py')] });
    await server.rest();
    expect(server.problems()).toEqual([]);
    expect(server.shown()).toEqual({
      'chat/other.py': ['safe'],
      'chat/repair.py': ['repair'],
      'chat/safe.py': ['safe'],
    });
  });
});

function apply(
  text: string,
  edits: readonly { span: { start: number; end: number }; text: string }[],
): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((at, edit) => at.slice(0, edit.span.start) + edit.text + at.slice(edit.span.end), text);
}
