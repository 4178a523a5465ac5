import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { harness } from './module.ts';

interface Part {
  name: string;
  size: string;
  fill: (folder: string) => Promise<void>;
  missing: (folder: string) => string[];
}
type Install = (part: Part, options: { root: string; say?: (line: string) => unknown }) => Promise<string>;
const { install } = await harness<{ install: Install }>('test/headless/install.mjs');

let root: string;
let fills: number;
let part: Part;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ssot-install-'));
  fills = 0;
  part = {
    name: 'thing-1.0',
    size: '1 KB',
    fill: async (folder) => {
      fills++;
      writeFileSync(join(folder, 'a'), 'a');
      await new Promise((resolve) => setTimeout(resolve, 20));
      writeFileSync(join(folder, 'b'), 'b');
    },
    missing: (folder) => ['a', 'b'].filter((file) => !existsSync(join(folder, file))),
  };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('fetches a part once', async () => {
  const folder = await install(part, { root });
  expect(await install(part, { root })).toBe(folder);
  expect(fills).toBe(1);
  expect(readdirSync(root)).toEqual(['thing-1.0']);
});

it('fetches again a part that lacks a file today', async () => {
  const folder = await install(part, { root });
  rmSync(join(folder, 'b'));
  await install(part, { root });
  expect(fills).toBe(2);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'installed.json']);
});

it('fetches again a part that was never finished', async () => {
  const folder = await install(part, { root });
  rmSync(join(folder, 'installed.json'));
  await install(part, { root });
  expect(fills).toBe(2);
});

it('leaves nothing behind when a part cannot be fetched, and succeeds the next time', async () => {
  const broken = { ...part, fill: () => Promise.reject(new Error('no network')) };
  await expect(install(broken, { root })).rejects.toThrow('no network');
  expect(readdirSync(root)).toEqual([]);
  await install(part, { root });
  expect(fills).toBe(1);
});

it('refuses a part that came without a file, and names it', async () => {
  const short = { ...part, fill: () => Promise.resolve() };
  await expect(install(short, { root })).rejects.toThrow('thing-1.0 came without a, b');
});

it('fetches once for two that ask at the same time', async () => {
  const said: string[] = [];
  const say = (line: string): unknown => said.push(line.replace(/ in .*/, ''));
  await Promise.all([install(part, { root, say }), install(part, { root, say })]);
  expect(fills).toBe(1);
  expect(said.sort()).toEqual([
    'fetched thing-1.0',
    'fetching thing-1.0 (1 KB) ...',
    `waiting for process ${process.pid}, which is fetching thing-1.0`,
  ]);
});

it('takes over from a process that died while it fetched', async () => {
  // No process has this number: it is above the largest that systems give.
  writeFileSync(join(root, 'thing-1.0.lock'), '99999999');
  mkdirSync(join(root, 'thing-1.0.partial-99999999'));
  await install(part, { root });
  expect(readdirSync(root)).toEqual(['thing-1.0']);
});
