import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { presets } from '../../src/engine/config/presets.ts';
import { definitionsByPlace, parsedInventory, type InventoryDocument } from './inventoryDocument.ts';
import { hasPython, python } from './oracleTrees.ts';
import { runCli } from './runCli.ts';

/** The inventory and the proposal of the real codebase, skipped where `SSOT_NETRA_TREE` does not name its tree. */
const netra = process.env['SSOT_NETRA_TREE'];
const source = presets['netra']!.sources!.find(({ id }) => id === 'websocket-manager')!;
const core = 'netra_backend.app.websocket_core';

/** What its own check logs when the canonical module is imported, by the class that each is. */
const nineBindings: Readonly<Record<string, readonly string[]>> = {
  [`${core}.unified_manager._UnifiedWebSocketManagerImplementation`]: [
    `${core}.websocket_manager.UnifiedWebSocketManager`,
    `${core}.websocket_manager._UnifiedWebSocketManagerImplementation`,
    `${core}.unified_manager._UnifiedWebSocketManagerImplementation`,
  ],
  [`${core}.unified_manager.WebSocketManagerMode`]: [
    `${core}.websocket_manager.WebSocketManagerMode`,
    `${core}.unified_manager.WebSocketManagerMode`,
  ],
  [`${core}.protocols.WebSocketProtocol`]: [
    `${core}.websocket_manager.WebSocketManagerProtocol`,
    `${core}.protocols.WebSocketManagerProtocol`,
  ],
  [`${core}.websocket_manager.WebSocketManagerFactory`]: [
    `${core}.websocket_manager.WebSocketManagerFactory`,
  ],
  [`${core}.protocols.WebSocketProtocolValidator`]: [`${core}.protocols.WebSocketManagerProtocolValidator`],
};

const scratch = mkdtempSync(join(tmpdir(), 'ssot-netra-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(netra === undefined)('on the Netra tree (set SSOT_NETRA_TREE to its folder)', () => {
  const config = join(scratch, 'netra.json');
  writeFileSync(config, JSON.stringify({ extends: ['preset:netra'], exclude: [] }));
  let document: InventoryDocument | undefined;
  const inventory = async (): Promise<InventoryDocument> => {
    const args = [netra!, '--config', config, '--format', 'json', '--source', source.id];
    return (document ??= parsedInventory((await runCli(scratch, 'inventory', ...args)).stdout));
  };

  it('names the nine tracked bindings as five classes', { timeout: 120_000 }, async () => {
    const { entries } = await inventory();
    for (const [id, names] of Object.entries(nineBindings))
      for (const name of names)
        expect(
          entries.filter(({ bindings }) => bindings.some(({ binding }) => binding === name)),
        ).toMatchObject([{ id }]);
  });

  it(
    'has all class definitions by kind, one more than CPython 3.11 can read',
    { timeout: 120_000 },
    async () => {
      const { summary } = await inventory();
      // The census of the tree: 131 test cases, 61 doubles, 45 helpers of tests, 11 in production and 1 in a script.
      expect(summary).toMatchObject({
        definitions: 249 + 1,
        definitionsByKind: {
          'test-case': 131,
          'test-double': 61 + 1,
          'test-helper': 45,
          canonical: 4,
          internal: 2,
          rogue: 6,
        },
        madeByType: 3,
      });
    },
  );

  it.skipIf(!hasPython)(
    'has the class statements that CPython finds, and none beside in files that it can read',
    { timeout: 300_000 },
    async () => {
      const oracle = python('lookAlikeClasses.py', netra!, 'websocket', 'manager') as {
        classes: { file: string; line: number; name: string }[];
        unparsed: string[];
      };
      const unparsed = new Set(oracle.unparsed);
      const ours = definitionsByPlace(await inventory()).filter(
        ({ place }) => !unparsed.has(place.slice(0, place.lastIndexOf(':'))),
      );
      expect(ours.map(({ place }) => place)).toEqual(
        oracle.classes.map(({ file, line, name }) => `${file}:${line} ${name}`).sort(),
      );
    },
  );

  it(
    'proposes the canonical module and the legacy modules without being told',
    { timeout: 120_000 },
    async () => {
      const { stdout } = await runCli(scratch, 'init', netra!, '--format', 'json');
      const { sources } = JSON.parse(stdout) as {
        sources: { source: { module: string; legacyModules: string[]; factory?: object } }[];
      };
      const [first] = sources;
      expect(first?.source).toMatchObject({ module: source.module, factory: source.factory });
      const found = source.legacyModules!.filter((module) => first?.source.legacyModules.includes(module));
      expect(found.length).toBeGreaterThanOrEqual(10);
    },
  );
});
