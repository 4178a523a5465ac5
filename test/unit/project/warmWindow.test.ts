import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { entryOf } from '../../../src/engine/baseline/entry.ts';
import { renderBaseline } from '../../../src/engine/baseline/format.ts';
import type { ScanSummary } from '../../../src/project/protocol.ts';
import * as readText from '../../../src/project/readText.ts';
import { canonicalImport, chat, config, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

beforeEach(() => {
  // All files are long settled.
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Opened {
  readonly server: RecordedServer;
  readonly summary: ScanSummary;
  /** Of how many files that was found now. */
  readonly anew: number;
}

/** A folder in which one window was open before, and the next one. */
async function visited(files: Files = chat) {
  const folder = makeFolder(files);
  const cache = makeFolder({});
  const open = async (
    before: (server: RecordedServer) => void = () => undefined,
    folders?: readonly string[],
    exclude?: readonly string[],
  ): Promise<Opened> => {
    const server = startServer(folder, cache);
    before(server);
    const summary = await server.scan(folders, exclude);
    return { server, summary, anew: summary.filesAnalyzed - summary.filesKnown };
  };
  const first = await open();
  await first.server.rest();
  expect(first.summary.filesKnown).toBe(0);
  return { folder, cache, open, first };
}

/** What a window shows that begins from nothing. */
async function cold(folder: Folder): Promise<Record<string, string[]>> {
  const server = startServer(folder);
  await server.scan();
  return server.shown();
}

describe('a window on a workspace that was open before', () => {
  it('tells all without reading a file, where nothing has changed', async () => {
    const { folder, open, first } = await visited({ ...chat, 'chat/broken.py': `def (:\n${safeImport}` });
    const reads = vi.spyOn(readText, 'readBytes');
    const { server, summary, anew } = await open();
    expect(reads).not.toHaveBeenCalled();
    expect(anew).toBe(0);
    expect(summary).toMatchObject({ filesSeen: 8, violations: first.summary.violations });
    expect([...server.known()]).toEqual([...first.server.known()]);
    expect(server.known().get('chat/broken.py')?.syntaxErrors).toHaveLength(1);
    expect(server.shown()).toEqual(await cold(folder));
    const names = server.events.map(({ name }) => name).filter((name) => name !== 'violations');
    expect(names).toEqual(['configurationProblems', 'phases']);
  });

  it('finds anew what is in a file that has changed, and no other', async () => {
    const { folder, open } = await visited();
    folder.write({ 'chat/safe.py': canonicalImport, 'chat/other.py': safeImport });
    const { server, anew, summary } = await open();
    expect(anew).toBe(1);
    expect(summary.violations).toBe(2);
    expect(server.shown()).toEqual({ 'chat/other.py': ['safe'], 'chat/repair.py': ['repair'] });
    expect((await open()).anew).toBe(0);
  });

  it('begins from nothing where a module has changed that others rest on', async () => {
    const { folder, open } = await visited();
    folder.write({ 'chat/sockets.py': 'class SocketHub: pass\n' });
    const { server, summary } = await open();
    expect(summary.filesKnown).toBe(0);
    expect(server.shown()['chat/safe.py']).toEqual(['unsafe']);
    expect((await open()).anew).toBe(0);
  });

  it('begins from nothing with another configuration', async () => {
    const { folder, open } = await visited();
    folder.write({ 'ssot.config.json': config({ exclude: ['chat/safe.py'] }) });
    const { server, summary } = await open();
    expect(summary.filesKnown).toBe(0);
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'] });
  });

  it('begins from nothing where the editor hides other files, or another folder is open', async () => {
    const { folder, open } = await visited();
    expect((await open(undefined, undefined, ['**/safe.py'])).summary).toMatchObject({
      ...{ filesKnown: 0, filesSeen: 6, violations: 1 },
    });
    expect((await open(undefined, [folder.at('chat')])).summary.filesKnown).toBe(0);
    // A folder that has nothing to do with it changes nothing.
    expect((await open(undefined, [folder.path, makeFolder({}).path], ['**/safe.py'])).anew).toBe(0);
    expect((await open(undefined, [folder.at('chat')])).anew).toBe(0);
  });

  it('says what a configuration lacks, and knows nothing then', async () => {
    const { folder, open } = await visited();
    folder.remove('chat/hub.py');
    const { server, summary } = await open();
    expect(summary).toMatchObject({ filesKnown: 0, violations: 0 });
    expect(server.problems()).toHaveLength(1);
  });

  it('marks what the baseline of now knows, by the files that are there now', async () => {
    const { folder, open, first } = await visited();
    const entries = [...first.server.known().values()].flatMap(({ violations }) => violations.map(entryOf));
    const [repair, safe] = entries.sort((a, b) => (a.file < b.file ? -1 : 1));
    // One was found in a file that is gone, the other one in a file that is still there.
    const known = [
      { ...safe!, file: 'chat/moved.py' },
      { ...repair!, file: 'chat/clean.py' },
    ];
    folder.write({ 'ssot.baseline': renderBaseline(known) });
    const { summary, anew, server } = await open();
    expect({ anew, violations: summary.violations }).toEqual({ anew: 0, violations: 1 });
    expect(server.known().get('chat/safe.py')!.violations).toMatchObject([{ baselined: true }]);
  });

  it('leaves it to the disk where legacy modules are', async () => {
    const { folder, open } = await visited();
    const { server } = await open();
    const before = server.events.length;
    expect(await server.ask('legacyFiles', {}, () => false)).toEqual([folder.at('chat/sockets.py')]);
    expect(server.events).toHaveLength(before);
  });
});

describe('what an open window keeps', () => {
  it('may be damaged, cut off or nobody’s, and is made again', async () => {
    const { cache, open } = await visited();
    const [name] = readdirSync(cache.path);
    const whole = readFileSync(cache.at(name!));
    for (const bytes of [
      Buffer.from(''),
      Buffer.from('{}\n{}'),
      whole.subarray(0, whole.length / 3),
      Buffer.concat([whole.subarray(0, 200), Buffer.from('x'), whole.subarray(201)]),
    ]) {
      writeFileSync(cache.at(name!), bytes);
      const { summary, server } = await open();
      expect(summary).toMatchObject({ filesKnown: 0, violations: 2 });
      expect(server.problems()).toEqual([]);
      expect((await open()).anew).toBe(0);
    }
  });

  it('need not be kept where it cannot be written', async () => {
    const folder = makeFolder(chat);
    const file = makeFolder({ 'a file': '' }).at('a file');
    for (const cache of [join(file, 'below'), file]) {
      const server = startServer(folder, { ...folder, path: cache });
      expect(await server.scan()).toMatchObject({ filesKnown: 0, violations: 2 });
      expect(server.problems()).toEqual([]);
    }
  });

  it('is whole where two windows keep it at once', async () => {
    const { folder, cache, open } = await visited();
    folder.write({ 'chat/sockets.py': 'SocketHub = None\n' });
    const servers = [startServer(folder, cache), startServer(folder, cache)];
    const summaries = await Promise.all(servers.map((server) => server.scan()));
    expect(summaries.map(({ violations }) => violations)).toEqual([2, 2]);
    expect(readdirSync(cache.path)).toHaveLength(1);
    expect((await open()).anew).toBe(0);
  });

  it('does not stand in the workspace', async () => {
    const { folder } = await visited();
    expect(readdirSync(folder.path).sort()).toEqual(['chat', 'ssot.config.json']);
  });

  it('is nothing of a scan into which something came', async () => {
    const many = Array.from({ length: 40 }, (_, at) => [
      `m${at}.py`,
      `${safeImport}${'x = 1\n'.repeat(900)}`,
    ]);
    const folder = makeFolder({ ...chat, ...(Object.fromEntries(many) as Files) });
    const cache = makeFolder({});
    const server = startServer(folder, cache);
    const scan = server.scan();
    await server.ask('violations', { path: folder.at('m0.py') }, () => false);
    folder.write({ 'chat/sockets.py': 'SocketHub = None\n' });
    server.tell('filesChanged', { paths: [folder.at('chat/sockets.py')] });
    await scan;
    expect(readdirSync(cache.path)).toEqual([]);
  });
});

describe('a document that is open from the start', () => {
  it('is told of with its legacy names once the project has been read', async () => {
    const { folder, open } = await visited();
    const path = folder.at('chat/safe.py');
    const { server, anew } = await open((each) => each.tell('document', { path, text: safeImport }));
    expect(anew).toBe(0);
    expect(server.known().get('chat/safe.py')!.legacyNames).toEqual([]);
    await server.rest();
    expect(server.known().get('chat/safe.py')!.legacyNames).toHaveLength(2);
    server.toldOf();
    // Made again in the same window, a scan takes nothing away from it.
    await server.scan();
    await server.rest();
    expect(server.toldOf()).toEqual([]);
  });

  it('counts as it is, and what is kept is what the disk says', async () => {
    const { folder, open } = await visited();
    const path = folder.at('chat/safe.py');
    const line = ({ server }: Opened): unknown =>
      server
        .known()
        .get('chat/safe.py')!
        .violations.map(({ range }) => range.start.line);
    const opened = await open((each) => each.tell('document', { path, text: `\n${safeImport}` }));
    expect([opened.anew, opened.summary.violations, line(opened)]).toEqual([1, 2, [2]]);
    const next = await open();
    expect([next.anew, next.summary.violations, line(next)]).toEqual([1, 2, [1]]);
    expect((await open()).anew).toBe(0);
  });
});

describe('a change before a known project has been read', () => {
  it('reaches all that rests on what was there before', async () => {
    const { folder, open } = await visited({
      ...chat,
      'chat/barrel.py': 'from chat.sockets import SocketHub as Hub\n',
      'chat/far.py': 'from chat.barrel import Hub\n\nHub()\n',
    });
    const { server } = await open();
    expect(Object.keys(server.shown())).toContain('chat/far.py');
    folder.write({ 'chat/barrel.py': 'Hub = None\n' });
    server.tell('filesChanged', { paths: [folder.at('chat/barrel.py')] });
    await server.rest();
    expect(server.shown()).toEqual(await cold(folder));
    expect(Object.keys(server.shown())).not.toContain('chat/far.py');
  });

  it('is taken in where a whole folder goes', async () => {
    const { folder, open } = await visited({ ...chat, 'old/a.py': safeImport, 'old/b.py': 'import os\n' });
    const { server } = await open();
    folder.remove('old');
    server.tell('filesChanged', { paths: [folder.at('old')] });
    await server.rest();
    expect(server.shown()).toEqual(await cold(folder));
  });
});
