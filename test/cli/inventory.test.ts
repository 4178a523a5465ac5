import { describe, expect, it } from 'vitest';
import { nineBindings, switchboard } from '../unit/project/switchboard.ts';
import { hasPython, python } from './oracleTrees.ts';
import { definitionsByPlace, parsedInventory } from './inventoryDocument.ts';
import { makeFolder, runCli } from './runCli.ts';

const inventory = (folder: string, ...more: string[]): ReturnType<typeof runCli> =>
  runCli(folder, 'inventory', ...more);

describe('ssot inventory', () => {
  it('writes one JSON document, with each binding as module.name', async () => {
    const run = await inventory(makeFolder(switchboard), '--format', 'json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const document = parsedInventory(run.stdout);
    expect(document).toMatchObject({
      schemaVersion: 1,
      root: '.',
      summary: {
        filesSeen: 25,
        filesAnalyzed: 21,
        definitions: 13,
        definitionsByKind: {
          canonical: 4,
          internal: 1,
          rogue: 1,
          'test-double': 2,
          'test-helper': 3,
          'test-case': 2,
        },
        madeByType: 1,
        bySource: { hub: { classes: 16 }, browser: { classes: 1 } },
      },
    });
    for (const [id, names] of Object.entries(nineBindings)) {
      const found = document.entries.filter(({ bindings }) =>
        bindings.some(({ binding }) => names.includes(binding)),
      );
      expect(found.map((entry) => entry.id)).toEqual([id]);
    }
  });

  it('prints text by kind, with who hands each on and what is left of the legacy modules', async () => {
    const { stdout } = await inventory(makeFolder(switchboard));
    expect(stdout).toContain(
      'canonical (6): what the canonical module hands out and the source owns\n' +
        '  board.wire.contracts.SocketContract  board/wire/contracts.py:8:7\n',
    );
    expect(stdout).toContain(
      'rogue (1): looks like the source, defined outside of the files that implement it\n' +
        '  board.billing.recovery.SocketRecoveryHub  board/billing/recovery.py:1:7\n',
    );
    expect(stdout).toContain(
      '      alias     board.wire.hub.SocketHub from board.wire.hub.UnifiedSocketHub, 3 imports\n',
    );
    expect(stdout).toContain('  shim             board.wire.quiet  no importer left\n');
    expect(stdout).toContain(
      '  missing          board.wire.hub_maker  1 statement in 1 file: SocketHub 1, create_socket_hub 1\n',
    );
    expect(stdout).toContain('13 class definitions of a name that looks like the source: 4 canonical');
    expect(stdout).not.toContain('\u001b');
  });

  it('looks at one source where it is asked to', async () => {
    const { stdout } = await inventory(makeFolder(switchboard), '--source', 'browser', '--format', 'json');
    const { entries, legacyModules } = parsedInventory(stdout);
    expect(new Set([...entries, ...legacyModules].map(({ source }) => source))).toEqual(new Set(['browser']));
  });

  it('lists what a part of the project defines or uses, counted over the whole', async () => {
    const { stdout } = await inventory(makeFolder(switchboard), 'board/desk.py', '--format', 'json');
    const { entries, legacyModules } = parsedInventory(stdout);
    expect(entries.map(({ id, counts }) => `${id} ${counts.imports}`)).toEqual([
      'board.wire.core._SocketHubCore 6',
      'board.wire.socket_hub._SocketHubMaker 3',
      'board.wire.create_socket_hub 1',
    ]);
    expect(legacyModules.map(({ module }) => module)).toEqual(['board.wire', 'board.wire.hub']);
  });

  it('says what is wrong with the call, or where a configuration is missing', async () => {
    const folder = makeFolder(switchboard);
    expect(await inventory(folder, '--source', 'hubs')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'ssot: there is no source hubs; there is hub, browser\n',
    });
    expect(await inventory(folder, 'nowhere')).toMatchObject({ code: 2 });
    const bare = await inventory(makeFolder({ 'a.py': '' }));
    expect(bare).toMatchObject({ code: 2, stdout: '' });
    expect(bare.stderr).toContain('no ssot.config.json');
  });

  describe.skipIf(!hasPython)('against CPython (needs python3)', () => {
    it('finds the names that the hub itself tracks when it runs, and the same of them to be one class', async () => {
      const folder = makeFolder(switchboard);
      const tracked = python('trackedBindings.py', folder, 'board.wire.socket_hub') as [string, number][];
      expect(tracked.map(([name]) => name).sort()).toEqual(Object.values(nineBindings).flat().sort());
      const { entries } = parsedInventory((await inventory(folder, '--format', 'json')).stdout);
      const idOf = (name: string): string[] =>
        entries.flatMap(({ id, bindings }) => (bindings.some(({ binding }) => binding === name) ? [id] : []));
      const byNumber = new Map<number, Set<string>>();
      for (const [name, number] of tracked)
        byNumber.set(number, new Set([...(byNumber.get(number) ?? []), ...idOf(name)]));
      expect([...byNumber.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1]);
      expect(new Set([...byNumber.values()].flatMap((ids) => [...ids])).size).toBe(5);
    });

    it('finds the same class statements of names that look alike', async () => {
      const folder = makeFolder(switchboard);
      const oracle = python('lookAlikeClasses.py', folder, 'socket', 'hub') as {
        classes: { file: string; line: number; name: string }[];
        unparsed: string[];
      };
      const run = await inventory(folder, '--format', 'json', '--source', 'hub');
      expect(oracle.unparsed).toEqual([]);
      expect(definitionsByPlace(parsedInventory(run.stdout)).map(({ place }) => place)).toEqual(
        oracle.classes.map(({ file, line, name }) => `${file}:${line} ${name}`).sort(),
      );
    });
  });
});
