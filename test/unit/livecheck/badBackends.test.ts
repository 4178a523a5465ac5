import { describe, expect, it } from 'vitest';
import { answerHealth, send, strictServer, strictWelcome, withHttp, withSockets, withTcp } from './peers.ts';
import { eventually, impatient, run, verdictsOf } from './support.ts';

const skippedAfterPath = {
  handshake: 'skipped',
  welcome: 'skipped',
  identity: 'skipped',
  liveness: 'skipped',
};

describe.concurrent('a backend that cannot be talked to', () => {
  it('refuses the port: health fails, and nothing else is tried', async () => {
    const port = await withTcp(
      () => undefined,
      (peer) => Promise.resolve(peer.port),
    );
    const seen = await run(`http://127.0.0.1:${port}`);
    expect(seen.results.get('health')?.summary).toContain('nothing listens');
    expect(seen.results.get('ws-path')).toMatchObject({
      verdict: 'skipped',
      summary: 'the host cannot be reached',
    });
    expect(seen.evidence).toHaveLength(1);
    expect(seen.verdict.status).toBe('failed');
  });

  it('has a name that does not resolve', async () => {
    const seen = await run(
      'http://no-such-host.invalid',
      {},
      {
        credentials: {
          kind: 'secret',
          secret: 'a-secret-for-this-test',
          origin: 'http://no-such-host.invalid',
        },
      },
    );
    expect(seen.results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
    expect(seen.results.get('health')?.summary).toContain('does not resolve');
  });

  it('accepts TCP and never answers: one path is tried, and the sockets are gone afterwards', async () => {
    await withTcp(
      () => undefined,
      async (peer) => {
        const seen = await run(peer.url, { timing: impatient });
        expect(verdictsOf(seen)).toMatchObject({ health: 'fail', 'ws-path': 'fail', ...skippedAfterPath });
        expect(seen.results.get('health')?.cause?.failure).toBe('F09');
        expect(seen.results.get('ws-path')?.data).toMatchObject({
          attempts: [{ outcome: 'error' }, { outcome: 'not-tried' }],
        });
        expect(peer.total()).toBe(2);
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('drips its answer: the time limit is for the whole of it', async () => {
    await withHttp(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
      async ({ url }) => {
        const seen = await run(url, { timing: impatient });
        expect(seen.results.get('health')?.summary).toContain('no complete answer within 400 ms');
      },
    );
  });

  it('closes every connection at once', async () => {
    await withTcp(
      (socket) => socket.destroy(),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('health')?.summary).toContain('closed the connection without an answer');
        expect(seen.verdict.status).toBe('failed');
      },
    );
  });

  it('does not speak HTTP', async () => {
    await withTcp(
      (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('health')?.summary).toContain('not with HTTP');
      },
    );
  });
});

describe.concurrent('a backend that is not the one', () => {
  it('is a web page', async () => {
    await withHttp(
      (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>app</title>'),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
        expect(seen.results.get('ws-path')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
      },
    );
  });

  it('is another service', async () => {
    await withHttp(
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"status":"healthy","service":"other"}'),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('health')?.summary).toContain('"other", not of "netra-ai-platform"');
      },
    );
  });

  it('takes no WebSocket: both paths are shown with their status', async () => {
    await withHttp(
      (request, response) => {
        if (request.url === '/health') answerHealth(request, response);
        else response.writeHead(404).end();
      },
      async ({ url }) => {
        const seen = await run(url);
        expect(verdictsOf(seen)).toMatchObject({ health: 'pass', 'ws-path': 'fail', ...skippedAfterPath });
        expect(seen.results.get('ws-path')).toMatchObject({
          cause: { failure: 'F01' },
          data: { attempts: [{ status: 404 }, { status: 404 }] },
        });
      },
    );
  });

  it('redirects: nothing follows, so that no token reaches the other host', async () => {
    await withHttp(answerHealth, async (other) => {
      await withHttp(
        (_, response) => response.writeHead(307, { location: `${other.url}/health` }).end(),
        async ({ url }) => {
          const seen = await run(url);
          expect(seen.results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
          expect(seen.results.get('ws-path')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
          expect(other.total()).toBe(0);
        },
      );
    });
  });

  it('says that it is starting', async () => {
    await withHttp(
      (_, response) =>
        response
          .writeHead(503, { 'content-type': 'application/json' })
          .end('{"status":"unhealthy","startup_in_progress":true}'),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F17' } });
      },
    );
  });
});

describe.concurrent('a WebSocket that goes wrong', () => {
  it('accepts and closes at once', async () => {
    await withSockets(
      (socket) => socket.close(1011, 'Service initialization failed'),
      async ({ url }) => {
        const seen = await run(url);
        expect(verdictsOf(seen)).toMatchObject({
          handshake: 'pass',
          welcome: 'fail',
          identity: 'skipped',
          close: 'skipped',
        });
        expect(seen.results.get('welcome')).toMatchObject({ cause: { failure: 'F18' } });
      },
    );
  });

  it('breaks off without a close frame: 1006, not 1011', async () => {
    await withSockets(
      (socket) => socket.terminate(),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('welcome')?.summary).toContain('1006');
      },
    );
  });

  it('says nothing after the handshake', async () => {
    await withSockets(
      () => undefined,
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('welcome')).toMatchObject({ verdict: 'fail', cause: { failure: 'F44' } });
        // Nobody knows whether it was let in: nothing was served on it.
        expect(seen.results.get('auth-none')).toMatchObject({
          verdict: 'inconclusive',
          summary: 'without a token the socket opens, and is neither served nor refused',
          data: { outcome: 'other' },
        });
      },
    );
  });

  it('sends a frame that is too large', async () => {
    await withSockets(
      (socket) => socket.send('x'.repeat(1_048_577)),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('welcome')?.summary).toContain('a frame of more than 1048576 bytes');
      },
    );
  });

  it('sends binary frames only', async () => {
    await withSockets(
      (socket) => socket.send(Buffer.alloc(10)),
      async ({ url }) => {
        const seen = await run(url);
        expect(seen.results.get('welcome')?.summary).toContain('1 other frames came: binary');
      },
    );
  });

  it('sends thousands of frames: the flood is cut off, and the evidence stays small', async () => {
    await withSockets(
      (socket) => {
        for (let i = 0; i < 12_000; i++) socket.send('{"type":"noise"}');
      },
      async ({ url }) => {
        const seen = await run(url, { timing: { welcomeTimeoutMs: 3_000 } });
        expect(seen.results.get('welcome')?.summary).toContain('more than 5000 frames');
        expect(seen.evidence.length).toBeLessThan(350);
      },
    );
  });

  it('selects no subprotocol: a warning with its own cause, and the run goes on', async () => {
    await withSockets(
      strictServer('staging-e2e-user-001', (socket, { type }) => {
        if (type === 'ping') send(socket, { type: 'pong' });
        if (type === 'connected')
          send(socket, {
            type: 'system_message',
            data: { status: 'connected', user_id: 'staging-e2e-user-001' },
          });
      }),
      async ({ url }) => {
        const seen = await run(url, { user: 'staging-e2e-user-001' });
        expect(seen.results.get('handshake')).toMatchObject({ verdict: 'warn', cause: { failure: 'F23' } });
        expect(verdictsOf(seen)).toMatchObject({
          'ws-path': 'pass',
          welcome: 'pass',
          identity: 'pass',
          liveness: 'pass',
        });
      },
      { select: () => false },
    );
  });

  it('answers the close with nothing', async () => {
    await withSockets(
      strictServer('staging-e2e-user-001', (socket, { type }) => {
        // The library answers a close by itself; a socket that reads no more cannot.
        if (type === 'ping') send(socket, { type: 'pong' });
        if (type === 'ping') socket.pause();
      }),
      async ({ url }) => {
        const seen = await run(url, { user: 'staging-e2e-user-001' });
        expect(seen.results.get('liveness')?.verdict).toBe('pass');
        expect(seen.results.get('close')).toMatchObject({
          verdict: 'fail',
          data: { code: 1006, initiator: 'client' },
        });
      },
    );
  });

  it('shows another user: FAIL, and not as a known stand-in', async () => {
    await withSockets(strictServer('staging-e2e-user-003'), async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-001' });
      expect(seen.results.get('identity')).toMatchObject({
        verdict: 'fail',
        data: { match: 'other', observed: 'staging-e2e-user-003' },
      });
      expect(seen.results.get('auth-none')).toMatchObject({ verdict: 'inconclusive' });
      expect(seen.verdict.status).toBe('failed');
    });
  });

  it('answers for the right user, and lets a message of another one through: FAIL', async () => {
    const user = 'staging-e2e-user-001';
    await withSockets(
      strictServer(user, (socket, { type }) => {
        if (type !== 'connected') return;
        send(socket, { type: 'agent_progress', data: { user_id: 'staging-e2e-user-003' } });
        send(socket, { type: 'system_message', data: { status: 'connected', user_id: user } });
      }),
      async ({ url }) => {
        const seen = await run(url, { user });
        expect(seen.results.get('identity')).toMatchObject({
          verdict: 'fail',
          data: { match: 'other', observed: 'staging-e2e-user-003' },
        });
      },
    );
  });

  it.each([
    ['demo-user-001', 'F29'],
    ['relaxed_1234', 'F30'],
    ['emergency_1757900000', null],
  ])('shows the stand-in %s, with its cause', async (user, failure) => {
    await withSockets(strictServer(user), async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-001' });
      expect(seen.results.get('identity')).toMatchObject({
        verdict: 'fail',
        cause: { failure },
        data: { match: 'substitute', observed: user },
      });
    });
  });

  it('shows only a shortened id: a warning, because others have the same', async () => {
    await withSockets(strictServer('staging-...'), async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-001' });
      expect(seen.results.get('identity')).toMatchObject({ verdict: 'warn', data: { match: 'prefix' } });
      expect(seen.results.get('auth-none')).toMatchObject({ verdict: 'inconclusive' });
    });
  });

  it('sends its own ping and a handshake_validation first: neither is taken for pong or welcome', async () => {
    await withSockets(
      (socket) => {
        send(socket, { type: 'handshake_validation', timestamp: 1 });
        send(socket, { type: 'ping', data: { timestamp: 1 } });
        send(socket, strictWelcome('staging-e2e-user-001'));
      },
      async ({ url }) => {
        const seen = await run(url, { user: 'staging-e2e-user-001' });
        expect(seen.results.get('welcome')).toMatchObject({ verdict: 'warn', data: { variant: 'B' } });
        expect(seen.results.get('liveness')).toMatchObject({
          verdict: 'warn',
          data: { applicationPingMs: null },
        });
      },
    );
  });
});

