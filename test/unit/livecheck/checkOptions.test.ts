import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { register } from '../../../src/cli/commands/check.ts';
import { tokenOf } from '../../../src/emulator/authentication.ts';
import { readToken } from '../../../src/livecheck/tokens.ts';
import { everyWait, remoteTiming } from '../../../src/livecheck/timing.ts';
import { readXml } from '../report/readXml.ts';
import { ssot, withoutSecrets, type Ended } from './commandLine.ts';
import { send, strictWelcome, withSockets } from './peers.ts';

interface Document {
  readonly target: { readonly apiUrl: string; readonly label: string };
  readonly verdict: { readonly status: string };
  readonly probes: readonly { readonly probe: string; readonly data: { readonly users: unknown[] } | null }[];
  readonly notTested: readonly { readonly probe: string; readonly reason: string }[];
  readonly statistics: unknown;
}

const documentOf = ({ out }: Ended): Document => JSON.parse(out) as Document;
const profile = (name: string, ...args: readonly string[]): Promise<Ended> =>
  ssot(['check', '--profile', name, ...args]);

withoutSecrets();

describe('ssot check --profile', () => {
  it('starts the embedded backend for one check, and ends it', async () => {
    const ended = await profile('strict-intended', '--format', 'json', '--scope', 'connection');
    const { target, verdict } = documentOf(ended);
    expect([ended.code, ended.err, verdict.status]).toEqual([0, '', 'passed']);
    expect(target.label).toBe('the embedded backend with the profile strict-intended');
    await expect(fetch(`${target.apiUrl}/health`)).rejects.toThrow();
  });

  it('sends no secret of the environment there', async () => {
    vi.stubEnv('SSOT_JWT_SECRET', 'a-secret-that-is-not-the-published-one');
    expect((await profile('strict-intended', '--scope', 'connection')).code).toBe(0);
  });

  it.each([
    ['--url', 'http://127.0.0.1:1'],
    ['--target', 'x'],
  ])('is in conflict with %s', async (...args) => {
    expect((await profile('strict-intended', ...args)).code).toBe('commander.conflictingOption');
  });

  it('can be listed, as ssot emulate lists them', async () => {
    const { code, out } = await ssot(['check', '--list-profiles']);
    expect([code, out]).toEqual([0, (await ssot(['emulate', '--list'])).out]);
    expect(out).toContain('  manager-none-1011 ');
  });
});

describe('ssot check --users', () => {
  const usersOf = async (...args: readonly string[]): Promise<number | undefined> => {
    const { probes } = documentOf(await profile('strict-intended', '--format', 'json', ...args));
    return probes.find(({ probe }) => probe === 'isolation')?.data?.users.length;
  };

  it.each([
    [['--users', '2'], 2],
    [['--users', '12'], 12],
    [[], 3],
  ])('%j connects %i at once', async (args, count) => {
    expect(await usersOf(...args)).toBe(count);
  });

  it('1 leaves isolation out, says so, and is PARTIAL', async () => {
    const ended = await profile('strict-intended', '--format', 'json', '--users', '1');
    const { verdict, notTested } = documentOf(ended);
    expect([ended.code, verdict.status]).toEqual([1, 'partial']);
    expect(notTested.find(({ probe }) => probe === 'isolation')?.reason).toContain('only one user');
  });
});

describe('ssot check --waiver', () => {
  it('names who accepts what in every format, and is no pass for a script', async () => {
    await withSockets(
      (socket, request) => {
        const reading = readToken(tokenOf(request.headers) ?? '');
        const user = reading.ok ? reading.user : 'demo-user-001';
        send(socket, strictWelcome(user));
        socket.on('message', (data) => {
          const { type } = JSON.parse((data as Buffer).toString()) as { type: string };
          if (type === 'ping') send(socket, { type: 'pong' });
          else send(socket, { type: 'ack', received_type: type, user_id: user });
        });
      },
      async ({ url }) => {
        for (const format of ['text', 'json', 'junit', 'markdown']) {
          const { code, out } = await ssot([
            ...['check', '--url', url, '--scope', 'connection', '--timeout', '0.5', '--format', format],
            ...['--waiver', 'auth-none=the owner: demo day'],
          ]);
          expect(out, format).toContain('accepted by the owner: demo day');
          expect(out, format).toMatch(/PASSED WITH WAIVER|passed-with-waiver/u);
          expect(code, format).toBe(1);
        }
      },
    );
  });

  it.each(['health=me: because', 'auth-none=: because', 'auth-none=me'])('takes no "%s"', async (text) => {
    const { code } = await ssot(['check', '--url', 'http://127.0.0.1:1', '--waiver', text]);
    expect(code).toBe('commander.invalidArgument');
  });
});

