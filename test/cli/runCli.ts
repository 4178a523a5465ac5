import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const cli = join(import.meta.dirname, '../../dist/cli.js');
/** In place of the developer's own. */
const cacheFolder = mkdtempSync(join(tmpdir(), 'ssot-cache-'));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in `cwd`, without a terminal. */
export function runCli(cwd: string, ...args: readonly string[]): Promise<CliRun> {
  return runCliWith(cacheFolder, cwd, ...args);
}

/** The same with another folder for what scans keep. */
export function runCliWith(cache: string, cwd: string, ...args: readonly string[]): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, SSOT_CACHE_DIR: cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** A folder with these files, by path; bytes where a text will not do. */
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-cli-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A small chat backend with one legacy import of each kind. */
export const chat: Readonly<Record<string, string>> = {
  'ssot.config.json': JSON.stringify({
    sources: [
      {
        id: 'hub',
        module: 'chat.hub',
        factory: { name: 'open_hub', context: 'session' },
        classes: ['SocketHub'],
        legacyModules: ['chat.sockets', 'chat.gone'],
        owners: ['chat/hub.py'],
        context: { names: ['session'] },
      },
    ],
    phases: [
      { id: '1', title: 'Imports', rules: ['legacy-import', 'broken-import'] },
      { id: '2', title: 'Factory', rules: ['direct-construction'] },
    ],
  }),
  'chat/__init__.py': '',
  'chat/hub.py':
    'class SocketHub:\n    def __init__(self, session=None):\n        self.session = session\n\n\ndef open_hub(session=None):\n    return SocketHub(session)\n',
  'chat/sockets.py': 'from chat.hub import SocketHub, open_hub\n',
  'chat/safe.py': 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n',
  'chat/repair.py': 'from chat.gone import SocketHub\n\nprint(SocketHub)\n',
  'chat/clean.py': 'from chat.hub import open_hub\n\nprint(open_hub)\n',
};
