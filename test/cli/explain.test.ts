import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

describe('ssot explain', () => {
  it('follows both names to what they mean, step by step', async () => {
    const run = await runCli(makeFolder(chat), 'explain', 'chat/safe.py:1');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toBe(
      `chat/safe.py:1:1  SocketHub is imported from chat.sockets; the source of truth is chat.hub.  legacy-import
  safe: Import SocketHub from chat.hub

  SocketHub
    today:
      chat/safe.py:1 imports SocketHub from chat.sockets
      chat/sockets.py:1 imports SocketHub from chat.hub
      chat/hub.py:1 defines class SocketHub
      which is the class SocketHub in chat/hub.py
    chat.hub.SocketHub:
      chat/hub.py:1 defines class SocketHub
      which is the class SocketHub in chat/hub.py
    so: safe, both are the class SocketHub in chat/hub.py
`,
    );
  });

  it('says why there is no fix', async () => {
    const folder = makeFolder({ ...chat, 'chat/star.py': 'from chat.sockets import *\n' });
    const run = await runCli(folder, 'explain', 'chat/star.py:1');
    const why =
      'nothing that it brings is used here: others may take it from here, or it is there for what loading chat.sockets does';
    expect(run.stdout).toContain(`  no fix: ${why}\n`);
    expect(run.stdout).toContain(`
  SocketHub
    today:
      chat/sockets.py:1 imports SocketHub from chat.hub
      chat/hub.py:1 defines class SocketHub
      which is the class SocketHub in chat/hub.py
    so: no fix, ${why}
`);
  });

  it('says so where there is nothing, and what a place looks like', async () => {
    const folder = makeFolder(chat);
    expect((await runCli(folder, 'explain', 'chat/clean.py:1')).stdout).toBe(
      'chat/clean.py:1: there is no violation on this line\n',
    );
    expect(await runCli(folder, 'explain', 'chat/clean.py')).toMatchObject({
      code: 2,
      stderr: 'ssot: chat/clean.py: write it as FILE:LINE\n',
    });
  });
});
