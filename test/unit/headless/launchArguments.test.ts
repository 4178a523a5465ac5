import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { harness } from './module.ts';

interface Launch {
  engine: { id: string };
  keepTrust: boolean;
  timeLimit: number;
  extensionDevelopmentPaths: string[];
  extensionTestsPath: string | undefined;
  extensionsFolder: string | undefined;
  userDataFolder: string | undefined;
  folder: string | undefined;
  workspace: string | undefined;
}
const { parseLaunch } = await harness<{ parseLaunch: (argv: string[]) => Launch }>(
  'test/headless/launchArguments.mjs',
);

it('reads what test-electron 2.5 passes', () => {
  const launch = parseLaunch([
    tmpdir(),
    '--user-data-dir=/a/user',
    '--headless-engine=minimum',
    '--no-sandbox',
    '--disable-gpu-sandbox',
    '--disable-updates',
    '--skip-welcome',
    '--skip-release-notes',
    '--disable-workspace-trust',
    '--extensionTestsPath=/a/tests/index.js',
    '--extensionDevelopmentPath=/a/one',
    '--extensionDevelopmentPath=/a/two = odd',
    '--extensions-dir=/a/extensions',
  ]);
  expect(launch).toMatchObject({
    engine: { id: 'minimum' },
    keepTrust: false,
    timeLimit: 600_000,
    extensionDevelopmentPaths: ['/a/one', '/a/two = odd'],
    extensionTestsPath: '/a/tests/index.js',
    extensionsFolder: '/a/extensions',
    userDataFolder: '/a/user',
    folder: tmpdir(),
  });
});

it('takes the file of a workspace of several folders for what is opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-launch-'));
  const file = join(folder, 'two.code-workspace');
  writeFileSync(file, '{ "folders": [] }');
  expect(parseLaunch([file, '--no-sandbox'])).toMatchObject({ folder: undefined, workspace: file });
  rmSync(folder, { recursive: true });
});

it('keeps workspace trust on when it is told to, whatever test-electron says', () => {
  expect(parseLaunch(['--headless-keep-trust', '--disable-workspace-trust']).keepTrust).toBe(true);
});

it.each(['--headless-engine=oldest', '--headless-time-limit=soon', '--headless-time-limit=0'])(
  'refuses %s',
  (one) => {
    expect(() => parseLaunch([one])).toThrow(/oldest|soon|0/);
  },
);