describe.concurrent('a refusal without a token', () => {
  it('by HTTP 401 counts once the good token works', async () => {
    await withRefusal(401, async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-001' });
      expect(seen.results.get('auth-none')).toMatchObject({
        verdict: 'pass',
        data: { outcome: 'refused-http', status: 401 },
      });
    });
  });

  it('by HTTP 403 counts only because a good token gets through with the same subprotocols', async () => {
    await withRefusal(403, async ({ url }) => {
      const seen = await run(url, { user: 'staging-e2e-user-001' });
      expect(seen.results.get('auth-none')).toMatchObject({ verdict: 'pass', data: { status: 403 } });
      expect(seen.results.get('auth-none')?.findings[0]?.evidence).toHaveLength(2);
    });
  });

  it('by 1011 is a warning: refused, with the wrong code', async () => {
    await withSockets(
      (socket, request) => {
        if (request.headers.authorization === undefined) socket.close(1011, 'main mode error');
        else send(socket, strictWelcome('staging-e2e-user-001'));
      },
      async ({ url }) => {
        const seen = await run(url, { user: 'staging-e2e-user-001' });
        expect(seen.results.get('auth-none')).toMatchObject({ verdict: 'warn', cause: { failure: 'F32' } });
      },
    );
  });
});

/** A backend that refuses an upgrade without an Authorization header before it accepts. */
async function withRefusal<T>(status: number, use: (peer: { url: string }) => Promise<T>): Promise<T> {
  return withSockets((socket) => send(socket, strictWelcome('staging-e2e-user-001')), use, {
    verify: (request) => (request.headers.authorization === undefined ? status : null),
  });
}
