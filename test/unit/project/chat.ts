import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder on disk, gone when the test is over. */
export interface Folder {
  readonly path: string;
  at(file: string): string;
  write(files: Files): void;
  remove(path: string): void;
}

export function makeFolder(files: Files): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-project-')));
  // Thousands of files take their time where the disk is busy.
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  }, 60_000);
  const folder: Folder = {
    path,
    at: (file) => join(path, file),
    write(more) {
      for (const folder of new Set(Object.keys(more).map((file) => dirname(join(path, file)))))
        mkdirSync(folder, { recursive: true });
      for (const [file, content] of Object.entries(more)) writeFileSync(join(path, file), content);
    },
    remove: (file) => {
      rmSync(join(path, file), { recursive: true });
    },
  };
  folder.write(files);
  return folder;
}

/** @param ofSource what its source has besides, or in place of that */
export function config(more: object = {}, ofSource: object = {}): string {
  return JSON.stringify({
    sources: [
      {
        id: 'hub',
        module: 'chat.hub',
        factory: { name: 'open_hub', context: 'session' },
        classes: ['SocketHub'],
        legacyModules: ['chat.sockets', 'chat.gone'],
        owners: ['chat/hub.py'],
        context: { names: ['session'] },
        ...ofSource,
      },
    ],
    ...more,
  });
}

export const hub =
  'class SocketHub:\n    def __init__(self, session=None):\n        self.session = session\n\n\ndef open_hub(session=None):\n    return SocketHub(session)\n';
export const safeImport = 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n';
export const canonicalImport = 'from chat.hub import SocketHub\n\nprint(SocketHub)\n';

/** A small chat backend: one import that is safe to move, one that is broken today, and files that have none. */
export const chat = {
  'ssot.config.json': config(),
  'chat/__init__.py': '',
  'chat/hub.py': hub,
  'chat/sockets.py': 'from chat.hub import SocketHub, open_hub\n',
  'chat/safe.py': safeImport,
  'chat/repair.py': 'from chat.gone import SocketHub\n\nprint(SocketHub)\n',
  'chat/clean.py': canonicalImport,
  'chat/other.py': 'import os\n\nprint(os.sep)\n',
} as const;
