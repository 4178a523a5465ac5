import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { harness } from './module.ts';

const { endLeftovers, recordServer } = await harness<{
  endLeftovers: (folder: string) => Promise<number>;
  recordServer: (folder: string, pid: number, proof: string) => Promise<() => Promise<void>>;
}>('test/headless/leftovers.mjs');

// No process has this number: it is above the largest that systems give.
const nobody = 99_999_999;
let folder: string;
let server: ChildProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssot-running-'));
  server = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)', folder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(server.stdout!, 'data');
});
afterEach(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const record = (content: object): void =>
  writeFileSync(join(folder, `${server.pid!}.json`), JSON.stringify(content));

it('ends a server whose runner is gone', async () => {
  record({ pid: server.pid, runner: nobody, proof: folder });
  const exit = once(server, 'exit');
  expect(await endLeftovers(folder)).toBe(1);
  await exit;
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves a server alone whose runner lives', async () => {
  await recordServer(folder, server.pid!, folder);
  expect(await endLeftovers(folder)).toBe(0);
  expect(server.exitCode).toBeNull();
  expect(readdirSync(folder)).toHaveLength(1);
});

it('leaves a stranger alone that got the number of a server', async () => {
  record({ pid: server.pid, runner: nobody, proof: 'server-main.js of another run' });
  expect(await endLeftovers(folder)).toBe(0);
  expect(server.kill(0)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});

it('drops a record that cannot be read', async () => {
  writeFileSync(join(folder, '1.json'), '{');
  expect(await endLeftovers(folder)).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});
