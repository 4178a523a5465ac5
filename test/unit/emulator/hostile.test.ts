import { X509Certificate } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import { startEmulator, type Emulator } from '../../../src/emulator/emulator.ts';
import { connect, emulated } from './support.ts';
import { b64, bearer, token, user } from './tokens.ts';
import { hostOnlyTrust } from './trust.ts';

/** What ends a socket of the library's, with its own limits, and how many messages came before. */
async function endOf({ url }: Emulator, options: ClientOptions = {}) {
  const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/ws`, {
    headers: bearer(await token()),
    maxPayload: 1_048_576,
    ...options,
  });
  let messages = 0;
  return new Promise<{ readonly messages: number; readonly error: string }>((resolve) => {
    socket.on('message', () => (messages += 1));
    socket.on('error', (error) => {
      resolve({ messages, error: 'code' in error ? String(error.code) : error.message });
      socket.terminate();
    });
  });
}

describe('what no backend should do', () => {
  it.each<[fault: string, error: string, options: ClientOptions]>([
    ['giant-frame', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', {}],
    ['compression-bomb', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', { perMessageDeflate: true }],
    ['compression-bomb', 'WS_ERR_UNEXPECTED_RSV_1', { perMessageDeflate: false }],
    ['not-utf8', 'WS_ERR_INVALID_UTF8', {}],
  ])('%s ends a client of the library with %s', async (fault, error, options) => {
    await emulated(
      'strict-intended',
      async (emulator) => expect(await endOf(emulator, options)).toEqual({ messages: 1, error }),
      { faults: [fault] },
    );
  });

  it('a flood comes until the client has enough, and leaves the backend alive', async () => {
    await emulated(
      'strict-intended',
      async (emulator) => {
        const client = await connect(emulator.url, '/ws', [], bearer(await token()));
        await client.until(20_000);
        expect(client.messages.slice(1, 20_000).every((each) => Object.keys(each).length === 0)).toBe(true);
        client.end();
        await expect.poll(emulator.connections).toBe(0);
        expect((await fetch(`${emulator.url}/health`)).status).toBe(200);
      },
      { faults: ['flood'] },
    );
  });

  it('a frame that drips is never complete, while the connection lives', async () => {
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const bytes = await rawBytes(url, await token(), 30);
        expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0x81, 100]));
        expect(bytes.subarray(2).toString()).toMatch(/^ +$/u);
      },
      { faults: ['frame-drip', 'welcome-none'], pace: 0.01 },
    );
  });

  it.each([
    ['token-echo', (value: string) => value],
    ['script-message', () => '<script>'],
  ])('%s says it in a message', async (fault, said) => {
    const value = await token();
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const client = await connect(url, '/ws', [`jwt.${b64(value)}`]);
        await client.until(2);
        expect(JSON.stringify(client.messages[1])).toContain(said(value));
        expect(client.selected, 'the negotiation echoes the token as well').toContain(b64(value));
      },
      { faults: [fault] },
    );
  });

  it('upgrade-500-page has a script in its body', async () => {
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const client = await connect(url, '/ws', [], bearer(await token()));
        expect(client.status).toBe(500);
        expect(client.body()).toContain('<script>');
      },
      { faults: ['upgrade-500-page'] },
    );
  });

  it('outlives clients that break the protocol, and connections that say nothing', async () => {
    await emulated('strict-intended', async ({ url, port }) => {
      const good = await token();
      await rawBytes(url, good, 2, Buffer.from([0xff, 0xff, 0xff]));
      await new Promise<void>((resolve) => {
        const socket = connectTcp(port, '127.0.0.1', () => socket.destroy());
        socket.on('close', () => resolve());
      });
      const client = await connect(url, '/ws', [], bearer(good));
      await client.until(1);
      expect(client.messages).toHaveLength(1);
    });
  });
});

/** Upgrades by hand, sends bytes, and gives the first `count` bytes that come behind the answer. */
function rawBytes(url: string, value: string, count: number, sent = Buffer.alloc(0)): Promise<Buffer> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connectTcp(Number(port), '127.0.0.1', () => {
      socket.write(
        'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${'A'.repeat(22)}==\r\nAuthorization: Bearer ${value}\r\n\r\n`,
      );
      socket.write(sent);
    });
    let all = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      all = Buffer.concat([all, chunk]);
      const start = all.indexOf('\r\n\r\n');
      if (start < 0 || all.length < start + 4 + count) return;
      socket.destroy();
      resolve(all.subarray(start + 4, start + 4 + count));
    });
  });
}

