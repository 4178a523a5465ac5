import { describe, expect, it } from 'vitest';
import type { RefactorImportersRequest, RefactorOffer } from '../../../src/project/protocol.ts';
import { Cancelled } from '../../../src/project/slices.ts';
import { applyEdits } from '../../../src/engine/text.ts';
import { canonicalImport, chat, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

const never = (): boolean => false;
const hub = { source: 'hub', module: 'chat.sockets', names: ['SocketHub'] };

function started(files: Files = chat): { folder: Folder; server: RecordedServer } {
  const folder = makeFolder(files);
  return { folder, server: startServer(folder) };
}

function offersAt(
  server: RecordedServer,
  path: string,
  line: number,
  column: number,
): Promise<RefactorOffer[]> {
  const at = { line, column };
  return server.ask('refactorings', { path, range: { start: at, end: at } }, never);
}

function brief({ kind, title, reason }: RefactorOffer): string {
  return `${kind}: ${title}${reason === null ? '' : `; ${reason}`}`;
}

const request = (folder: Folder): RefactorImportersRequest => ({
  path: folder.at('chat/safe.py'),
  action: 'import',
  target: hub,
  limit: 'repair',
});

describe('refactorings', () => {
  it('say of all importers what was told of them', async () => {
    const { folder, server } = started({
      ...chat,
      'chat/more.py': 'from chat.sockets import SocketHub as Other\n\nprint(Other)\n',
    });
    await server.scan();
    const offers = await offersAt(server, folder.at('chat/safe.py'), 1, 30);
    expect(offers.map(brief)).toEqual([
      'safe: Import SocketHub from the canonical module',
      'safe: Import SocketHub from the canonical module in all importers',
      'none: Use the canonical factory open_hub; nothing is constructed here that could be had from it',
      'none: Use the canonical factory open_hub in all importers; no other file constructs what could be had from it',
    ]);
    expect(applyEdits(safeImport, offers[0]!.edits)).toBe(canonicalImport);
  });

  it('say so where nobody else imports it', async () => {
    const { folder, server } = started();
    await server.scan();
    const offers = await offersAt(server, folder.at('chat/safe.py'), 1, 30);
    expect(offers.map(brief)).toContain(
      'none: Import SocketHub from the canonical module in all importers; no other file imports it from there',
    );
  });

  it('are for the text as it is typed', async () => {
    const { folder, server } = started();
    await server.scan();
    const path = folder.at('chat/clean.py');
    const text = `# typed\r\n${safeImport.replaceAll('\n', '\r\n')}`;
    server.tell('document', { path, text });
    const [offer] = await offersAt(server, path, 2, 30);
    expect(offer).toMatchObject({ kind: 'safe', textLength: text.length });
    expect(applyEdits(text, offer!.edits)).toBe(`# typed\r\n${canonicalImport.replaceAll('\n', '\r\n')}`);
  });

  it('are none at the end of a text, behind it, and on nothing owned', async () => {
    const { folder, server } = started();
    await server.scan();
    for (const [line, column] of [
      [2, 1],
      [4, 1],
      [99, 99],
    ] as const)
      expect(await offersAt(server, folder.at('chat/safe.py'), line, column)).toEqual([]);
    expect(await offersAt(server, folder.at('chat/other.py'), 1, 9)).toEqual([]);
    expect(await offersAt(server, folder.at('README.md'), 1, 1)).toEqual([]);
  });
});

describe('all importers', () => {
  const several = {
    ...chat,
    'chat/more.py': 'from chat.sockets import SocketHub as Other, open_hub\n\nprint(Other, open_hub)\n',
    'chat/star.py': 'from chat.sockets import *\n',
    'chat/quiet.py': `# ssot-disable-next-line legacy-import -- on purpose\n${safeImport}`,
  };

  it('are changed where it can be proven, and the others are told with why', async () => {
    const { folder, server } = started(several);
    await server.scan();
    const { files, left } = await server.ask('refactorImporters', request(folder), never);
    expect(files.map(({ path, after, fixed }) => [path, after, fixed])).toEqual([
      [
        folder.at('chat/more.py'),
        'from chat.hub import SocketHub as Other\nfrom chat.sockets import open_hub\n\nprint(Other, open_hub)\n',
        1,
      ],
      [folder.at('chat/safe.py'), canonicalImport, 1],
    ]);
    expect(files[1]!.before).toBe(safeImport);
    expect(files[1]!.edits).toEqual([
      { range: { start: { line: 1, column: 6 }, end: { line: 1, column: 18 } }, text: 'chat.hub' },
    ]);
    expect(left).toEqual([
      {
        path: folder.at('chat/star.py'),
        range: { start: { line: 1, column: 1 }, end: { line: 1, column: 27 } },
        reason: expect.stringMatching(/^nothing that it brings is used here/) as string,
      },
    ]);
  });

  it('count as they are typed, saved or not', async () => {
    const { folder, server } = started();
    await server.scan();
    const typed = `# not saved\n${safeImport}`;
    server.tell('document', { path: folder.at('chat/safe.py'), text: typed });
    server.tell('document', { path: folder.at('chat/clean.py'), text: safeImport });
    const { files } = await server.ask('refactorImporters', request(folder), never);
    expect(files.map(({ path, before }) => [path, before])).toEqual([
      [folder.at('chat/clean.py'), safeImport],
      [folder.at('chat/safe.py'), typed],
    ]);
  });

  it('take in what is typed while they are worked out', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`chat/m${at}.py`, `${safeImport}${'x = 1\n'.repeat(300)}`]),
    );
    const { folder, server } = started({ ...chat, ...many });
    await server.scan();
    const last = folder.at('chat/safe.py');
    let told = 0;
    const { files } = await server.ask('refactorImporters', request(folder), never, ({ done, total }) => {
      expect(done).toBeLessThan(total);
      if (told++ === 0) server.tell('document', { path: last, text: `# typed\n${safeImport}` });
    });
    expect(told).toBeGreaterThan(0);
    expect(files).toHaveLength(401);
    expect(files.at(-1)).toMatchObject({ path: last, before: `# typed\n${safeImport}` });
  });

  it('are left alone by who cancels', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`chat/m${at}.py`, `${safeImport}${'x = 1\n'.repeat(300)}`]),
    );
    const { folder, server } = started({ ...chat, ...many });
    await server.scan();
    let isCancelled = false;
    const asked = server.ask(
      'refactorImporters',
      request(folder),
      () => isCancelled,
      () => (isCancelled = true),
    );
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
  });

  it('are none for a file whose bytes would not come back', async () => {
    const bytes = Buffer.concat([Buffer.from(safeImport), Buffer.from([0x23, 0xff, 0xfe, 0x0a])]);
    const { folder, server } = started({ ...chat, 'chat/safe.py': bytes });
    await server.scan();
    const { files, left } = await server.ask('refactorImporters', request(folder), never);
    expect(files).toEqual([]);
    expect(left).toMatchObject([
      { path: folder.at('chat/safe.py'), reason: expect.stringMatching(/\w/) as string },
    ]);
  });
});
