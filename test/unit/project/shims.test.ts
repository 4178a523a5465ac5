import { describe, expect, it } from 'vitest';
import { applyEdits, lineStarts, spanOf } from '../../../src/engine/text.ts';
import { manifestNaming } from '../../../src/project/entryPoints.ts';
import type { ShimOffer, ShimsRequest } from '../../../src/project/protocol.ts';
import { chat, config, makeFolder, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

const never = (): boolean => false;

async function scanned(files: Files): Promise<{ folder: Folder; server: RecordedServer }> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  return { folder, server };
}

/** Modules with what can be done, or why nothing can. */
async function offers(server: RecordedServer, request: ShimsRequest): Promise<string[]> {
  const all = await server.ask('shims', request, never);
  return all.map(
    ({ module, reason, isUnsafe, kept, importers }) =>
      `${module}: ${reason ?? `${isUnsafe ? 'unsafe ' : ''}${kept} for ${importers}`}`,
  );
}

const several: Files = {
  ...chat,
  'ssot.config.json': config().replace('"chat.gone"', '"chat.gone","chat.own","chat.dead"'),
  'chat/own.py': 'class SocketHub:\n    pass\n',
  'chat/user.py': 'from chat.own import SocketHub\n\nprint(SocketHub)\n',
  'chat/dead.py': 'from chat.hub import SocketHub\n',
};

describe('shims in the editor', () => {
  it('are offered for every legacy module that is there, with why one is none', async () => {
    const { folder, server } = await scanned(several);
    expect(await server.ask('legacyFiles', {}, never)).toEqual(
      ['chat/sockets.py', 'chat/own.py', 'chat/dead.py'].map((file) => folder.at(file)),
    );
    expect(await offers(server, { task: 'shim' })).toEqual([
      'chat.sockets: 1 for 1',
      'chat.own: unsafe 1 for 1',
      'chat.dead: nobody imports it: nothing has to be kept',
    ]);
  });

  it('are edits of the text that they were made for', async () => {
    const { folder, server } = await scanned(several);
    const path = folder.at('chat/sockets.py');
    const [offer] = await server.ask('shims', { task: 'shim', path }, never);
    expect(edited(offer!)).toBe(offer!.after);
    server.tell('document', { path, text: offer!.after });
    expect(await offers(server, { task: 'shim', path })).toEqual([
      'chat.sockets: it is a deprecation shim already',
    ]);
  });

  it('go where nobody needs them, judged by open documents', async () => {
    const { folder, server } = await scanned(several);
    expect(await offers(server, { task: 'remove' })).toEqual([
      'chat.sockets: chat/safe.py still imports it',
      'chat.own: chat/user.py still imports it',
      'chat.dead: 0 for 0',
    ]);
    server.tell('document', { path: folder.at('chat/safe.py'), text: 'from chat.dead import SocketHub\n' });
    expect(await offers(server, { task: 'remove' })).toEqual([
      'chat.sockets: 0 for 0',
      'chat.own: chat/user.py still imports it',
      'chat.dead: chat/safe.py still imports it',
    ]);
  });

  it('are judged by what is on disk, though nobody has told of it yet', async () => {
    const { folder, server } = await scanned(several);
    const text = '"""Another text."""\nfrom chat.hub import SocketHub\n';
    folder.write({
      'chat/safe.py': 'import os\n',
      'chat/sockets.py': text,
      'chat/deep/new.py': 'from chat.dead import SocketHub\n',
    });
    folder.remove('chat/user.py');
    expect(await offers(server, { task: 'remove' })).toEqual([
      'chat.sockets: 0 for 0',
      'chat.own: nobody imports it, but it defines something of its own: it is no shim',
      'chat.dead: chat/deep/new.py still imports it',
    ]);
    const [offer] = await server.ask('shims', { task: 'remove', path: folder.at('chat/sockets.py') }, never);
    expect(offer?.before).toBe(text);
    // What was found that way is told, too.
    await server.rest();
    expect(server.shown()['chat/deep/new.py']).toEqual(['safe']);
    expect(server.shown()['chat/safe.py']).toBeUndefined();
  });
});

function edited({ before, edits }: ShimOffer): string {
  const starts = lineStarts(before);
  return applyEdits(
    before,
    edits.map(({ range, text }) => ({ span: spanOf(starts, range, before.length), text })),
  );
}

describe('a manifest', () => {
  it('names a Python module as an entry point, and not what is beside it', () => {
    const folder = makeFolder({
      'pyproject.toml': '[project.scripts]\nrun = "chat.main:run"\n',
      'chat/main.py': '',
    });
    expect(manifestNaming(folder.path, 'chat/main.py', 'chat.main')).toBe('pyproject.toml');
    expect(manifestNaming(folder.path, 'chat/main.py', 'chat.mai')).toBeUndefined();
    expect(manifestNaming(folder.path, 'chat/main.py', 'main')).toBeUndefined();
  });

  it('names a module of TypeScript from any folder above it, at any depth of its exports', () => {
    const folder = makeFolder({
      'web/package.json': JSON.stringify({
        exports: { './old': { import: './src/old.js' } },
        bin: 'bin/run.js',
      }),
      'web/src/old.ts': '',
    });
    expect(manifestNaming(folder.path, 'web/src/old.ts', 'web/src/old')).toBe('web/package.json');
    expect(manifestNaming(folder.path, 'web/src/older.ts', 'web/src/older')).toBeUndefined();
  });
});
