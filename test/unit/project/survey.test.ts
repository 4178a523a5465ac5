import { describe, expect, it } from 'vitest';
import type { SurveyRequests } from '../../../src/project/survey/surveyProtocol.ts';
import { makeFolder, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';
import { switchboard } from './switchboard.ts';

const board = {
  ...switchboard,
  'lines/old.py': 'from board.wire.hub import SocketHub\n\nprint(SocketHub)\n',
  'lines/new.py': 'from board.wire.socket_hub import SocketHub\n\nprint(SocketHub)\n',
  'lines/made.py': 'from board.wire.socket_hub import UnifiedSocketHub\n\nhub = UnifiedSocketHub()\n',
  'lines/quoted.py': "from unittest.mock import patch\n\npatch('board.wire.hub.SocketHub')\n",
};

async function scanned(): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(board);
  const server = startServer(folder);
  await server.scan();
  return { folder, server };
}

const ask = <Name extends keyof SurveyRequests>(
  server: RecordedServer,
  name: Name,
  params: SurveyRequests[Name][0],
): Promise<SurveyRequests[Name][1]> => server.ask(name, params, () => false);

const at = (line: number, column: number) => ({ start: { line, column }, end: { line, column } });

describe('a survey of the migration', () => {
  it('names what a file has that is worth to be told of, without an inventory', async () => {
    const { folder, server } = await scanned();
    const told = async (file: string): Promise<string[]> =>
      (await ask(server, 'truths', { path: folder.at(file) })).map(
        ({ id, kind, what, range }) => `${range.start.line} ${kind} ${what} ${id}`,
      );
    expect(await told('board/wire/socket_hub.py')).toEqual([
      '4 canonical class board.wire.contracts.SocketContract',
      '5 canonical class board.wire.core.SocketHubMode',
      '5 canonical class board.wire.core._SocketHubCore',
      '12 canonical class board.wire.socket_hub._SocketHubMaker',
      '17 canonical class board.wire.socket_hub._SocketHubMaker',
      '18 canonical class board.wire.core._SocketHubCore',
      '21 canonical class board.wire.socket_hub.SocketHubFactory',
      '27 canonical factory board.wire.socket_hub.get_socket_hub',
      '45 canonical class board.wire.core._SocketHubCore',
    ]);
    expect(await told('board/billing/recovery.py')).toEqual([
      expect.stringContaining('rogue class board.billing.recovery.SocketRecoveryHub'),
    ]);
    expect(await told('lines/new.py')).toEqual([]);
    expect(await told('nowhere.py')).toEqual([]);
  });

  it('counts uses, and again once a file has changed', async () => {
    const { folder, server } = await scanned();
    const asked = {
      path: folder.at('board/wire/socket_hub.py'),
      id: 'board.wire.socket_hub._SocketHubMaker',
    };
    const before = (await ask(server, 'truthUse', asked))!;
    expect(before).toMatchObject({ kind: 'canonical', what: 'class' });
    const places = await ask(server, 'truthUses', asked);
    expect(places.map(({ path }) => path)).toContain(folder.at('lines/new.py'));
    folder.write({ 'lines/newer.py': board['lines/new.py'] });
    server.tell('filesChanged', { paths: [folder.at('lines/newer.py')] });
    const after = (await ask(server, 'truthUse', asked))!;
    expect(after.counts.canonicalImports).toBe(before.counts.canonicalImports + 1);
    expect(await ask(server, 'truthUse', { ...asked, id: 'board.wire.nobody' })).toBeNull();
  });

  it('takes one inventory for all who ask at once, and none for those who stopped waiting', async () => {
    const { folder, server } = await scanned();
    const asked = {
      path: folder.at('board/wire/socket_hub.py'),
      id: 'board.wire.socket_hub._SocketHubMaker',
    };
    const kept = server.ask('truthUse', asked, () => false);
    const cancelled = server.ask('truthUse', asked, () => true);
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(await kept).not.toBeNull();
  });

  it('says what a legacy name is, what replaces it, and where that is defined', async () => {
    const { folder, server } = await scanned();
    const answer = await ask(server, 'legacyName', { path: folder.at('lines/old.py'), range: at(3, 8) });
    expect(answer?.says.join('\n')).toContain(
      'in place of `SocketHub`, take `UnifiedSocketHub` from `board.wire.socket_hub`',
    );
    expect(answer?.says.join('\n')).toContain(
      '`SocketHub` here is the class `_SocketHubCore` in `board/wire/core.py`, handed on by 2 modules.',
    );
    expect(answer?.canonical.map(({ path, name }) => [path, name])).toEqual([
      [folder.at('board/wire/core.py'), 'board.wire.socket_hub.UnifiedSocketHub'],
    ]);
    // A canonical name is nothing to be told of, and still has a definition to go to.
    const good = await ask(server, 'legacyName', { path: folder.at('lines/new.py'), range: at(3, 8) });
    expect(good).toMatchObject({ says: [], canonical: [{ name: 'board.wire.socket_hub.SocketHub' }] });
    expect(await ask(server, 'legacyName', { path: folder.at('lines/new.py'), range: at(3, 1) })).toBeNull();
  });

  it('leads from a construction to the factory, and from a string to what it means', async () => {
    const { folder, server } = await scanned();
    const name = async (file: string, line: number, column: number): Promise<string[] | undefined> =>
      (await ask(server, 'legacyName', { path: folder.at(file), range: at(line, column) }))?.canonical.map(
        ({ name }) => name,
      );
    expect(await name('lines/made.py', 3, 9)).toEqual(['board.wire.socket_hub.get_socket_hub']);
    expect(await name('lines/quoted.py', 3, 20)).toEqual(['board.wire.socket_hub.UnifiedSocketHub']);
  });

  it('finds all that is left of a name, before a scan as after it', async () => {
    const { folder, server } = await scanned();
    const asked = { path: folder.at('lines/old.py'), range: at(1, 30) };
    const { names, uses } = await ask(server, 'legacyUses', asked);
    expect(names).toEqual(['SocketHub']);
    const found = uses.map(({ path }) => path);
    expect(found).toContain(folder.at('lines/old.py'));
    expect(found).toContain(folder.at('lines/quoted.py'));
    expect(found).not.toContain(folder.at('lines/new.py'));
    expect((await ask(server, 'legacyUses', { ...asked, range: at(3, 1) })).names).toEqual([]);
    // From where it is defined it is the same question about the name there.
    const fromHome = await ask(server, 'legacyUses', {
      path: folder.at('board/wire/socket_hub.py'),
      range: at(17, 3),
    });
    expect(fromHome.names).toEqual(['SocketHub']);
    expect(fromHome.uses.map(({ path }) => path)).toContain(folder.at('lines/old.py'));
  });

  it('answers in the cells of a notebook, by their own lines', async () => {
    const cells = [
      ['markdown', 'from board.wire.hub import SocketHub'],
      ['code', '%load_ext autoreload\nfrom board.wire.hub import SocketHub'],
      ['code', 'class RoomSocketHub:\n    pass\n\n\nprint(SocketHub)'],
    ].map(([kind, source]) => ({ cell_type: kind, metadata: {}, source }));
    const folder = makeFolder({ ...board, 'lines/book.ipynb': JSON.stringify({ cells, nbformat: 4 }) });
    const server = startServer(folder);
    await server.scan();
    const path = folder.at('lines/book.ipynb');
    const said = async (cell: number | undefined, line: number, column: number): Promise<boolean> => {
      const asked = { path, range: at(line, column), ...(cell !== undefined && { cell }) };
      const answer = await ask(server, 'legacyName', asked);
      return answer?.says.join('').includes('in place of `SocketHub`') === true;
    };
    expect(await said(2, 2, 30)).toBe(true);
    expect(await said(3, 5, 8)).toBe(true);
    expect(await said(3, 1, 8)).toBe(false);
    // Neither is there a name in a text, nor does a line of one cell mean that of another, or of the file.
    expect(await said(1, 1, 30)).toBe(false);
    expect(await said(2, 1, 8)).toBe(false);
    expect(await said(undefined, 1, 30)).toBe(false);
    const uses = await ask(server, 'legacyUses', { path, range: at(2, 30), cell: 2 });
    expect(uses.uses.filter((use) => use.path === path).map(({ cell }) => cell?.index)).toEqual([2]);
    const truths = await ask(server, 'truths', { path });
    expect(truths.map(({ kind, cell }) => [kind, cell?.index, cell?.range.start])).toEqual([
      ['rogue', 3, { line: 1, column: 7 }],
    ]);
  });
});

