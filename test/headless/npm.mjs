// Runs the npm that is on this machine.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Installs packages into `folder`, running none of their scripts: a compiler is never needed.
 * `npm install`, not `npm ci`: the shrinkwrap inside code-server does not satisfy the latter.
 *
 * @param {string} folder  the folder that holds, or gets, the package.json
 * @param {string[]} packages  specifiers; none installs what the folder's own package.json names
 * @throws {Error} with npm's own output
 */
export async function npmInstall(folder, packages = []) {
  await mkdir(folder, { recursive: true });
  if (packages.length) await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const flags = [
    '--ignore-scripts',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--no-engine-strict',
    '--prefer-offline',
    '--loglevel=error',
  ];
  const { code, output } = await npm(['install', ...flags, ...packages], folder);
  if (code !== 0) {
    const what = packages.length ? packages.join(' ') : `the dependencies of ${folder}`;
    throw new Error(`npm could not install ${what} (exit code ${code}):\n${output.trim()}`);
  }
}

/** @param {string[]} args @param {string} cwd @returns {Promise<{ code: number | null, output: string }>} */
function npm(args, cwd) {
  const script = npmScript();
  const command = script ? process.execPath : 'npm';
  const options = { cwd, env: plainEnvironment(), shell: !script && process.platform === 'win32' };
  return new Promise((resolve, reject) => {
    const child = spawn(command, script ? [script, ...args] : args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** The npm that started this process, or the one that came with this Node; undefined leaves it to the PATH. */
function npmScript() {
  const started = process.env.npm_execpath;
  if (started && basename(started) === 'npm-cli.js' && existsSync(started)) return started;
  const bin = dirname(process.execPath);
  return [
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find(existsSync);
}

/** Without what an outer `npm run` sets about its own package; registry and certificates stay. */
function plainEnvironment() {
  const own = /^npm_(package_|lifecycle_|config_(local_prefix|prefix|workspace))/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
