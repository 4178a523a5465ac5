import type { WebSocket } from 'ws';
import type { TimedMessage } from './agentEvents.ts';
import type { Message } from './messages.ts';
import type { Timers } from './timers.ts';

export type Send = (message: Message) => void;

/** Sends while the socket is open, and nothing after that. Compression would take its time, and let later bytes overtake. */
export const sender =
  (socket: WebSocket): Send =>
  (message) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message), { compress: false });
  };

/** The same in a binary frame. */
export const binarySender =
  (socket: WebSocket): Send =>
  (message) => {
    if (socket.readyState === socket.OPEN)
      socket.send(Buffer.from(JSON.stringify(message)), { compress: false });
  };

export const textOf = (data: unknown): string => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

/** Sends each message after its wait, which begins when the one before it is out. */
export function sendInTime(messages: readonly TimedMessage[], send: Send, timers: Timers): void {
  const [next, ...rest] = messages;
  if (next === undefined) return;
  const go = (): void => {
    send(next.message());
    sendInTime(rest, send, timers);
  };
  if (next.afterMs === 0) go();
  else timers.after(next.afterMs, go);
}
