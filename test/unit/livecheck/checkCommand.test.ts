import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import type { ReadTargets } from '../../../src/cli/commands/check.ts';
import { register as registerEmulate } from '../../../src/cli/commands/emulate.ts';
import { ssot, targets, withoutSecrets } from './commandLine.ts';
import { liveCheckText, printable, repeatText } from '../../../src/cli/liveCheckText.ts';
import { emptyRecord, withEvent, type RunRecord } from '../../../src/livecheck/runRecord.ts';
import { emulated } from '../emulator/support.ts';
import { send, strictWelcome, withHttp, withSockets } from './peers.ts';
import { run } from './support.ts';

withoutSecrets();

/** The arguments of a check of one connection. */
const ofConnection = (url: string): string[] => ['check', '--scope', 'connection', '--url', url];

describe('ssot check', () => {
  it('prints one JSON document and nothing else, and ends with 0 after a pass', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { code, out, err } = await ssot(['check', '--url', url, '--format', 'json']);
      const document = JSON.parse(out) as Record<string, unknown>;
      expect(document).toMatchObject({
        schemaVersion: 1,
        tool: { name: 'ssot-migrator', version: '1.2.3' },
        target: { apiUrl: url, loopback: true },
        scope: 'full',
        verdict: { status: 'passed' },
      });
      expect((document['probes'] as unknown[]).length).toBe(18);
      expect(document['notTested']).toMatchObject([{ probe: 'certificate' }]);
      expect((document['evidence'] as unknown[]).length).toBeGreaterThan(8);
      expect(document['durationMs']).toBeGreaterThan(0);
      expect(document).not.toHaveProperty('runs');
      expect([code, err]).toEqual([0, '']);
    });
  });

  it('ends with 1 after any other verdict, and says cause and next step', async () => {
    await emulated('not-ready-403', async ({ url }) => {
      const { code, out } = await ssot(['check', '--url', url, '--timeout', '1']);
      expect(code).toBe(1);
      expect(out).toContain('cause  F17');
      expect(out).toContain('FAILED (scope full)');
      expect(out).toContain('Not tested (the target is not encrypted');
    });
  });

  it('looks at one connection alone where that is asked for, and names all that it did not look at', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { code, out } = await ssot(ofConnection(url));
      expect(out).toContain('PASSED (scope connection)');
      expect(out).toContain('Not tested (outside the scope connection): Deep health');
      expect(code).toBe(0);
    });
  });

  it('sends the bypass key to the auth service of the environment, and to no other', async () => {
    vi.stubEnv('SSOT_E2E_BYPASS_KEY', 'a-bypass-key-of-this-test');
    const asked: unknown[] = [];
    await withHttp(
      (request, response) => {
        asked.push(request.headers['x-e2e-bypass-key']);
        response.writeHead(401).end();
      },
      async (auth) => {
        const backend = 'http://127.0.0.1:9';
        expect((await ssot(['check', '--url', backend])).err).toContain('needs SSOT_AUTH_ORIGIN');
        vi.stubEnv('SSOT_AUTH_ORIGIN', auth.url);
        vi.stubEnv('SSOT_JWT_ORIGIN', backend);
        const foreign = { apiUrl: backend, authUrl: 'http://127.0.0.1:8' };
        const elsewhere = await ssot(['check', '--target', 'x'], targets({ x: foreign }));
        expect(elsewhere.err).toContain('is not sent to http://127.0.0.1:8');
        expect(asked).toEqual([]);
        const refused = await ssot(['check', '--url', backend]);
        expect([refused.code, asked]).toEqual([2, ['a-bypass-key-of-this-test']]);
        expect(refused.err).toContain('the bypass key is not the right one');
        expect(refused.err).not.toContain('a-bypass-key-of-this-test');
      },
    );
  });

  it('repeats, and shows the gravest run with all of them', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { code, out } = await ssot([...ofConnection(url), '--format', 'json', '--repeat', '3']);
      expect(code).toBe(0);
      expect((JSON.parse(out) as { runs: unknown[] }).runs).toHaveLength(3);
    });
  });

  it.each([
    ['leaves out a run that asked nothing', 1, 1],
    ['counts a run that asked something', 2, 2],
  ])('%s before it was interrupted', async (_, asked, counted) => {
    let requests = 0;
    let interruptedAt = Infinity;
    await withHttp(
      (_request, response) => {
        if (++requests === interruptedAt) process.emit('SIGINT');
        else response.writeHead(500).end();
      },
      async ({ url }) => {
        await ssot(ofConnection(url));
        interruptedAt = 2 * requests + asked;
        const { out } = await ssot([...ofConnection(url), '--format', 'json', '--repeat', '3']);
        const { runs = [0], verdict } = JSON.parse(out) as { runs?: unknown[]; verdict: { status: string } };
        expect([runs.length, verdict.status]).toEqual([counted, 'failed']);
      },
    );
  });

  it('repeats nothing once HTTP 429 was the answer', async () => {
    let requests = 0;
    await withHttp(
      (_, response) => {
        requests++;
        response.writeHead(429).end();
      },
      async ({ url }) => {
        const { out, err } = await ssot([...ofConnection(url), '--format', 'json', '--repeat', '3']);
        expect(JSON.parse(out)).toMatchObject({ verdict: { status: 'failed' } });
        expect(err).toContain('2 runs are left out: HTTP 429 was the answer');
        expect(requests).toBe(1);
      },
    );
  });

  it('takes a target by its name, or the only one there is', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const one = targets({ local: { apiUrl: url } });
      expect((await ssot(['check', '--scope', 'connection', '--target', 'local'], one)).code).toBe(0);
      expect((await ssot(['check', '--scope', 'connection'], one)).code).toBe(0);
    });
  });

  it('writes to a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ssot-check-'));
    try {
      await emulated('strict-intended', async ({ url }) => {
        const file = join(folder, 'result.json');
        const { code, out } = await ssot([...ofConnection(url), '--format', 'json', '--output', file]);
        expect([code, out]).toEqual([0, '']);
        expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ verdict: { status: 'passed' } });
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('finds out before it asks anything that a file cannot be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ssot-check-'));
    try {
      await writeFile(join(folder, 'file'), '');
      let asked = 0;
      await withHttp(
        (_, response) => {
          asked++;
          response.writeHead(500).end();
        },
        async ({ url }) => {
          for (const output of ['no/such', 'file/below', '.']) {
            const { code, out, err } = await ssot([...ofConnection(url), '--output', join(folder, output)]);
            expect([code, out]).toEqual([2, '']);
            expect(err).toContain('cannot write');
          }
        },
      );
      expect(asked).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('prints the result where it can no longer be written at the end', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ssot-check-'));
    const output = join(folder, 'result.json');
    await withHttp(
      (_, response) =>
        void rm(folder, { recursive: true, force: true }).then(() => response.writeHead(500).end()),
      async ({ url }) => {
        const { code, out, err } = await ssot([...ofConnection(url), '--format', 'json', '--output', output]);
        expect(code).toBe(2);
        expect(err).toContain(`cannot write ${output}`);
        expect(JSON.parse(out)).toMatchObject({ verdict: { status: 'failed' } });
      },
    );
  });

  it.each<[string, string[], string]>([
    ['no target', [], 'say what to check'],
    ['an unknown target', ['--target', 'nowhere'], 'there is no target "nowhere"'],
    ['an inherited name', ['--target', 'constructor'], 'there is no target "constructor"'],
    ['a bad URL', ['--url', 'nonsense'], 'is not a URL'],
    ['production', ['--url', 'https://api.company.com'], '--allow-production'],
    ['no secret for a remote host', ['--url', 'https://api.staging.company.com'], 'SSOT_JWT_SECRET'],
    ['an unknown profile', ['--profile', 'nonsense'], 'there is no profile "nonsense"; there are strict-'],
    [
      'users for a scope without isolation',
      ['--url', 'http://127.0.0.1:1', '--scope', 'connection', '--users', '3'],
      '--users is for the isolation probe',
    ],
  ])('is a usage error with %s: one line, exit code 2, nothing on stdout', async (_, args, message) => {
    const { code, out, err } = await ssot(['check', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it.each([
    ['--format', 'xml'],
    ['--users', '0'],
    ['--scope', 'all'],
    ['--repeat', '0'],
    ['--timeout', 'soon'],
    ['--users', '51'],
  ])('rejects %s %s', async (option, value) => {
    const { code } = await ssot(['check', option, value]);
    expect(code).toMatch(/^commander\.invalid/u);
  });

  it('gives the reason of a configuration that cannot be read', async () => {
    const broken: ReadTargets = () =>
      Promise.resolve({ ok: false, message: 'ssot.config.json:3: unknown key' });
    expect(await ssot(['check', '--target', 'x'], broken)).toMatchObject({
      code: 2,
      err: 'ssot check: ssot.config.json:3: unknown key\n',
    });
  });

  it('takes the secret from the environment, and never shows it', async () => {
    const secret = 'the-secret-of-the-environment';
    vi.stubEnv('SSOT_JWT_SECRET', secret);
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const { code, out } = await ssot([...ofConnection(url), '--format', 'json']);
        expect(code).toBe(0);
        expect(out).not.toContain(secret);
      },
      { secret },
    );
  });
});

