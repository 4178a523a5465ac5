import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/engine/text.ts';
import { canonicalImport, chat, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

async function scanned(files: Files = chat): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  return { folder, server };
}

function apply(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((at, { span, text: with_ }) => at.slice(0, span.start) + with_ + at.slice(span.end), text);
}

const never = (): boolean => false;

describe('fixes', () => {
  it('are for the text as it is typed, and say its length', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    const text = `"""Längst nicht gespeichert 🚀"""\n\n${safeImport}`;
    server.tell('document', { path, text });
    const [offer, ...more] = await server.ask('fixes', { path }, never);
    expect(more).toEqual([]);
    expect(offer).toMatchObject({ kind: 'safe', textLength: text.length, reason: null });
    expect(apply(text, offer!.edits)).toBe(`"""Längst nicht gespeichert 🚀"""\n\n${canonicalImport}`);
  });

  it('are those that touch a range', async () => {
    const { folder, server } = await scanned({
      ...chat,
      'chat/safe.py': `${safeImport}\nfrom chat.gone import SocketHub as Other\n`,
    });
    const path = folder.at('chat/safe.py');
    const at = (line: number, column = 1): { line: number; column: number } => ({ line, column });
    const kinds = async (start: { line: number; column: number }, end = start): Promise<string[]> =>
      (await server.ask('fixes', { path, range: { start, end } }, never)).map(({ kind }) => kind);
    expect(await kinds(at(1))).toEqual(['safe']);
    expect(await kinds(at(1, 10))).toEqual(['safe']);
    expect(await kinds(at(2))).toEqual([]);
    expect(await kinds(at(5))).toEqual(['repair']);
    expect(await kinds(at(1), at(9))).toEqual(['safe', 'repair']);
  });

  it('give a reason where there is none', async () => {
    const { folder, server } = await scanned({
      ...chat,
      'chat/safe.py': 'from chat.sockets import *\n\nprint(SocketHub)\n',
      'chat/passed.py': 'from chat.sockets import SocketHub\n',
      'chat/user.py':
        'from unittest.mock import patch\n\nwith patch("chat.passed.SocketHub.send"):\n    pass\n',
    });
    for (const file of ['chat/safe.py']) {
      const offers = await server.ask('fixes', { path: folder.at(file) }, never);
      for (const offer of offers.filter(({ kind }) => kind === 'none')) {
        expect(offer.edits).toEqual([]);
        expect(offer.reason).toEqual(expect.stringMatching(/\w/));
      }
      expect(offers.length).toBeGreaterThan(0);
    }
  });

  it('are offered where a legacy name is used too, the same and once', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/safe.py');
    const at = (line: number, column: number) => ({ start: { line, column }, end: { line, column } });
    const ofImport = await server.ask('fixes', { path, range: at(1, 1) }, never);
    expect(ofImport).toMatchObject([{ kind: 'safe', range: { start: { line: 1 } } }]);
    expect(await server.ask('fixes', { path, range: at(3, 9) }, never)).toEqual(ofImport);
    expect(await server.ask('fixes', { path, range: at(1, 30) }, never)).toEqual(ofImport);
    expect(await server.ask('fixes', { path, range: at(3, 2) }, never)).toEqual([]);
  });

  it('are those of an import whose name is used, and no other of the file', async () => {
    const other = 'from chat.gone import open_hub\n';
    const { folder, server } = await scanned({ ...chat, 'chat/safe.py': other + safeImport });
    const path = folder.at('chat/safe.py');
    const [use, ...more] = await server.ask(
      'fixes',
      { path, range: { start: { line: 4, column: 9 }, end: { line: 4, column: 9 } } },
      never,
    );
    expect(more).toEqual([]);
    expect(use).toMatchObject({ range: { start: { line: 2 } } });
  });

  it('are none for a file whose bytes would not come back', async () => {
    const bytes = Buffer.concat([Buffer.from(safeImport), Buffer.from([0x23, 0xff, 0xfe, 0x0a])]);
    const { folder, server } = await scanned({ ...chat, 'chat/safe.py': bytes });
    const path = folder.at('chat/safe.py');
    const [offer] = await server.ask('fixes', { path }, never);
    expect(offer).toMatchObject({ kind: 'none', edits: [] });
    const all = await server.ask('fixAll', { path, limit: 'unsafe' }, never);
    expect(all).toMatchObject({ edits: [], fixed: 0, left: [{ reason: offer!.reason }] });
  });

  it('wait for what must be read first: an import elsewhere forbids to drop a name', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 600 }, (_, at) => [`m${at}.py`, 'x = 1\n'.repeat(500)]),
    );
    const files = {
      ...chat,
      ...many,
      'chat/safe.py': 'import chat.sockets as s\n\nprint(s.SocketHub)\n',
      'zoo.py': 'from chat.safe import s\n',
    };
    const folder = makeFolder(files);
    const server = startServer(folder);
    const scan = server.scan();
    const early = await server.ask('fixes', { path: folder.at('chat/safe.py') }, never);
    await scan;
    const late = await server.ask('fixes', { path: folder.at('chat/safe.py') }, never);
    expect(late.length).toBeGreaterThan(0);
    expect(early).toEqual(late);
  });
});

