import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { faults } from '../../src/emulator/faults.ts';
import { profiles } from '../../src/emulator/profiles.ts';
import { makeFolder, runCli } from './runCli.ts';

describe('ssot check', () => {
  const running: Emulator[] = [];
  const start = async (profile: string): Promise<Emulator> => {
    const started = await startEmulator({ port: 0, profile });
    if (!started.ok) throw new Error(started.error.message);
    running.push(started.emulator);
    return started.emulator;
  };
  let strict: Emulator;
  let relaxed: Emulator;
  beforeAll(async () => {
    [strict, relaxed] = await Promise.all([start('strict-intended'), start('key-commit-relaxed')]);
  });
  afterAll(() => Promise.all(running.map((emulator) => emulator.close())));

  const configFor = (apiUrl: string): string =>
    makeFolder({ 'ssot.config.json': JSON.stringify({ staging: { targets: { local: { apiUrl } } } }) });

  it('passes against a backend that does as intended, and writes one JSON document', async () => {
    const run = await runCli('.', 'check', '--url', strict.url, '--format', 'json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'ssot-migrator' },
      scope: 'full',
      verdict: { status: 'passed', scope: 'full' },
    });
    expect(strict.connections()).toBe(0);
  });

  it('says in text why a backend does not pass', async () => {
    const run = await runCli('.', 'check', '--url', relaxed.url, '--scope', 'connection');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('FAILED');
    expect(run.stdout).toContain('F30');
  });

  it('takes a target of the configuration by its name', async () => {
    expect((await runCli(configFor(strict.url), 'check', '--target', 'local')).code).toBe(0);
    const unknown = await runCli(configFor(strict.url), 'check', '--target', 'nowhere');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('nowhere');
  });

  it('does not send a secret of the environment to a target that a configuration names', async () => {
    process.env['SSOT_STAGING_TOKEN'] = 'header.payload.signature';
    try {
      const run = await runCli(configFor('https://staging.example.test'), 'check', '--target', 'local');
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(
        'the secret in the environment is not sent to https://staging.example.test',
      );
      expect(run.stderr).not.toContain('payload');
    } finally {
      delete process.env['SSOT_STAGING_TOKEN'];
    }
  });

  it('ends with one message where nothing listens, and where the call is wrong', async () => {
    const nobody = await runCli('.', 'check', '--url', 'http://127.0.0.1:9', '--timeout', '2');
    expect(nobody.code).toBe(1);
    expect(nobody.stdout).toContain('refused');
    for (const args of [
      ['--url', 'ftp://host'],
      ['--url', 'nonsense'],
      ['--scope', 'half'],
      ['--timeout', '-1'],
    ])
      expect((await runCli('.', 'check', ...args)).code).toBe(2);
  });
});

describe('ssot emulate', () => {
  it('lists each profile and fault in one line', async () => {
    const run = await runCli('.', 'emulate', '--list');
    expect(run.code).toBe(0);
    const lines = run.stdout.split('\n');
    for (const { id, description } of [...profiles, ...faults]) {
      const own = lines.filter((line) => line.startsWith(`  ${id} `));
      expect(
        own.map((line) => line.endsWith(description)),
        id,
      ).toEqual([true]);
    }
  });

  it('refuses an unknown profile or fault, a certificate without one, and an address that others can reach', async () => {
    for (const args of [
      ['--profile', 'nope'],
      ['--fault', 'redirect', '--fault', 'nope'],
      ['--certificate', 'no.pem'],
    ])
      expect((await runCli('.', 'emulate', '--port', '0', ...args)).code, args.join(' ')).toBe(2);
    const open = await runCli('.', 'emulate', '--host', '0.0.0.0', '--port', '0');
    expect(open.code).toBe(2);
    expect(open.stderr).not.toBe('');
  });
});
