import { describe, expect, it } from 'vitest';
import { isLoopback, looksLikeProduction, originOf, readTarget } from '../../../src/livecheck/target.ts';

describe('reading a target', () => {
  it('takes the origin, and the default paths in order', () => {
    const reading = readTarget({ apiUrl: ' https://api.staging.example:8443/ ' });
    expect(reading).toMatchObject({
      ok: true,
      target: {
        origin: 'https://api.staging.example:8443',
        apiUrl: 'https://api.staging.example:8443',
        paths: [
          { path: '/ws', url: 'wss://api.staging.example:8443/ws' },
          { path: '/api/v1/websocket', url: 'wss://api.staging.example:8443/api/v1/websocket' },
        ],
        encrypted: true,
        loopback: false,
        service: 'netra-ai-platform',
      },
    });
  });

  it('takes a prefix for HTTP and WebSocket alike', () => {
    const reading = readTarget({ apiUrl: 'http://h.test/backend/', webSocketPaths: ['/ws', '/ws'] });
    expect(reading).toMatchObject({
      target: {
        origin: 'http://h.test',
        apiUrl: 'http://h.test/backend',
        paths: [{ url: 'ws://h.test/backend/ws' }],
      },
    });
  });

  it('takes the one path that a WebSocket URL names', () => {
    const reading = readTarget({ apiUrl: 'wss://h.test/api/v1/websocket' });
    expect(reading).toMatchObject({
      target: {
        apiUrl: 'https://h.test',
        paths: [{ path: '/api/v1/websocket', url: 'wss://h.test/api/v1/websocket' }],
      },
    });
  });

  it.each([
    'api.staging.example',
    'ftp://h.test',
    'https://user:word@h.test',
    'https://h.test/?token=abc',
    'https://h.test/#x',
    '',
  ])('refuses %j, and does not quote a password', (apiUrl) => {
    const reading = readTarget({ apiUrl });
    expect(reading).toMatchObject({ ok: false, refusal: { code: 'invalid-target' } });
    expect(JSON.stringify(reading)).not.toContain('word@');
  });

  it.each([[[]], [['ws']], [['/ws?token=1']], [['/w s']]])('refuses the paths %j', (webSocketPaths) => {
    expect(readTarget({ apiUrl: 'https://h.test', webSocketPaths })).toMatchObject({ ok: false });
  });

  it('gives the same origin for the HTTP and the WebSocket form, and none for what is no target', () => {
    expect(originOf('wss://h.test/ws')).toBe(originOf('https://h.test'));
    expect(originOf('h.test')).toBeNull();
  });
});

describe('whose machine a host is', () => {
  it.each(['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]', '[::ffff:7f00:1]'])(
    '%s is this one',
    (host) => expect(isLoopback(host)).toBe(true),
  );
  it.each(['localhost.example.com', '128.0.0.1', '10.0.0.1', '[::2]', '0.0.0.0', '127.0.0.1.example.com'])(
    '%s is another',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

describe('whether a host looks like production', () => {
  it.each([
    'api.company.com',
    'company.com',
    'api.prod.company.com',
    'staging-api.production.company.com',
    '8.8.8.8',
    'contest.company.com',
  ])('%s does', (host) => expect(looksLikeProduction(host)).toBe(true));
  it.each([
    'api.staging.netrasystems.ai',
    'netra-backend-staging-701982941522.us-central1.run.app',
    'dev2.company.com',
    'qa.company.com',
    'localhost',
    '192.168.1.5',
    '172.16.0.1',
    'backend.test',
    '[fd00::1]',
  ])('%s does not', (host) => expect(looksLikeProduction(host)).toBe(false));
});