describe('fix all', () => {
  const mixed = `${safeImport}\nfrom chat.gone import open_hub\n`;

  it('does what the limit allows, and says why the rest is left', async () => {
    const { folder, server } = await scanned({ ...chat, 'chat/safe.py': mixed });
    const path = folder.at('chat/safe.py');
    const safe = await server.ask('fixAll', { path, limit: 'safe' }, never);
    expect(safe).toMatchObject({
      fixed: 1,
      textLength: mixed.length,
      left: [{ range: { start: { line: 5 } } }],
    });
    expect(safe.left[0]!.reason).toMatch(/\w/);
    const all = await server.ask('fixAll', { path, limit: 'repair' }, never);
    expect(all).toMatchObject({ fixed: 2, left: [] });
    expect(apply(mixed, all.edits)).not.toMatch(/sockets|gone/);
  });

  it('is for the text as it is typed', async () => {
    const { folder, server } = await scanned();
    const path = folder.at('chat/clean.py');
    server.tell('document', { path, text: mixed });
    const { edits, textLength } = await server.ask('fixAll', { path, limit: 'repair' }, never);
    expect(textLength).toBe(mixed.length);
    expect(apply(mixed, edits)).not.toMatch(/sockets|gone/);
  });

  it('of a file that is in no project does nothing', async () => {
    const { folder, server } = await scanned();
    expect(await server.ask('fixAll', { path: folder.at('README.md'), limit: 'safe' }, never)).toEqual({
      edits: [],
      textLength: 0,
      fixed: 0,
      left: [],
    });
  });
});

describe('a fix that takes other files along', () => {
  const files = {
    ...chat,
    'chat/late.py': 'def late():\n    from chat.sockets import open_hub\n    return open_hub\n',
    'tests/test_late.py':
      'from unittest.mock import patch\n\nfrom chat import late\n\nwith patch("chat.sockets.open_hub"):\n    late.late()\n',
  };

  it('says so in its title, and has the edits of all files', async () => {
    const { folder, server } = await scanned(files);
    const [offer] = await server.ask('fixes', { path: folder.at('chat/late.py') }, never);
    expect(offer).toMatchObject({
      kind: 'safe',
      title: 'Import open_hub from chat.hub and 1 patch in 1 other file',
      reason: null,
    });
    expect(apply(files['chat/late.py'], offer!.edits)).toContain('from chat.hub import open_hub');
    const [other, ...more] = offer!.others;
    expect(more).toEqual([]);
    expect(other).toMatchObject({
      path: folder.at('tests/test_late.py'),
      textLength: files['tests/test_late.py'].length,
    });
    expect(apply(files['tests/test_late.py'], other!.edits)).toContain('patch("chat.hub.open_hub")');
  });

  it('is offered at the string too', async () => {
    const { folder, server } = await scanned(files);
    const [offer] = await server.ask('fixes', { path: folder.at('tests/test_late.py') }, never);
    expect(offer).toMatchObject({
      kind: 'safe',
      title: 'Name chat.hub.open_hub in the string and 1 import in 1 other file',
    });
    expect(offer!.others.map(({ path }) => path)).toEqual([folder.at('chat/late.py')]);
  });

  it('is none of what is fixed on saving, which says where it is', async () => {
    const { folder, server } = await scanned(files);
    const all = await server.ask('fixAll', { path: folder.at('chat/late.py'), limit: 'safe' }, never);
    expect(all).toMatchObject({ edits: [], fixed: 0 });
    expect(all.left.map(({ reason }) => reason)).toEqual([
      'it has to move together with 1 patch in 1 other file: its own quick fix does that, or `ssot fix`',
    ]);
  });

  it('is for the text that is open in the other file', async () => {
    const { folder, server } = await scanned(files);
    const text = `# typed\n${files['tests/test_late.py']}`;
    server.tell('document', { path: folder.at('tests/test_late.py'), text });
    const [offer] = await server.ask('fixes', { path: folder.at('chat/late.py') }, never);
    expect(offer!.others).toMatchObject([{ textLength: text.length }]);
    expect(apply(text, offer!.others[0]!.edits)).toContain('# typed\n');
    server.tell('document', { path: folder.at('tests/test_late.py'), text: 'late = None\n' });
    const [alone] = await server.ask('fixes', { path: folder.at('chat/late.py') }, never);
    expect(alone).toMatchObject({ kind: 'safe', title: 'Import open_hub from chat.hub', others: [] });
  });
});
