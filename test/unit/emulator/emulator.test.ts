import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { profiles } from '../../../src/emulator/profiles.ts';
import { connect, emulated } from './support.ts';

describe('starting', () => {
  it('says that a port is in use', async () => {
    await emulated('strict-intended', async ({ port }) => {
      const second = await startEmulator({ port, profile: 'strict-intended' });
      expect(second).toMatchObject({ ok: false, error: { code: 'port-in-use' } });
      expect(JSON.stringify(second)).toContain(`port ${port} on 127.0.0.1 is in use`);
    });
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])('refuses to listen on %s', async (host) => {
    expect(await startEmulator({ port: 0, host, profile: 'strict-intended' })).toMatchObject({
      ok: false,
      error: { code: 'not-loopback' },
    });
  });

  it('listens on an address of others when told to', async () => {
    await emulated(
      'strict-intended',
      async ({ port }) => {
        expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
      },
      { host: '0.0.0.0', allowRemote: true },
    );
  });

  it('names the profiles where one is not known', async () => {
    const start = await startEmulator({ port: 0, profile: 'nonsense' });
    expect(start).toMatchObject({ ok: false, error: { code: 'unknown-profile' } });
    for (const { id } of profiles) expect(JSON.stringify(start)).toContain(id);
  });

  it('gives the same ids for the same seed, and others for another', async () => {
    const idsOf = (seed: number) =>
      emulated(
        'key-commit-relaxed',
        async ({ url }) => {
          const client = await connect(url, '/ws');
          client.send('{"type":"connected"}');
          await client.until(2);
          const data = client.messages.map((each) => each['data'] as Record<string, unknown>);
          return [data[0]?.['connection_id'], data[1]?.['user_id']];
        },
        { seed },
      );
    expect(await idsOf(7)).toEqual(await idsOf(7));
    expect(await idsOf(7)).not.toEqual(await idsOf(8));
  });

  it('counts its connections and ends them all', async () => {
    const start = await startEmulator({ port: 0, profile: 'key-commit-relaxed' });
    if (!start.ok) throw new Error(start.error.message);
    const { emulator } = start;
    const clients = await Promise.all([connect(emulator.url, '/ws'), connect(emulator.url, '/ws')]);
    await Promise.all(clients.map((client) => client.until(1)));
    expect(emulator.connections()).toBe(2);
    await emulator.close();
    await Promise.all(clients.map((client) => client.until(99)));
    expect(clients.map(({ closed }) => closed?.code)).toEqual([1006, 1006]);
    await expect(fetch(`${emulator.url}/health`)).rejects.toThrow();
  });
});

describe('profiles', () => {
  it('not-ready-403 refuses before accept with an empty body, and is healthy all the same', async () => {
    await emulated('not-ready-403', async ({ url }) => {
      expect((await connect(url, '/ws')).status).toBe(403);
      expect((await connect(url, '/api/v1/websocket')).status).toBe(403);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    });
  });

  it('close-1000-before-welcome accepts and closes cleanly without a message', async () => {
    await emulated('close-1000-before-welcome', async ({ url }) => {
      const client = await connect(url, '/ws');
      await client.until(1);
      expect(client.messages).toEqual([]);
      expect(client.closed).toEqual({ code: 1000, reason: 'main cleanup' });
    });
  });

  it('have ids, titles and descriptions of their own', () => {
    for (const key of ['id', 'title', 'description'] as const)
      expect(new Set(profiles.map((each) => each[key])).size).toBe(profiles.length);
  });
});

describe('HTTP', () => {
  it.each([
    ['GET', '/health', 200],
    ['HEAD', '/health/', 200],
    ['OPTIONS', '/health', 200],
    ['POST', '/health', 405],
    ['GET', '/health/ready', 200],
    ['GET', '/api/health', 200],
    ['GET', '/nothing', 404],
    ['GET', '/ws/health', 503],
    ['GET', '/api/v1/websocket', 503],
    ['HEAD', '/api/v1/websocket', 405],
    ['POST', '/api/v1/websocket', 201],
    ['HEAD', '/ws', 404],
  ])('%s %s gives %i', async (method, path, status) => {
    await emulated('strict-intended', async ({ url }) => {
      expect((await fetch(url + path, { method })).status).toBe(status);
    });
  });

  it('echoes the version that was asked for, and says what it supports', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const plain = await fetch(`${url}/health`);
      expect(plain.headers.get('api-version')).toBe('current');
      expect(await plain.json()).toMatchObject({
        status: 'healthy',
        service: 'netra-ai-platform',
        version: '1.0.0',
      });
      const asked = await fetch(`${url}/health`, { headers: { 'accept-version': '2024-08-01' } });
      expect(asked.headers.get('api-version')).toBe('2024-08-01');
      expect(await asked.json()).toHaveProperty('version_info.api_version', '2024-08-01');
    });
  });

  it('turns a plain GET on a WebSocket path away as the readiness middleware does', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const response = await fetch(`${url}/ws/health`);
      expect(response.headers.get('x-issue-449-fix')).toBe('enhanced-rejection');
      expect(await response.json()).toMatchObject({
        error: 'service_not_ready',
        details: { issue_reference: '#449' },
      });
      const headers = { 'sec-websocket-key': 'x', 'sec-websocket-version': '13' };
      expect((await fetch(`${url}/ws/health`, { headers })).status).toBe(200);
    });
  });
});
