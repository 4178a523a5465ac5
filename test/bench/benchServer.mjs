// A TypeScript server to measure: asked and told things over IPC, with its peak memory at its end.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from '../headless/folders.mjs';
import { benchFolder } from './folders.mjs';

/** @typedef {ReturnType<typeof startServer>} BenchServer */

/** @param {boolean} plugin whether it loads ours */
export function startServer(plugin) {
  const usage = join(benchFolder, `tsserver-${plugin ? 'with' : 'without'}.json`);
  const child = fork(
    join(repository, 'node_modules', 'typescript', 'lib', 'tsserver.js'),
    [
      '--useNodeIpc',
      '--disableAutomaticTypingAcquisition',
      ...(plugin ? ['--globalPlugins', 'ssot-tsserver-plugin', '--pluginProbeLocations', repository] : []),
    ],
    {
      silent: true,
      execArgv: [
        '--max-old-space-size=4096',
        '--require',
        fileURLToPath(new URL('reportUsage.cjs', import.meta.url)),
      ],
      env: { ...process.env, SSOT_BENCH_USAGE: usage },
    },
  );
  // What a server writes besides must not fill the pipe and stop it.
  child.stdout?.resume();
  child.stderr?.resume();
  /** @type {Map<number, { resolve: (body: any) => void, reject: (error: Error) => void }>} */
  const pending = new Map();
  let sequence = 0;
  child.on('message', (/** @type {any} */ message) => {
    const asked = message.type === 'response' && pending.get(message.request_seq);
    if (!asked) return;
    pending.delete(message.request_seq);
    if (message.success === false) asked.reject(new Error(message.message));
    else asked.resolve(message.body ?? message.response);
  });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  void exited.then(() => pending.forEach(({ reject }) => reject(new Error('the server is gone'))));
  const tell = (/** @type {string} */ command, /** @type {object} */ args) => {
    child.send({ seq: ++sequence, type: 'request', command, arguments: args });
    return sequence;
  };
  return {
    tell,
    /** @returns {Promise<any>} */
    ask: (/** @type {string} */ command, /** @type {object} */ args) =>
      new Promise((resolve, reject) => pending.set(tell(command, args), { resolve, reject })),
    /** Its peak memory in MB. */
    async end() {
      tell('exit', {});
      await exited;
      return JSON.parse(readFileSync(usage, 'utf8')).peakMemory;
    },
  };
}
