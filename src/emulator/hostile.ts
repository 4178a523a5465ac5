import type { Duplex } from 'node:stream';
import { constants, deflateRawSync } from 'node:zlib';
import type { Hostile } from './behaviour.ts';
import { envelope, type Message, type MessageMaker } from './messages.ts';
import type { Timers } from './timers.ts';

/** A connection whose bytes can be written past the library that frames them. */
export interface Victim {
  readonly stream: Duplex;
  readonly send: (message: Message) => void;
  readonly maker: MessageMaker;
  readonly timers: Timers;
  /** What the client authenticated with; null where it came without. */
  readonly token: string | null;
}

const gibibyte = 1_073_741_824;
const floodFrames = 1_000_000;
const framesAtOnce = 5_000;
const dripMs = 500;

/** Does what no backend should, once the welcome is out. */
export function attack(how: Hostile, { stream, send, maker, timers, token }: Victim): void {
  switch (how) {
    case 'flood':
      flood(stream);
      return;
    case 'giant-frame':
      stream.write(header(0x81, gibibyte));
      return;
    case 'compression-bomb':
      bomb(stream);
      return;
    case 'drip': {
      stream.write(header(0x81, 100));
      const drip = (): void => {
        if (stream.destroyed) return;
        stream.write(' ');
        timers.after(dripMs, drip);
      };
      drip();
      return;
    }
    case 'not-utf8':
      stream.write(Buffer.concat([header(0x81, 2), Buffer.from([0xc3, 0x28])]));
      return;
    case 'token-echo':
      send(
        envelope(maker, 'system_message', {
          status: 'debug',
          content: `authenticated with ${token ?? 'nothing'}`,
          access_token: token,
        }),
      );
      return;
    case 'script':
      send(
        envelope(maker, 'system_message', {
          content:
            '<script>document.title = "it ran"</script><img src="nowhere" onerror="document.title = \'it ran\'">',
        }),
      );
  }
}

/** The head of a frame from a server: its first byte, and its length in the shortest of the three forms. */
function header(first: number, length: number): Buffer {
  if (length < 126) return Buffer.from([first, length]);
  const head = Buffer.alloc(10);
  head.writeUInt8(first, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** A million frames of two bytes, as fast as the other side takes them. */
function flood(stream: Duplex): void {
  const frame = Buffer.concat([header(0x81, 2), Buffer.from('{}')]);
  const some = Buffer.concat(Array.from({ length: framesAtOnce }, () => frame));
  let left = floodFrames / framesAtOnce;
  const more = (): void => {
    while (left > 0 && !stream.destroyed) {
      left -= 1;
      if (!stream.write(some)) {
        stream.once('drain', more);
        return;
      }
    }
  };
  more();
}

/**
 * A compressed frame of about a megabyte that unfolds into a gibibyte. A block that ends in a flush refers to nothing before it,
 * so that the same block can be repeated.
 */
function bomb(stream: Duplex): void {
  const mebibyte = 1_048_576;
  const block = deflateRawSync(Buffer.alloc(mebibyte), { finishFlush: constants.Z_SYNC_FLUSH });
  const payload = Buffer.concat(Array.from({ length: gibibyte / mebibyte }, () => block));
  // The flush's last four bytes are what the extension leaves away.
  const body = payload.subarray(0, -4);
  stream.write(Buffer.concat([header(0xc1, body.length), body]));
}
