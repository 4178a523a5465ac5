// The embedded backend in a process of its own, and what can be seen of it from outside.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../headless/folders.mjs';

/**
 * @param {string} profile
 * @returns {Promise<{ url: string, pid: number, upgrades: () => readonly number[], stop: () => Promise<void> }>} `upgrades`: when
 *   each of them was accepted, as `performance.now()` has it
 * @throws {Error} where it does not start
 */
export async function startEmulator(profile) {
  const args = [join(repository, 'dist', 'cli.js'), 'emulate', '--port', '0', '--profile', profile];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const upgrades = [];
  let rest = '';
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the embedded backend ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, address] = /listens on (\S+)/.exec(line) ?? [];
        if (address) resolve(address);
        if (/^#\d+ \S+ user /.test(line)) upgrades.push(performance.now());
      }
    });
  });
  return {
    url,
    pid: child.pid,
    upgrades: () => upgrades,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Open file descriptors of a process; undefined where the system does not list them. @param {number} pid */
export function descriptorsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}

/** The most memory that a process has held so far, in MB; undefined where the system does not say. @param {number} pid */
export function peakMemoryOf(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