describe('the text of a run', () => {
  const recordOf = async (url: string): Promise<RunRecord> =>
    (await run(url, { user: 'staging-e2e-user-001' })).events.reduce(withEvent, emptyRecord);

  it('obeys nothing that a server sent to the terminal', async () => {
    await withSockets(
      (socket) => {
        send(socket, { ...strictWelcome('evil\u001b[2J\u001b]0;title\u0007'), type: 'system_message' });
      },
      async ({ url }) => {
        const text = liveCheckText(await recordOf(url), { color: false });
        expect(text).toContain('evil\ufffd[2J');
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      },
    );
  });

  it('has colors only where they are wanted', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const record = await recordOf(url);
      expect(liveCheckText(record, { color: true })).toContain('\u001b[32mPASS\u001b[0m');
      expect(liveCheckText(record, { color: false })).not.toContain('\u001b');
      expect(repeatText([record, record], { color: false })).toContain('2 of 2 runs passed');
    });
  });

  it('is made printable without harm to other writing', () => {
    expect(printable('größe 漢字 \u202e\u0000')).toBe('größe 漢字 \ufffd\ufffd');
  });
});

describe('ssot emulate', () => {
  it('lists its profiles', async () => {
    const { code, out } = await ssot(['emulate', '--list']);
    expect(code).toBe(0);
    expect(out).toContain('close-1000-before-welcome');
  });

  it.each<[string[], string]>([
    [['--profile', 'nonsense'], 'there is no profile "nonsense"'],
    [['--host', '0.0.0.0', '--port', '0'], 'can be reached from other machines'],
  ])('ends with 2 for %j', async (args, message) => {
    const { code, err } = await ssot(['emulate', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('prints how to check it, logs one connection after the other, and ends when it is interrupted', async () => {
    const before = process.listenerCount('SIGINT');
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(written.push(String(text))));
    const program = new Command('ssot');
    registerEmulate(program);
    const ending = program.parseAsync(['node', 'ssot', 'emulate', '--port', '0']);
    await vi.waitFor(() => expect(written.join('')).toContain('ssot check --url'));
    const url = /ssot check --url (\S+)/u.exec(written.join(''))![1]!;
    const seen = await run(url);
    process.emit('SIGINT');
    await ending;
    vi.restoreAllMocks();
    expect(process.exitCode).toBe(0);
    process.exitCode = undefined;
    expect(seen.verdict.status).toBe('passed');
    expect(written.join('')).toMatch(/#2 \/ws user staging-e2e-user-00\d/u);
    expect(written.join('')).toContain('#3 /ws refused: NO_TOKEN');
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    expect(process.listenerCount('SIGINT')).toBeLessThanOrEqual(before);
  });
});
