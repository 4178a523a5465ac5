import { randomBytes } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { jsonObject } from './message.ts';
import type { NetworkProblem } from './networkProblem.ts';
import { rounded } from './phases.ts';

/** One frame of an open socket. `tMs` is milliseconds since the socket was opened. */
export interface Frame {
  readonly direction: 'sent' | 'received';
  readonly opcode: 'text' | 'binary' | 'ping' | 'pong';
  /** The bytes as UTF-8. What is not text has characters in it that stand for what could not be read. */
  readonly text: string;
  /** Bytes. */
  readonly size: number;
  readonly tMs: number;
  /** A text message as JSON, where it is an object. A client reads nothing else as a message of the backend. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

export interface CloseSeen {
  readonly code: number;
  readonly reason: string;
  readonly initiator: 'client' | 'server';
  readonly tMs: number;
}

/** Is told what crosses a socket, as it does. */
export interface SessionWatcher {
  readonly onFrame: (frame: Frame) => void;
  readonly onClose: (close: CloseSeen) => void;
}

/** An open socket. Everything that waits ends when the socket closes, and rejects when the run is cancelled. */
export interface SocketSession {
  readonly frames: readonly Frame[];
  /** How many frames came or went that `frames` does not hold, because it is full. */
  readonly unkept: () => number;
  readonly closed: () => CloseSeen | null;
  /** Why this side ended the socket, where it did. */
  readonly problem: () => NetworkProblem | null;
  readonly send: (message: Readonly<Record<string, unknown>>) => void;
  /** Sends a text as it is, valid or not. */
  readonly sendText: (text: string) => void;
  /** The first received frame that matches, those before the call included; null after `timeoutMs` or a close. */
  readonly first: (match: (frame: Frame) => boolean, timeoutMs: number) => Promise<Frame | null>;
  /** A protocol ping's round trip in milliseconds; null where no pong with its payload came. */
  readonly ping: (timeoutMs: number) => Promise<number | null>;
  /** Waits for the other side to close. */
  readonly untilClosed: (timeoutMs: number) => Promise<CloseSeen | null>;
  /** Closes, and gives what came back; 1006 where no close frame did within `timeoutMs`. */
  readonly close: (code: number, timeoutMs: number) => Promise<CloseSeen>;
  readonly terminate: () => void;
}

/** A frame may be as large as the backend's own configuration promises at most; the largest one that was seen has 2 KB. */
export const maxFrameBytes = 1_048_576;
/** This many frames on one socket are a flood, and end it: no probe asks for more than a few. */
const maxFrames = 5_000;
/** Frames beyond this many are counted and not kept. */
const keptFrames = 500;
/** And beyond this many bytes, so that a run's memory is bounded whatever a server sends. */
const keptBytes = 8 * 1_048_576;

/** How long a server that has closed may take to end the connection, too. */
const lingerMs = 100;

export function createSession(
  socket: WebSocket,
  watcher: SessionWatcher,
  signal: AbortSignal,
): SocketSession {
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  let opened: number | null = null;
  let count = 0;
  let bytes = 0;
  let closed: CloseSeen | null = null;
  let problem: NetworkProblem | null = null;
  let closing = false;

  const sinceOpen = (): number => rounded(opened === null ? 0 : performance.now() - opened);
  const wake = (): void => [...waiting].forEach((each) => each());
  const keep = (direction: Frame['direction'], opcode: Frame['opcode'], data: Buffer): void => {
    count += 1;
    bytes += data.length;
    if (frames.length < keptFrames && bytes <= keptBytes) {
      const text = data.toString('utf8');
      const json = opcode === 'text' ? jsonObject(text) : null;
      const frame = { direction, opcode, text, size: data.length, tMs: sinceOpen(), json };
      frames.push(frame);
      watcher.onFrame(frame);
    }
    if (count > maxFrames && problem === null) {
      problem = {
        category: 'flood',
        code: null,
        message: `more than ${maxFrames} frames came on one socket`,
      };
      socket.terminate();
    }
    wake();
  };

  // This side ends the connection when both have said that they close. A server that leaves it open has closed all the same.
  socket.on('upgrade', ({ socket: connection }) =>
    connection.once('finish', () => setTimeout(() => socket.terminate(), lingerMs).unref()),
  );
  socket.on('open', () => (opened = performance.now()));
  socket.on('message', (data, binary) => keep('received', binary ? 'binary' : 'text', bytesOf(data)));
  socket.on('ping', (data) => keep('received', 'ping', data));
  socket.on('pong', (data) => keep('received', 'pong', data));
  socket.on('error', (error) => {
    problem ??= frameProblem(error);
    // A peer that breaks the protocol may not answer a close either.
    socket.terminate();
  });
  socket.on('close', (code, reason) => {
    signal.removeEventListener('abort', abort);
    closed = {
      code,
      reason: reason.toString('utf8'),
      initiator: closing || problem !== null || signal.aborted ? 'client' : 'server',
      tMs: sinceOpen(),
    };
    // The library closes a socket that never opened as well; there is nothing to see in that.
    if (opened !== null) watcher.onClose(closed);
    wake();
  });
  const abort = (): void => socket.terminate();
  signal.addEventListener('abort', abort, { once: true });

  /** Waits until `done` gives something, the socket is closed, or the time is over. */
  const until = <T>(done: () => T | null, timeoutMs: number): Promise<T | null> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = done();
        if (signal.aborted) settle(() => reject(signal.reason as Error));
        else if (found !== null || closed !== null) settle(() => resolve(found));
      };
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        waiting.delete(look);
        signal.removeEventListener('abort', look);
        end();
      };
      const timer = setTimeout(() => settle(() => resolve(null)), timeoutMs);
      waiting.add(look);
      signal.addEventListener('abort', look, { once: true });
      look();
    });

  const sendText = (text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(text);
    keep('sent', 'text', Buffer.from(text));
  };

  return {
    frames,
    unkept: () => count - frames.length,
    closed: () => closed,
    problem: () => problem,
    send: (message) => sendText(JSON.stringify(message)),
    sendText,
    first(match, timeoutMs) {
      let seen = 0;
      return until(() => {
        while (seen < frames.length) {
          const frame = frames[seen++]!;
          if (frame.direction === 'received' && match(frame)) return frame;
        }
        return null;
      }, timeoutMs);
    },
    async ping(timeoutMs) {
      if (socket.readyState !== socket.OPEN) return null;
      const payload = randomBytes(8);
      const start = performance.now();
      let roundTrip: number | null = null;
      const heard = (data: Buffer): void => {
        if (data.equals(payload)) roundTrip ??= performance.now() - start;
      };
      // Before the listener that wakes the waiting.
      socket.prependListener('pong', heard);
      socket.ping(payload);
      keep('sent', 'ping', payload);
      try {
        return await until(() => roundTrip, timeoutMs);
      } finally {
        socket.off('pong', heard);
      }
    },
    untilClosed: (timeoutMs) => until(() => closed, timeoutMs),
    async close(code, timeoutMs) {
      if (closed !== null) return closed;
      closing = true;
      socket.close(code, 'check finished');
      const seen = await until(() => closed, timeoutMs);
      if (seen !== null) return seen;
      socket.terminate();
      return (
        (await until(() => closed, 1_000)) ?? {
          code: 1006,
          reason: '',
          initiator: 'client',
          tMs: sinceOpen(),
        }
      );
    },
    terminate: () => {
      // A server that has begun to close was first.
      if (socket.readyState === socket.OPEN) closing = true;
      socket.terminate();
    },
  };
}

function frameProblem(error: Error): NetworkProblem {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' || code === 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH')
    return { category: 'too-large', code, message: `a frame of more than ${maxFrameBytes} bytes came` };
  if (code === 'WS_ERR_TOO_MANY_BUFFERED_PARTS')
    return { category: 'flood', code, message: 'one message came in more parts than any needs' };
  return { category: 'other', code, message: error.message };
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
