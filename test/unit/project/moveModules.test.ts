import { describe, expect, it } from 'vitest';
import type { MoveModulesAnswer } from '../../../src/project/protocol.ts';
import { chat, config, makeFolder, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

const never = (): boolean => false;

async function scanned(files: Files = chat): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  return { folder, server };
}

function moved(
  { folder, server }: { folder: Folder; server: RecordedServer },
  from: string,
  to: string,
  configurations: readonly { path: string; text: string }[] = [],
): Promise<MoveModulesAnswer> {
  const moves = [{ from: folder.at(from), to: folder.at(to) }];
  return server.ask('moveModules', { moves, configurations }, never);
}

/** The new texts of what stands on disk, by path. */
function texts(folder: Folder, { files }: MoveModulesAnswer): Record<string, string[]> {
  return Object.fromEntries(
    files.map(({ path, edits }) => [path.slice(folder.path.length + 1), edits.map(({ text }) => text)]),
  );
}

describe('modules that move', () => {
  it('take their importers, strings and the configuration along', async () => {
    const at = await scanned({
      ...chat,
      'chat/late.py': 'import importlib\n\nimportlib.import_module("chat.hub")\n',
      'chat/reached.py': 'import chat\nimport chat.hub\n\nprint(chat.hub.open_hub)\n',
    });
    const answer = await moved(at, 'chat/hub.py', 'chat/core.py');
    expect(texts(at.folder, answer)).toEqual({
      'chat/clean.py': ['chat.core'],
      'chat/late.py': ['chat.core'],
      'chat/reached.py': ['chat.core', 'chat.core'],
      'chat/sockets.py': ['chat.core'],
      'ssot.config.json': ['"chat.core"', '"chat/core.py"'],
    });
    expect(answer).toMatchObject({ left: [], refused: [] });
  });

  it('are those that a source names, and no other', async () => {
    const at = await scanned();
    const nothing = { files: [], left: [], refused: [] };
    expect(await moved(at, 'chat/other.py', 'chat/another.py')).toEqual(nothing);
    expect(await moved(at, 'nowhere.py', 'somewhere.py')).toEqual(nothing);
  });

  it('are looked for in what is typed, also in the configuration', async () => {
    const at = await scanned();
    const path = at.folder.at('chat/other.py');
    at.server.tell('document', {
      path,
      text: 'from unittest.mock import patch\n\npatch("chat.hub.SocketHub")\n',
    });
    const text = `// typed\n${config()}`;
    const configuration = { path: at.folder.at('ssot.config.json'), text };
    const answer = await moved(at, 'chat/hub.py', 'chat/core.py', [configuration]);
    expect(Object.keys(texts(at.folder, answer))).toContain('chat/other.py');
    const [edit] = answer.files.find((file) => file.path === configuration.path)!.edits;
    expect(edit!.range.start.line).toBe(2);
  });

  it('leave what the editor would write in another encoding, and say so', async () => {
    const latin = Buffer.from(
      '# -*- coding: latin-1 -*-\n# \xe9\nfrom chat.hub import SocketHub\n',
      'latin1',
    );
    const at = await scanned({ ...chat, 'chat/latin.py': latin });
    const answer = await moved(at, 'chat/hub.py', 'chat/core.py');
    expect(Object.keys(texts(at.folder, answer))).not.toContain('chat/latin.py');
    expect(answer.left).toMatchObject([
      { path: at.folder.at('chat/latin.py'), reason: 'it is not UTF-8', range: { start: { line: 3 } } },
    ]);
  });

  it('are not followed where they cannot be named any more', async () => {
    const at = await scanned();
    expect((await moved(at, 'chat/hub.py', 'chat/the-hub.py')).refused).toEqual([
      'the-hub cannot be imported: it is no Python name',
    ]);
    expect((await moved(at, 'chat/hub.py', '../hub.py')).refused).toHaveLength(1);
    expect((await moved(at, 'chat/hub.py', 'chat/hub.txt')).refused).toHaveLength(1);
  });

  it('go as a folder, with what is in it', async () => {
    const at = await scanned();
    const answer = await moved(at, 'chat', 'talk');
    expect(texts(at.folder, answer)).toEqual({
      'chat/clean.py': ['talk.hub'],
      // What is missing today is missing in its package afterwards.
      'chat/repair.py': ['talk.gone'],
      'chat/safe.py': ['talk.sockets'],
      'chat/sockets.py': ['talk.hub'],
      'ssot.config.json': ['"talk.hub"', '"talk.sockets"', '"talk.gone"', '"talk/hub.py"'],
    });
  });
});
