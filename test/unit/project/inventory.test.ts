import { describe, expect, it } from 'vitest';
import type { Inventory, InventoryEntry } from '../../../src/engine/inventory/inventory.ts';
import { loadConfig } from '../../../src/project/configuration.ts';
import { takeInventory } from '../../../src/project/inventory.ts';
import { createProject } from '../../../src/project/project.ts';
import { makeFolder, type Files } from './chat.ts';
import { nineBindings, switchboard } from './switchboard.ts';

function inventoryOf(files: Files): { inventory: Inventory; filesAnalyzed: number; filesSeen: number } {
  const folder = makeFolder(files);
  const result = loadConfig(folder.at('ssot.config.json'));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  const project = createProject(result.loaded);
  for (const step of project.index()) expect(step.done).toBeLessThanOrEqual(step.total);
  const steps = takeInventory(project);
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, filesSeen: project.files().length };
  }
}

function entry({ entries }: Inventory, id: string): InventoryEntry {
  const found = entries.filter((each) => each.id === id);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const bindingsOf = ({ bindings }: InventoryEntry): Record<string, string> =>
  Object.fromEntries(bindings.map(({ module, name, kind }) => [`${module}.${name}`, kind]));

describe('an inventory', () => {
  let shared: ReturnType<typeof inventoryOf> | undefined;
  /** Of the switchboard as it is: the tests share one. */
  const whole = (): ReturnType<typeof inventoryOf> => (shared ??= inventoryOf(switchboard));

  it('finds the nine tracked names to be five classes', () => {
    for (const [id, names] of Object.entries(nineBindings))
      expect(Object.keys(bindingsOf(entry(whole().inventory, id)))).toEqual(
        expect.arrayContaining([...names]),
      );
  });

  it('says of every class what it is to the source', () => {
    const kinds = whole()
      .inventory.entries.filter(({ source }) => source === 'hub')
      .map(({ kind, what, id, definitions }) => `${kind} ${what} ${id} ${definitions.length}`);
    expect(kinds).toEqual([
      'canonical class board.wire.contracts.SocketContract 1',
      'canonical class board.wire.core.SocketHubMode 1',
      'canonical class board.wire.core._SocketHubCore 1',
      'canonical class board.wire.socket_hub.SocketHubFactory 1',
      'canonical class board.wire.socket_hub._SocketHubMaker 1',
      'canonical factory board.wire.socket_hub.get_socket_hub 1',
      'internal class board.wire.contracts.SocketContractChecker 1',
      'internal class board.wire.names._OldSocketHubAdapter 1',
      'double factory board.wire.create_socket_hub 1',
      'double class board.wire.names.SocketHubFactory 1',
      'rogue class board.billing.recovery.SocketRecoveryHub 1',
      'test-double class board.jobs.run.MockSocketHub 1',
      'test-double class checks.doubles.MockSocketHub 1',
      'test-helper class checks.doubles.ThreadedSocketHub 1',
      'test-helper class checks.test_hub.SocketHub 1',
      'test-helper class checks.test_hub.TestSocketHub.test_it_fails.FailingSocketHub 1',
      'test-case class checks.test_hub.TestHubOfSockets 1',
      'test-case class checks.test_hub.TestSocketHub 1',
    ]);
  });

  it('tells shims from aliases, and both from names that are only used', () => {
    expect(bindingsOf(entry(whole().inventory, 'board.wire.core._SocketHubCore'))).toEqual({
      'board.wire.core._SocketHubCore': 'definition',
      'board.wire.socket_hub._SocketHubCore': 'canonical',
      'board.wire.socket_hub.UnifiedSocketHub': 'canonical',
      'board.wire.socket_hub.SocketLineHub': 'canonical',
      'board.wire.UnifiedSocketHub': 'shim',
      'board.wire.hub.UnifiedSocketHub': 'shim',
      'board.wire.hub.SocketHub': 'alias',
      'board.wire.quiet.UnifiedSocketHub': 'shim',
      'board.wire.starry.UnifiedSocketHub': 'shim',
      'board.wire.starry.SocketHub': 'import',
      'board.sockets.lines.CoreHub': 'shim',
      'board.sockets.lines.LineHub': 'alias',
      'board.desk.OldHub': 'import',
      'board.reports.LineHub': 'import',
      'board.reports.UnifiedSocketHub': 'import',
      'checks.test_hub.UnifiedSocketHub': 'import',
    });
  });

  it('has a name that two stars bring once, as what it is', () => {
    const { inventory } = inventoryOf({
      ...switchboard,
      'board/stars.py': 'from board.wire import *\nfrom board.wire.hub import *\n',
      'board/gazer.py': 'from board.stars import SocketHub\n',
    });
    const holders = inventory.entries.filter(({ bindings }) =>
      bindings.some(({ module, name }) => module === 'board.stars' && name === 'SocketHub'),
    );
    expect(holders.map(({ id }) => id)).toEqual(['board.wire.core._SocketHubCore']);
  });

  it('says through what a name was taken, and how many take it from there', () => {
    const { bindings } = entry(whole().inventory, 'board.wire.core._SocketHubCore');
    const old = bindings.find(({ module, name }) => module === 'board.wire.hub' && name === 'SocketHub')!;
    expect(old).toMatchObject({
      file: 'board/wire/hub.py',
      range: { start: { line: 4, column: 1 } },
      through: 'board.wire.hub.UnifiedSocketHub',
      // desk.py by name, reports.py through the module, starry.py by a star.
      taken: 3,
    });
  });

  it('lists who imports and who constructs, with places, and what share is canonical already', () => {
    const maker = entry(whole().inventory, 'board.wire.socket_hub._SocketHubMaker');
    const place = ({ file, range }: { file: string; range: { start: { line: number } } }): string =>
      `${file}:${range.start.line}`;
    expect(maker.importers.map((each) => `${place(each)} ${each.module}`).sort()).toEqual([
      'board/desk.py:1 board.wire',
      'board/jobs.py:1 board.wire.socket_hub',
      'board/wire/__init__.py:4 board.wire.socket_hub',
      'checks/test_hub.py:1 board.wire.socket_hub',
    ]);
    expect(maker.constructions.map(place).sort()).toEqual(['board/desk.py:6', 'board/jobs.py:11']);
    expect(maker.counts).toEqual({
      imports: 3,
      canonicalImports: 2,
      importingFiles: 3,
      ownerImports: 1,
      constructions: 2,
      handedOn: 2,
    });
    expect(
      entry(whole().inventory, 'board.wire.socket_hub.get_socket_hub').constructions.map(place),
    ).toContain('board/jobs.py:9');
  });

  it('finds what is taken through a module as a whole', () => {
    const core = entry(whole().inventory, 'board.wire.core._SocketHubCore');
    expect(core.importers).toContainEqual(
      expect.objectContaining({ file: 'board/reports.py', module: 'board.wire.hub', name: 'SocketHub' }),
    );
    expect(core.constructions.filter(({ file }) => file === 'board/reports.py')).toHaveLength(3);
  });

  it('says of every legacy module who is left, what they take, and which shim is dead', () => {
    const legacy = Object.fromEntries(
      whole().inventory.legacyModules.map(({ module, state, isShim, statements, isDead, names }) => [
        module,
        [state, isShim, statements, isDead, names.map(({ name, means }) => `${name}: ${means ?? '?'}`)],
      ]),
    );
    expect(legacy).toMatchObject({
      'board.wire': [
        'there',
        false,
        1,
        false,
        [
          'SocketHub: board.wire.socket_hub._SocketHubMaker',
          'create_socket_hub: board.wire.create_socket_hub',
        ],
      ],
      'board.wire.hub': ['there', true, 3, false, ['*: ?', 'SocketHub: board.wire.core._SocketHubCore']],
      'board.wire.quiet': ['there', true, 0, true, []],
      'board.wire.hub_maker': [
        'missing',
        false,
        1,
        false,
        ['SocketHub: missing', 'create_socket_hub: missing'],
      ],
      'web/feed/old': ['there', true, 3, false, expect.anything()],
    });
  });

  it('keeps a shim alive that only a string names', () => {
    const { inventory: named } = inventoryOf({
      ...switchboard,
      'board/patched.py': 'from unittest.mock import patch\n\npatch("board.wire.quiet.UnifiedSocketHub")\n',
    });
    const quiet = named.legacyModules.find(({ module }) => module === 'board.wire.quiet');
    expect(quiet).toMatchObject({ isDead: false, namedIn: ['board/patched.py'] });
  });

  it.each<[string, Files, string]>([
    ['a settings file', { 'deploy/app.yaml': 'hub: board.wire.quiet\n' }, 'deploy/app.yaml names it'],
    [
      'a manifest',
      { 'setup.cfg': '[options.entry_points]\nconsole_scripts =\n  hub = board.wire.quiet:main\n' },
      'setup.cfg names it as an entry point',
    ],
    [
      'what it defines',
      { 'board/wire/quiet.py': 'class Own:\n    pass\n' },
      'nobody imports it, but it defines something of its own: it is no shim',
    ],
  ])('keeps a shim alive for %s, as the removal of dead shims does', (_, files, stays) => {
    const { inventory: found } = inventoryOf({ ...switchboard, ...files });
    const quiet = found.legacyModules.find(({ module }) => module === 'board.wire.quiet');
    expect(quiet).toMatchObject({ isDead: false, stays });
  });

  it('calls a shim dead that nobody but itself imports', () => {
    const quiet = 'import board.wire.quiet\nfrom board.wire.core import _SocketHubCore as SocketHub\n';
    const { inventory: found } = inventoryOf({ ...switchboard, 'board/wire/quiet.py': quiet });
    const module = found.legacyModules.find((each) => each.module === 'board.wire.quiet');
    expect(module).toMatchObject({ isDead: true });
  });

  it('follows classes and ready-made instances of TypeScript', () => {
    const feed = entry(whole().inventory, 'web/feed/socketFeed.socketFeed');
    expect(feed).toMatchObject({ what: 'instance', kind: 'undecided', source: 'browser' });
    expect(bindingsOf(feed)).toMatchObject({ 'web/feed/old.socketFeed': 'shim' });
    expect(feed.counts).toMatchObject({ imports: 4, importingFiles: 4 });
    const kind = entry(whole().inventory, 'web/feed/socketFeed.SocketFeed');
    expect(bindingsOf(kind)).toMatchObject({ 'web/feed/old.OldSocketFeed': 'shim' });
    expect(kind.constructions.map(({ file }) => file).sort()).toEqual([
      'web/feed/socketFeed.ts',
      'web/page.ts',
    ]);
  });

  it('tells what TypeScript takes from a canonical module from what looks like it', () => {
    const config = switchboard['ssot.config.json']!.replace(
      '"legacyModules": ["web/feed/socketFeed", "web/feed/old"]',
      '"module": "web/feed/socketFeed", "legacyModules": ["web/feed/old"], "lookAlikes": ["*Socket*Feed*"]',
    );
    const { inventory } = inventoryOf({
      ...switchboard,
      'ssot.config.json': config,
      'web/copy.ts':
        "import { SocketFeed } from './feed/socketFeed';\n\nexport class CopiedSocketFeed extends SocketFeed {}\n",
    });
    expect(entry(inventory, 'web/feed/socketFeed.SocketFeed')).toMatchObject({
      kind: 'canonical',
      // The shim itself is among them.
      counts: { imports: 3, canonicalImports: 3 },
    });
    expect(entry(inventory, 'web/feed/socketFeed.socketFeed')).toMatchObject({
      kind: 'canonical',
      counts: { imports: 4, canonicalImports: 2 },
    });
    expect(entry(inventory, 'web/copy.CopiedSocketFeed')).toMatchObject({ kind: 'rogue', looksAlike: true });
  });

  it('reads only files that may matter, each once', () => {
    const { filesSeen, filesAnalyzed } = whole();
    expect(filesSeen).toBe(Object.keys(switchboard).length - 1);
    // Neither quoted.py nor the empty packages.
    expect(filesAnalyzed).toBe(filesSeen - 4);
  });

  it('says where a class is defined in a file that the configuration leaves out', () => {
    const config = switchboard['ssot.config.json']!.replace(
      '"tests":',
      '"exclude": ["board/wire/core.py"],\n  "tests":',
    );
    const { inventory } = inventoryOf({ ...switchboard, 'ssot.config.json': config });
    const core = entry(inventory, 'board.wire.core._SocketHubCore');
    expect(core.definitions).toMatchObject([{ file: 'board/wire/core.py', range: { start: { line: 9 } } }]);
    expect(core.importers.some(({ file }) => file === 'board/wire/core.py')).toBe(false);
  });

  it('puts definitions of one name together', () => {
    const { inventory: twice } = inventoryOf({
      ...switchboard,
      'board/spare.py':
        'import sys\n\nif sys.platform == "win32":\n    class SpareSocketHub:\n        pass\nelse:\n    class SpareSocketHub:\n        pass\n',
    });
    expect(
      entry(twice, 'board.spare.SpareSocketHub').definitions.map(({ range }) => range.start.line),
    ).toEqual([4, 7]);
  });

  it('finds a class by the name that somebody else gives it', () => {
    const { inventory: renamed } = inventoryOf({
      ...switchboard,
      'board/plain.py': 'class Plain:\n    pass\n',
      'board/dressed.py': 'from board.plain import Plain\n\nSocketHubInDisguise = Plain\n',
      'board/wearer.py': 'from board.plain import Plain\n\nPlain()\n',
    });
    const plain = entry(renamed, 'board.plain.Plain');
    expect(plain).toMatchObject({ kind: 'rogue', looksAlike: false });
    expect(plain.importers.map(({ file }) => file).sort()).toEqual(['board/dressed.py', 'board/wearer.py']);
    expect(plain.constructions).toHaveLength(1);
  });
});
