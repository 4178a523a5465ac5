import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

const read = (folder: string, file: string): string => readFileSync(join(folder, file), 'utf8');

describe('ssot fix', () => {
  it('prints a unified diff and writes nothing', async () => {
    const folder = makeFolder(chat);
    const run = await runCli(folder, 'fix');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('--- a/chat/safe.py');
    expect(run.stdout).toContain('-from chat.sockets import SocketHub\n+from chat.hub import SocketHub\n');
    expect(run.stderr).toBe('1 violation to fix in 1 file\n');
    expect(read(folder, 'chat/safe.py')).toBe(chat['chat/safe.py']);
  });

  it('writes safe fixes with --write, repairs with --repair, and a second run changes nothing', async () => {
    const folder = makeFolder(chat);
    expect((await runCli(folder, 'fix', '--write')).stderr).toBe('1 violation fixed in 1 file\n');
    expect(read(folder, 'chat/safe.py')).toBe('from chat.hub import SocketHub\n\nprint(SocketHub)\n');
    expect(read(folder, 'chat/repair.py')).toBe(chat['chat/repair.py']);
    const repair = await runCli(folder, 'fix', '--write', '--repair');
    expect(repair).toEqual({ code: 0, stdout: '', stderr: '1 violation fixed in 1 file\n' });
    expect(read(folder, 'chat/repair.py')).toBe('from chat.hub import SocketHub\n\nprint(SocketHub)\n');
    expect((await runCli(folder, 'fix', '--write', '--repair')).stderr).toBe(
      '0 violations fixed in 0 files\n',
    );
    expect((await runCli(folder, 'scan')).code).toBe(0);
  });

  it('moves an import in the same run as the string of a later file that patched it', async () => {
    const folder = makeFolder({
      ...chat,
      'chat/late.py': 'def late():\n    from chat.gone import SocketHub\n    return SocketHub\n',
      'tests/test_late.py': 'from unittest.mock import patch\n\npatch("chat.gone.SocketHub")\n',
    });
    const run = await runCli(folder, 'fix', '--write', '--repair');
    expect(run.stderr).toBe('4 violations fixed in 4 files\n');
    expect(read(folder, 'chat/late.py')).toContain('    from chat.hub import SocketHub\n');
    expect(read(folder, 'tests/test_late.py')).toContain('patch("chat.hub.SocketHub")');
    expect((await runCli(folder, 'fix', '--write', '--repair')).stderr).toBe(
      '0 violations fixed in 0 files\n',
    );
  });

  it('names what a star import brings in the same run as a later file stops taking more of it from there', async () => {
    const folder = makeFolder({
      'ssot.config.json': chat['ssot.config.json']!,
      'chat/__init__.py': '',
      'chat/hub.py': chat['chat/hub.py']!,
      'chat/sockets.py': 'from chat.hub import SocketHub, open_hub\n',
      'chat/early.py': 'from chat.sockets import *\n\nopened = open_hub\n',
      'chat/late.py': 'from chat.early import SocketHub\n\nprint(SocketHub)\n',
    });
    const run = await runCli(folder, 'fix', '--write');
    expect(run.stderr).toBe('2 violations fixed in 2 files\n');
    expect(read(folder, 'chat/early.py')).toBe('from chat.hub import open_hub\n\nopened = open_hub\n');
    expect((await runCli(folder, 'fix', '--write')).stderr).toBe('0 violations fixed in 0 files\n');
  });

  const patched = {
    ...chat,
    'chat/late.py': 'def late():\n    from chat.sockets import open_hub\n    return open_hub\n',
    'tests/test_late.py':
      'from unittest.mock import patch\n\nfrom chat import late\n\nwith patch("chat.sockets.open_hub"):\n    late.late()\n',
  };
  const moved = {
    'chat/late.py': patched['chat/late.py'].replace('chat.sockets', 'chat.hub'),
    'tests/test_late.py': patched['tests/test_late.py'].replace('chat.sockets', 'chat.hub'),
  };

  it('moves a patch together with the import that it is meant for', async () => {
    const folder = makeFolder(patched);
    const shown = await runCli(folder, 'fix');
    expect(shown.stderr).toBe('3 violations to fix in 3 files\n');
    expect(shown.stdout).toContain(
      '-    from chat.sockets import open_hub\n+    from chat.hub import open_hub\n',
    );
    expect(shown.stdout).toContain(
      '-with patch("chat.sockets.open_hub"):\n+with patch("chat.hub.open_hub"):\n',
    );
    expect(read(folder, 'chat/late.py')).toBe(patched['chat/late.py']);
    expect((await runCli(folder, 'fix', '--write')).stderr).toBe('3 violations fixed in 3 files\n');
    for (const [file, text] of Object.entries(moved)) expect(read(folder, file)).toBe(text);
    expect((await runCli(folder, 'fix', '--write')).stderr).toBe('0 violations fixed in 0 files\n');
  });

  it('moves neither where the other is none of the files that were named, or of another rule', async () => {
    const folder = makeFolder(patched);
    const one = await runCli(folder, 'fix', '--write', 'chat/late.py');
    expect(one.stderr).toBe(
      '0 violations fixed in 0 files\n1 refused:\n  chat/late.py:2: legacy-import: it has to move together with 1 patch in 1 other file, and tests/test_late.py is none of the files to fix here\n',
    );
    const rule = await runCli(folder, 'fix', '--write', '--rule', 'legacy-string-reference');
    expect(rule.stderr).toContain(
      'tests/test_late.py:5: legacy-string-reference: it has to move together with 1 import in 1 other file, and the fix of legacy-import in chat/late.py:2 is not asked for',
    );
    for (const file of Object.keys(moved))
      expect(read(folder, file)).toBe(patched[file as keyof typeof moved]);
  });

  it('writes all files of what moves together, or none', async () => {
    const bytes = Buffer.concat([
      Buffer.from(patched['tests/test_late.py']),
      Buffer.from([0x23, 0xff, 0x0a]),
    ]);
    const folder = makeFolder({ ...patched, 'tests/test_late.py': bytes });
    const run = await runCli(folder, 'fix', '--write');
    expect(run.stderr).toContain('tests/test_late.py: not written: ');
    expect(read(folder, 'chat/late.py')).toBe(patched['chat/late.py']);
    expect(readFileSync(join(folder, 'tests/test_late.py'))).toEqual(bytes);
  });

  it('keeps permissions, links, byte order mark and line ends, and leaves no temporary file', async () => {
    const folder = makeFolder({
      ...chat,
      'chat/safe.py': '\uFEFFfrom chat.sockets import SocketHub\r\n',
      'real/shared.py': chat['chat/safe.py']!,
    });
    chmodSync(join(folder, 'chat/safe.py'), 0o750);
    symlinkSync(join(folder, 'real/shared.py'), join(folder, 'chat/link.py'));
    await runCli(folder, 'fix', '--write', 'chat');
    expect(read(folder, 'chat/safe.py')).toBe('\uFEFFfrom chat.hub import SocketHub\r\n');
    expect(statSync(join(folder, 'chat/safe.py')).mode & 0o777).toBe(0o750);
    expect(lstatSync(join(folder, 'chat/link.py')).isSymbolicLink()).toBe(true);
    expect(read(folder, 'real/shared.py')).toContain('from chat.hub import SocketHub');
    expect(readdirSync(join(folder, 'chat')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('leaves a file alone that is read-only, and says so', async () => {
    const folder = makeFolder(chat);
    chmodSync(join(folder, 'chat/safe.py'), 0o444);
    const run = await runCli(folder, 'fix', '--write');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('chat/safe.py: not written: the file is read-only');
    expect(read(folder, 'chat/safe.py')).toBe(chat['chat/safe.py']);
  });

  it('keeps the bytes of a file in another encoding', async () => {
    const text = '# -*- coding: latin-1 -*-\nfrom chat.sockets import SocketHub\ns = "\xe9"\n';
    const folder = makeFolder({ ...chat, 'chat/safe.py': Buffer.from(text, 'latin1') });
    await runCli(folder, 'fix', '--write');
    expect(readFileSync(join(folder, 'chat/safe.py'), 'latin1')).toBe(
      text.replace('chat.sockets', 'chat.hub'),
    );
  });

  it('does not write a file whose bytes would not come back', async () => {
    const bytes = Buffer.concat([
      Buffer.from('from chat.sockets import SocketHub\ns = "'),
      Buffer.from([0xff]),
      Buffer.from('"\n'),
    ]);
    const folder = makeFolder({ ...chat, 'chat/safe.py': bytes });
    const run = await runCli(folder, 'fix', '--write');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('chat/safe.py: not written: ');
    expect(readFileSync(join(folder, 'chat/safe.py'))).toEqual(bytes);
  });

  it('says what it refused, and why', async () => {
    const folder = makeFolder({
      ...chat,
      'chat/hub.py': `from chat.safe import use\n${chat['chat/hub.py']!}`,
      'chat/safe.py': 'from chat.gone import SocketHub\n\n\ndef use():\n    return SocketHub\n',
    });
    const run = await runCli(folder, 'fix', '--write', '--repair', 'chat/safe.py');
    expect(run.stderr).toContain(
      '1 refused:\n  chat/safe.py:1: legacy-import: it would make an import cycle: chat/safe.py → chat/hub.py → chat/safe.py',
    );
    expect(read(folder, 'chat/safe.py')).toContain('from chat.gone');
  });

  it('fixes the files of several configurations in one run, each by its own, in either order', async () => {
    const files = {
      ...chat,
      ...Object.fromEntries(Object.entries(chat).map(([path, text]) => [`svc/${path}`, text])),
    };
    const folder = makeFolder(files);
    const paths = ['svc/chat/safe.py', 'chat/clean.py', 'svc/chat/clean.py'];
    for (const order of [paths, [...paths].reverse()]) {
      const diff = await runCli(folder, 'fix', ...order);
      expect(diff.code).toBe(1);
      expect(diff.stdout).toContain('--- a/svc/chat/safe.py');
      expect(diff.stderr).toContain('By svc/ssot.config.json:\n1 violation to fix in 1 file');
      expect(diff.stderr).toContain('By ssot.config.json:\n0 violations to fix');
    }
    expect((await runCli(folder, 'fix', '--write', ...paths)).code).toBe(0);
    expect(readFileSync(join(folder, 'svc/chat/safe.py'), 'utf8')).toContain(
      'from chat.hub import SocketHub',
    );
    expect((await runCli(folder, 'fix')).stderr).toContain(
      'left out, as a project of its own: svc/ssot.config.json',
    );
  });
});
