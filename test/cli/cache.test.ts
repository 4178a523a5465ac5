import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli, runCliWith } from './runCli.ts';

const json = ['scan', '--format', 'json'] as const;

/** The output without how long it took. */
const untimed = (output: string): string => output.replace(/"durationMs": \d+/, '');

/** All that is in a folder. */
const contents = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

const withProblems = { ...chat, 'chat/broken.py': 'from chat.sockets import SocketHub\ndef (:\n' };

describe('ssot scan, made again', () => {
  it('writes what it wrote, byte for byte, and what a scan without a cache writes', async () => {
    const folder = makeFolder(withProblems);
    const cache = makeFolder({});
    const scan = async (...args: readonly string[]): Promise<string> =>
      untimed((await runCliWith(cache, folder, ...json, ...args)).stdout);
    const first = await scan();
    expect(contents(cache)).toHaveLength(1);
    expect(JSON.parse((await runCli(folder, ...json, '--no-cache')).stdout)).toMatchObject({
      summary: { violations: 3, parseErrors: 1 },
    });
    expect(await scan()).toBe(first);
    expect(await scan('--no-cache')).toBe(first);
    expect(await scan('--rule', 'broken-import')).toBe(await scan('--rule', 'broken-import', '--no-cache'));

    writeFileSync(join(folder, 'chat/sockets.py'), 'class SocketHub:\n    pass\n');
    rmSync(join(folder, 'chat/repair.py'));
    const narrowed = await scan('chat/safe.py');
    expect(narrowed).toBe(await scan('chat/safe.py', '--no-cache'));
    const changed = await scan();
    expect(changed).not.toBe(first);
    expect(changed).toBe(await scan('--no-cache'));
  });

  it('leaves nothing in the project, and nothing anywhere with --no-cache', async () => {
    const folder = makeFolder(chat);
    const cache = makeFolder({});
    const before = contents(folder);
    await runCliWith(cache, folder, 'scan', '--no-cache');
    expect(contents(cache)).toEqual([]);
    await runCliWith(cache, folder, 'scan');
    expect(contents(folder)).toEqual(before);
  });

  it('takes another configuration for another scan', async () => {
    const folder = makeFolder(chat);
    const cache = makeFolder({});
    const first = await runCliWith(cache, folder, ...json);
    const config = { ...(JSON.parse(chat['ssot.config.json']!) as object), exclude: ['chat/safe.py'] };
    writeFileSync(join(folder, 'ssot.config.json'), JSON.stringify(config));
    const second = await runCliWith(cache, folder, ...json);
    expect(untimed(second.stdout)).not.toBe(untimed(first.stdout));
    expect(untimed(second.stdout)).toBe(untimed((await runCli(folder, ...json, '--no-cache')).stdout));
  });

  it('is no worse for a cache that is broken, or cannot be written', async () => {
    const folder = makeFolder(chat);
    const cache = makeFolder({ 'a file': '' });
    const expected = untimed((await runCli(folder, ...json, '--no-cache')).stdout);
    const nowhere = await runCliWith(join(cache, 'a file', 'below'), folder, ...json);
    expect(nowhere.stderr).toBe('');
    expect(untimed(nowhere.stdout)).toBe(expected);

    await runCliWith(cache, folder, ...json);
    const [name] = readdirSync(cache).filter((each) => each !== 'a file');
    writeFileSync(join(cache, name!), 'no cache');
    const broken = await runCliWith(cache, folder, ...json);
    expect(broken.stderr).toBe('');
    expect(untimed(broken.stdout)).toBe(expected);
  });

  it('says of a configuration that no longer fits what it says without a cache', async () => {
    const folder = makeFolder(chat);
    const cache = makeFolder({});
    await runCliWith(cache, folder, ...json);
    rmSync(join(folder, 'chat/hub.py'));
    const run = await runCliWith(cache, folder, ...json);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('chat.hub');
    mkdirSync(join(folder, 'chat'), { recursive: true });
    writeFileSync(join(folder, 'chat/hub.py'), chat['chat/hub.py']!);
    utimesSync(join(folder, 'chat/hub.py'), 1, 1);
    expect((await runCliWith(cache, folder, ...json)).code).toBe(1);
  });
});
