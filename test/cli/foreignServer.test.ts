import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { emulatorSecret } from '../../src/livecheck/protocol.ts';
import { runCli } from './runCli.ts';

/** Backends on WebSocket implementations of others, which this project has no part in. */
interface Library {
  readonly name: string;
  readonly command: readonly string[];
  /** Why it cannot be tested here; null where it can. */
  readonly absent: string | null;
}

const python = env['SSOT_FOREIGN_PYTHON'] ?? '/usr/bin/python3';

/** Nothing is installed for the test: it is there, or it says why it is not. */
function whyNoPython(): string | null {
  const { status, error } = spawnSync(python, ['-c', 'import websockets.legacy.server']);
  if (error !== undefined) return `${python} cannot be run`;
  return status === 0 ? null : `${python} has no package websockets (apt-get install python3-websockets)`;
}

const fileOf = (name: string): string => join(import.meta.dirname, 'foreign', name);
const libraries: readonly Library[] = [
  { name: 'websocket-driver', command: [process.execPath, fileOf('driverServer.mjs')], absent: null },
  { name: 'websockets of Python', command: [python, fileOf('websocketsServer.py')], absent: whyNoPython() },
];

interface Behaviour {
  readonly exit: number;
  /** Seconds for each answer; few where it is silence that is expected. */
  readonly timeout: string;
  readonly probes: Readonly<Record<string, string>>;
}

/** What each probe must come to, by how the backend behaves. All that is not named passes. */
const behaviours: Readonly<Record<string, Behaviour>> = {
  strict: { exit: 0, timeout: '10', probes: {} },
  permissive: { exit: 1, timeout: '10', probes: { identity: 'fail', 'auth-none': 'fail' } },
  silent: { exit: 0, timeout: '2', probes: { liveness: 'warn' } },
  crashing: {
    exit: 1,
    timeout: '2',
    probes: {
      welcome: 'fail',
      identity: 'skipped',
      liveness: 'skipped',
      close: 'skipped',
      'auth-none': 'inconclusive',
    },
  },
};

async function start(
  library: Library,
  behaviour: string,
): Promise<{ url: string; child: ChildProcessByStdio<Writable, Readable, null> }> {
  const [program = '', ...args] = library.command;
  const child = spawn(program, [...args, behaviour], {
    env: { ...env, SSOT_FOREIGN_SECRET: emulatorSecret },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the server ended with ${String(code)}`);
  });
  const [line] = (await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended])) as [string];
  ended.catch(() => undefined);
  return { url: line.trim(), child };
}

interface Document {
  readonly probes: readonly { readonly probe: string; readonly verdict: string; readonly summary: string }[];
}

for (const library of libraries) {
  const reason = library.absent === null ? '' : ` (skipped: ${library.absent})`;
  describe.skipIf(library.absent !== null)(`ssot check against ${library.name}${reason}`, () => {
    // Most of it is waiting for answers that do not come.
    it.concurrent.each(Object.entries(behaviours))('finds what is so: %s', async (behaviour, expected) => {
      const { url, child } = await start(library, behaviour);
      try {
        // They play the part of a connection, and have neither agents nor deep health.
        const args = ['--scope', 'connection', '--format', 'json', '--timeout', expected.timeout];
        const run = await runCli('.', 'check', '--url', url, ...args);
        expect(run.stderr).toBe('');
        const { probes } = JSON.parse(run.stdout) as Document;
        const found = probes.filter(({ verdict }) => verdict !== 'pass');
        expect(Object.fromEntries(found.map(({ probe, verdict }) => [probe, verdict]))).toEqual(
          expected.probes,
        );
        expect([probes.length, run.code]).toEqual([8, expected.exit]);
      } finally {
        child.stdin.end();
        if (child.exitCode === null) await once(child, 'exit');
      }
    });
  });
}
