#!/usr/bin/env node
// The editor that @vscode/test-electron starts where none can be downloaded: give this file's path as
// `vscodeExecutablePath`. It exits with the code of the suite that it ran.
import { parseLaunch } from './launchArguments.mjs';
import { runSuite } from './suiteRun.mjs';

/** @type {Promise<number>} */
const cancelled = new Promise((resolve) => {
  for (const [name, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])) {
    process.on(name, () => resolve(code));
  }
});

/** @param {string} line */
const print = (line) => void process.stdout.write(`${line}\n`);
/** @param {string} line */
const say = (line) => void process.stderr.write(`[headless] ${line}\n`);

const code = await runSuite(parseLaunch(process.argv.slice(2)), { print, say, cancelled });
process.exit(code);
