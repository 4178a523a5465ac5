import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answerHealth, withHttp, withTcp, type Peer } from './peers.ts';
import { eventually, impatient, only, run } from './support.ts';

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A healthy backend that accepts every upgrade by hand, with `extra` header lines, and then has the bare stream. */
function withBareSockets<T>(
  serve: (stream: Duplex) => void,
  use: (peer: Peer) => Promise<T>,
  extra: readonly string[] = [],
): Promise<T> {
  return withTcp((socket) => {
    socket.once('data', (head) => {
      const request = head.toString('latin1');
      const key = /^sec-websocket-key: (.+)$/imu.exec(request)?.[1]?.trim();
      if (key === undefined) {
        const body = JSON.stringify({ status: 'healthy', service: 'netra-ai-platform' });
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
        return;
      }
      const accept = createHash('sha1')
        .update(key + guid)
        .digest('base64');
      socket.write(
        [
          'HTTP/1.1 101 Switching Protocols',
          'Upgrade: websocket',
          'Connection: Upgrade',
          `Sec-WebSocket-Accept: ${accept}`,
          'Sec-WebSocket-Protocol: jwt-auth',
          ...extra,
          '\r\n',
        ].join('\r\n'),
      );
      serve(socket);
    });
  }, use);
}

const untilWelcome = only('health', 'ws-path', 'handshake', 'welcome');
const frame = (first: number, payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from([first, payload.length]), payload]);

/** Bytes of the heap and of buffers that a run adds at its end. */
async function growth(act: () => Promise<unknown>): Promise<number> {
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = held();
  await act();
  return held() - before;
}
const MiB = 1_048_576;