describe('ssot check --repeat', () => {
  it.each([
    ['text', /2 of 2 runs passed \(100 %\)[^]*close codes {2}1000 normal closure \d+[^]*p50 .* ms, p95 /],
    [
      'markdown',
      /### 2 runs: 2 passed, 100 %[^]*\| 1008 policy violation \| 2 \| 2 \|[^]*\| Handshake \| 2 \|/,
    ],
    ['json', /"statistics": \{\s+"runs": 2,\s+"passed": 2,/],
  ])('adds up in %s', async (format, expected) => {
    const args = ['--repeat', '2', '--scope', 'connection', '--format', format];
    expect((await profile('strict-intended', ...args)).out).toMatch(expected);
  });

  it('has a suite for each run in JUnit', async () => {
    const args = ['--repeat', '2', '--scope', 'connection', '--format', 'junit'];
    expect(readXml((await profile('strict-intended', ...args)).out).children).toHaveLength(2);
  });
});

describe('ssot check --timeout', () => {
  it('limits every wait for an answer, that for the next agent event among them', () => {
    const waits = Object.keys(remoteTiming).filter((name) => name.endsWith('TimeoutMs'));
    expect(waits).toContain('eventTimeoutMs');
    expect(everyWait(7)).toEqual(Object.fromEntries(waits.map((name) => [name, 7])));
  });
});

describe('secrets', () => {
  const secret = 'a signing secret "with" quotes & <more>';

  it('have no option that takes one', () => {
    const program = new Command();
    register(program, { readTargets: () => Promise.resolve({ ok: true, targets: {} }) });
    const names = program.commands[0]!.options.map(({ long }) => long ?? '');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => /token|secret|key|jwt|bearer|password|auth/iu.test(name))).toEqual([]);
  });

  it.each([
    `http://user:${'s3cret'.repeat(3)}@127.0.0.1:1`,
    `http://127.0.0.1:1/?token=${'s3cret'.repeat(3)}`,
  ])('are not taken from a URL, and not repeated: %s', async (url) => {
    const { code, out, err } = await ssot(['check', '--url', url]);
    expect(code).toBe(2);
    expect(out + err).not.toContain('s3cret');
  });

  it.each(['text', 'json', 'junit', 'markdown'])(
    'of a server that echoes them everywhere do not stand in %s',
    async (format) => {
      vi.stubEnv('SSOT_JWT_SECRET', secret);
      let token: string | null = null;
      await withSockets(
        (socket, request) => {
          token ??= tokenOf(request.headers);
          send(socket, strictWelcome(`somebody with ${token ?? ''} and ${secret}`));
          socket.on('message', () => socket.close(1008, (token ?? '').slice(-60)));
        },
        async ({ url }) => {
          const scope = ['--scope', 'connection', '--timeout', '0.5'];
          const { code, out } = await ssot(['check', '--url', url, '--format', format, ...scope]);
          expect(code).toBe(1);
          const bytes = Buffer.from(token!);
          const forms = [
            token!,
            token!.split('.')[2]!,
            bytes.toString('base64'),
            bytes.toString('base64url'),
            secret,
          ];
          for (const form of forms) expect(out.includes(form), form.slice(0, 12)).toBe(false);
          expect(out).toMatch(/somebody with .{0,2}redacted /u);
        },
      );
    },
  );
});
