import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder } from './runCli.ts';

const cli = join(import.meta.dirname, '../../dist/cli.js');

/** The modules of Node's own that a run of the command line has loaded. */
function loadedBy(...args: readonly string[]): string[] {
  const program = `process.on('exit', () => require('node:fs').writeSync(3, JSON.stringify(process.moduleLoadList)));
    process.argv.splice(1, 0, 'ssot');
    require(${JSON.stringify(cli)});`;
  const { output } = spawnSync(process.execPath, ['-e', program, '--', ...args], {
    cwd: makeFolder(chat),
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return JSON.parse(String(output[3])) as string[];
}

describe('a scan', () => {
  it('loads nothing that talks to sockets', () => {
    const loaded = loadedBy('scan');
    expect(loaded).toContain('NativeModule fs');
    expect(loaded).not.toContain('NativeModule tls');
    expect(loaded).not.toContain('NativeModule http');
  });
});