describe('a hostile server', () => {
  it('announces a frame of 1 GB: it is refused by its length, and the socket is gone', async () => {
    const header = Buffer.from([0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0]);
    await withBareSockets(
      (stream) => {
        stream.write(header);
        // As much as it can, until the other side hangs up.
        const more = (): void => {
          while (!stream.destroyed && stream.write(Buffer.alloc(65_536)));
        };
        stream.on('drain', more);
        more();
      },
      async (peer) => {
        const grown = await growth(async () => {
          const { results } = await run(peer.url, {}, { probes: untilWelcome });
          expect(results.get('welcome')).toMatchObject({ verdict: 'fail' });
          expect(results.get('welcome')?.summary).toContain('a frame of more than 1048576 bytes');
        });
        expect(grown).toBeLessThan(64 * MiB);
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('compresses though nobody offered it: the upgrade fails, so that nothing is ever unfolded', async () => {
    await withBareSockets(
      () => undefined,
      async (peer) => {
        const { results } = await run(peer.url, {}, { probes: untilWelcome });
        expect(results.get('ws-path')).toMatchObject({ verdict: 'fail' });
        expect(JSON.stringify(results.get('ws-path'))).toContain('extension');
        await eventually(() => peer.open() === 0);
      },
      ['Sec-WebSocket-Extensions: permessage-deflate'],
    );
  });

  it('sets the bit of compression on a frame without having agreed on it: the socket is ended', async () => {
    await withBareSockets(
      (stream) => stream.write(frame(0xc1, Buffer.from('{}'))),
      async (peer) => {
        const { results } = await run(peer.url, {}, { probes: untilWelcome });
        expect(results.get('welcome')?.summary).toContain('RSV1');
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('packs a bomb into the body of its answer: it is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MiB));
    await withHttp(
      (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb),
      async ({ url }) => {
        const { results, evidence } = await run(url, {}, { probes: only('health') });
        expect(results.get('health')).toMatchObject({ verdict: 'fail', cause: { failure: 'F05' } });
        expect(JSON.stringify(evidence).length).toBeLessThan(20_000);
      },
    );
  });

  it('never ends its answer: no more than the beginning is read', async () => {
    let sent = 0;
    await withHttp(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, ' '))) sent += 65_536;
        };
        response.on('drain', more);
        more();
      },
      async (peer) => {
        const { evidence } = await run(peer.url, {}, { probes: only('health') });
        expect(evidence[0]?.detail).toMatchObject({ kind: 'http', truncated: true });
        await eventually(() => peer.open() === 0);
        expect(sent).toBeLessThan(64 * MiB);
      },
    );
  });

  it('drips its answer to the upgrade: the time limit is for the whole of it', async () => {
    await withTcp(
      (socket) => {
        socket.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 100000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(drip));
      },
      async (peer) => {
        const { results } = await run(peer.url, { timing: impatient }, { probes: only('ws-path') });
        expect(results.get('ws-path')?.summary).toContain('no answer to the upgrade within 400 ms');
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('drips a frame that never ends: the wait for the welcome is for all of it', async () => {
    await withBareSockets(
      (stream) => {
        stream.write(Buffer.from([0x81, 126, 0xff, 0xff]));
        const drip = setInterval(() => stream.write('x'), 20);
        stream.on('close', () => clearInterval(drip));
      },
      async (peer) => {
        const { results } = await run(peer.url, { timing: impatient }, { probes: untilWelcome });
        expect(results.get('welcome')?.summary).toContain('no message came within 600 ms');
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('sends a million tiny frames, and then as many pings: cut off, in bounded memory', async () => {
    for (const tiny of [frame(0x81, Buffer.from('1')), frame(0x89, Buffer.alloc(0))]) {
      const many = Buffer.concat(Array.from({ length: 10_000 }, () => tiny));
      await withBareSockets(
        (stream) => {
          let left = 100;
          const more = (): void => {
            while (!stream.destroyed && left > 0) {
              left -= 1;
              if (!stream.write(many)) return;
            }
          };
          stream.on('drain', more);
          more();
        },
        async (peer) => {
          const grown = await growth(async () => {
            const { results, evidence } = await run(peer.url, {}, { probes: untilWelcome });
            expect(results.get('welcome')?.summary).toContain('more than 5000 frames');
            expect(evidence.length).toBeLessThan(350);
          });
          expect(grown).toBeLessThan(64 * MiB);
          await eventually(() => peer.open() === 0);
        },
      );
    }
  });

  it('cuts one message into countless parts: cut off before they fill the memory', async () => {
    const parts = Buffer.concat(Array.from({ length: 10_000 }, () => frame(0x00, Buffer.from('1'))));
    await withBareSockets(
      (stream) => {
        stream.write(frame(0x01, Buffer.from('1')));
        let left = 60;
        const more = (): void => {
          while (!stream.destroyed && left > 0) {
            left -= 1;
            if (!stream.write(parts)) return;
          }
        };
        stream.on('drain', more);
        more();
      },
      async (peer) => {
        const { results } = await run(peer.url, {}, { probes: untilWelcome });
        expect(results.get('welcome')).toMatchObject({ verdict: 'fail' });
        expect(results.get('welcome')?.summary).toContain('in more parts than any needs');
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('has a script in the body of its error: it is text of the evidence, and in no sentence of the check', async () => {
    const script = '<script>alert(document.domain)</script>';
    await withHttp(
      (request, response) => {
        if (request.url === '/health') answerHealth(request, response);
        else response.writeHead(500, { 'content-type': 'text/html', 'x-echo': script }).end(script);
      },
      async ({ url }) => {
        const seen = await run(url, { scope: 'full' }, { probes: only('health', 'health-deep', 'ws-path') });
        expect(JSON.stringify([...seen.results.values(), seen.verdict])).not.toContain('<script');
        expect(seen.evidence.some(({ detail }) => 'body' in detail && detail.body === script)).toBe(true);
      },
    );
  });

  it('closes, and leaves the connection open: it has closed, with the code that it gave', async () => {
    await withBareSockets(
      (stream) => {
        stream.allowHalfOpen = true;
        const error = JSON.stringify({ type: 'error', error_code: 'NO_TOKEN', error_message: 'no' });
        stream.write(frame(0x81, Buffer.from(error)));
        stream.write(frame(0x88, Buffer.from([0x03, 0xf0])));
      },
      async (peer) => {
        const { results } = await run(
          peer.url,
          {},
          { probes: only('health', 'ws-path', 'auth-none', 'handshake', 'welcome') },
        );
        expect(results.get('auth-none')?.data).toMatchObject({ closeCode: 1008 });
        expect(results.get('auth-none')?.summary).toContain('without a token the socket is closed with 1008');
        expect(results.get('welcome')?.summary).toContain('1008');
      },
    );
  });

  it('has control characters and a script in its messages: sentences hold one line, without them', async () => {
    const nasty = '\u001b[2J\u0007<script>alert(1)</script>\n\nsecond line';
    await withBareSockets(
      (stream) => {
        const text = JSON.stringify({ type: 'error', error_code: 'E', error_message: nasty });
        stream.write(frame(0x81, Buffer.from(text)));
      },
      async (peer) => {
        const { results } = await run(peer.url, {}, { probes: untilWelcome });
        const summary = results.get('welcome')?.summary ?? '';
        expect(summary).toContain('second line');
        // oxlint-disable-next-line no-control-regex
        expect(summary).not.toMatch(/[\u0000-\u001f\u007f]/u);
      },
    );
  });
});
