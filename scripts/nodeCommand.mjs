// Runs a Node program of this repository.
import { spawn } from 'node:child_process';
import { repository } from '../test/headless/folders.mjs';

/**
 * @param {string[]} args  what follows `node`; paths are relative to the repository
 * @param {{ show?: boolean }} [options]  `show` passes its output on as it comes
 * @returns {Promise<{ code: number, output: string }>} 1 stands for a signal
 */
export function runNode(args, { show = false } = {}) {
  const child = spawn(process.execPath, args, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