describe('the inventory of a project', () => {
  it('is told without the places of its uses, and those of one entry when they are asked for', async () => {
    const { folder, server } = await scanned();
    const [root] = await ask(server, 'projects', {});
    expect(root).toBe(folder.path);
    const overview = (await ask(server, 'inventory', { root: root! }))!;
    const id = 'board.wire.core._SocketHubCore';
    const core = overview.entries.find((each) => each.id === id)!;
    expect(core).toMatchObject({
      kind: 'canonical',
      what: 'class',
      definitions: [{ path: folder.at('board/wire/core.py') }],
    });
    expect(core).not.toHaveProperty('importers');
    const alias = core.bindings.find(({ dotted }) => dotted === 'board.wire.hub.SocketHub')!;
    expect(alias).toMatchObject({ kind: 'alias', path: folder.at('board/wire/hub.py') });
    expect(core.bindings.map(({ kind }) => kind)).not.toContain('definition');

    const uses = (await ask(server, 'inventoryUses', { root: root!, id }))!;
    const outside = uses.imports.filter(({ isOwner }) => !isOwner);
    expect(outside).toHaveLength(core.counts.imports);
    expect(new Set(outside.map(({ path }) => path)).size).toBe(core.counts.importingFiles);
    expect(uses.constructions).toHaveLength(core.counts.constructions);
    expect(uses.imports.filter(({ from }) => from === alias.dotted)).toHaveLength(alias.taken);
    expect(alias.taken).toBeGreaterThan(0);
    expect(outside.map(({ path }) => path)).toContain(folder.at('lines/old.py'));
  });

  it('is not that of a folder or an entry that is not there', async () => {
    const { folder, server } = await scanned();
    expect(await ask(server, 'inventory', { root: folder.at('lines') })).toBeNull();
    expect(await ask(server, 'inventoryUses', { root: folder.path, id: 'board.wire.nobody' })).toBeNull();
  });
});
