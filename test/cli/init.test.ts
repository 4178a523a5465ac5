import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/engine/config/parseConfig.ts';
import { switchboard, unconfigured } from '../unit/project/switchboard.ts';
import { makeFolder, runCli } from './runCli.ts';

describe('ssot init', () => {
  it('prints a configuration with its reasons, and writes nothing', async () => {
    const folder = makeFolder(unconfigured);
    const run = await runCli(folder, 'init');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(
      '      // 6 of 16 imports name it already\n      "module": "board.wire.socket_hub",\n',
    );
    expect(run.stdout).toContain('"board.wire.hub_maker", // 1 import; there is no such module\n');
    expect(run.stdout).toContain('// Also looked at, and left out:\n');
    expect(parseConfig(run.stdout).ok).toBe(true);
    expect(existsSync(join(folder, 'ssot.config.json'))).toBe(false);
  });

  it('writes what the other commands can read', async () => {
    const folder = makeFolder(unconfigured);
    const written = await runCli(folder, 'init', '--write');
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(written.stderr).toContain('ssot.config.json is written');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const scan = JSON.parse((await runCli(folder, 'scan', '--format', 'json')).stdout) as {
      summary: { violations: number };
    };
    expect(scan.summary.violations).toBeGreaterThan(5);
    expect(await runCli(folder, 'inventory')).toMatchObject({ code: 0, stderr: '' });
  });

  it('replaces no configuration unless it is told to', async () => {
    const folder = makeFolder(switchboard);
    const path = join(folder, 'ssot.config.json');
    const refused = await runCli(folder, 'init', '--write');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toBe('ssot: ssot.config.json: it is there already; --force replaces it\n');
    expect(readFileSync(path, 'utf8')).toBe(switchboard['ssot.config.json']);
    expect(await runCli(folder, 'init', '--write', '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(path, 'utf8')).toContain('// Proposed from 25 files.');
  });

  it('is not led by a configuration that is there', async () => {
    const plain = await runCli(makeFolder(unconfigured), 'init');
    const led = await runCli(makeFolder(switchboard), 'init');
    expect(led.stdout).toBe(plain.stdout);
  });

  it('writes one JSON document, with the reasons as data', async () => {
    const { stdout } = await runCli(makeFolder(unconfigured), 'init', '--format', 'json');
    const document = JSON.parse(stdout) as { config: string };
    expect(document).toMatchObject({
      schemaVersion: 1,
      sources: [
        { source: { id: 'socket-hub' }, imports: 16, canonicalImports: 6, isFactoryAsync: false },
        { source: { id: 'socket-feed', language: 'typescript' } },
      ],
      filesSeen: 25,
    });
    expect(parseConfig(document.config).ok).toBe(true);
  });

  it('says plainly where nothing is found, and writes nothing', async () => {
    const folder = makeFolder({ 'a.py': 'class Order:\n    pass\n' });
    const run = await runCli(folder, 'init', '--write');
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toBe(
      'ssot: nothing found in 1 files: no class of a name with “Socket” in it is imported from several modules\n',
    );
    expect(existsSync(join(folder, 'ssot.config.json'))).toBe(false);
    const json = JSON.parse((await runCli(folder, 'init', '--format', 'json')).stdout) as unknown;
    expect(json).toMatchObject({ sources: [], considered: [], config: null });
  });

  it('looks for other names where it is asked to, and says what is wrong with a call', async () => {
    const folder = makeFolder(unconfigured);
    const { stdout } = await runCli(folder, 'init', '--like', '*Socket*Feed*');
    expect(stdout).toContain('"module": "web/feed/socketFeed"');
    expect(stdout).not.toContain('board.wire');
    expect(await runCli(folder, 'init', '--like', '*')).toMatchObject({ code: 2, stdout: '' });
    expect(await runCli(folder, 'init', 'nowhere')).toMatchObject({
      code: 2,
      stderr: 'ssot: nowhere: there is no such folder\n',
    });
  });
});