describe('the edge', () => {
  it('bans after a hundred requests in a minute, upgrades among them, and for ten', async () => {
    let nowMs = 1_000_000;
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const status = async () => (await fetch(`${url}/health`)).status;
        for (let time = 0; time < 60; time += 1) await status();
        nowMs += 61_000;
        for (let time = 0; time < 99; time += 1) expect(await status()).toBe(200);
        expect((await connect(url, '/nothing')).status).toBe(403);
        expect([await status(), (await connect(url, '/ws')).status]).toEqual([429, 429]);
        nowMs += 599_000;
        expect(await status()).toBe(429);
        nowMs += 2_000;
        expect(await status()).toBe(200);
      },
      { faults: ['rate-ban'], nowMs: () => nowMs },
    );
  });

  it.each([
    ['edge-403', 403, 'text/html; charset=UTF-8'],
    ['down-502', 502, 'text/html; charset=UTF-8'],
    ['down-503', 503, 'text/plain; charset=utf-8'],
  ])('%s answers everything with %i', async (fault, status, type) => {
    await emulated(
      'strict-intended',
      async ({ url }) => {
        const response = await fetch(`${url}/health`);
        expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
        expect((await connect(url, '/ws')).status).toBe(status);
      },
      { faults: [fault] },
    );
  });

  it('redirects to another origin, and knows who came there with a token', async () => {
    await emulated(
      'strict-intended',
      async ({ url, followedRedirects, port }) => {
        const answer = await fetch(`${url}/health`, { redirect: 'manual' });
        expect([answer.status, answer.headers.get('location')]).toEqual([
          307,
          `http://localhost:${port}/redirected/health`,
        ]);
        expect((await connect(url, '/ws', [], bearer(await token()))).status).toBe(307);
        expect(followedRedirects()).toEqual([]);
        await fetch(`${url}/redirected/health`);
        await fetch(`${url}/redirected/ws`, { headers: bearer(await token()) });
        expect(followedRedirects()).toEqual([
          { path: '/health', withToken: false },
          { path: '/ws', withToken: true },
        ]);
      },
      { faults: ['redirect'] },
    );
  });
});

describe('certificates', () => {
  it.each<[fault: string, code: string | null, trusted: boolean]>([
    ['certificate-self-signed', null, true],
    ['certificate-other-name', 'ERR_TLS_CERT_ALTNAME_INVALID', true],
    ['certificate-expired', 'CERT_HAS_EXPIRED', true],
    ['certificate-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', false],
  ])('%s gives %s', async (fault, code, trusted) => {
    await emulated(
      'strict-intended',
      async (emulator) => {
        expect(emulator.url).toBe(`https://127.0.0.1:${emulator.port}`);
        const seen = await hostOnlyTrust(trusted ? emulator : { ...emulator, certificate: null });
        expect(seen?.code ?? null).toBe(code);
      },
      { faults: [fault] },
    );
  });

  it('are read by Node as what they are meant to be, each with a key of its own', async () => {
    const certificateOf = (fault: string) =>
      emulated('strict-intended', ({ certificate }) => Promise.resolve(new X509Certificate(certificate!)), {
        faults: [fault],
      });
    const good = await certificateOf('certificate-self-signed');
    expect(good.verify(good.publicKey)).toBe(true);
    expect([good.checkIP('127.0.0.1'), good.checkHost('localhost')]).toEqual(['127.0.0.1', 'localhost']);
    expect(Date.parse(good.validTo)).toBeGreaterThan(Date.now());
    const other = await certificateOf('certificate-other-name');
    expect([other.checkIP('127.0.0.1'), other.checkHost('api.another.example')]).toEqual([
      undefined,
      'api.another.example',
    ]);
    expect(Date.parse((await certificateOf('certificate-expired')).validTo)).toBeLessThan(Date.now());
    expect(good.fingerprint256).not.toBe((await certificateOf('certificate-self-signed')).fingerprint256);
  });

  it('serve sockets to who trusts them', async () => {
    await emulated(
      'strict-intended',
      async ({ url, certificate }) => {
        const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/ws`, {
          ca: certificate!,
          headers: bearer(await token()),
        });
        const first = await new Promise<string>((resolve, reject) => {
          socket.on('message', (data) => resolve((data as Buffer).toString()));
          socket.on('error', reject);
        });
        expect(first).toContain(user);
        socket.terminate();
      },
      { faults: ['certificate-self-signed'] },
    );
  });
});

describe('faults', () => {
  it('are refused by name where one is not known', async () => {
    const start = await startEmulator({
      port: 0,
      profile: 'strict-intended',
      faults: ['redirect', 'nonsense'],
    });
    expect(start).toMatchObject({ ok: false, error: { code: 'unknown-fault' } });
    expect(JSON.stringify(start)).toContain('nonsense');
  });

  it('come together, the later one over the earlier', async () => {
    await emulated(
      'key-commit-demo',
      async ({ url }) => {
        const client = await connect(url, '/ws');
        await client.until(1);
        expect(client.messages[0]).toMatchObject({
          event: 'connection_established',
          user_id: 'demo-user-001',
        });
        expect((await fetch(`${url}/health`)).status).toBe(404);
      },
      { faults: ['health-missing', 'welcome-c', 'welcome-w0'] },
    );
  });
});
