import type { WebSocket } from 'ws';
import { agentRun, type TimedMessage } from './agentEvents.ts';
import { eventNames } from './behaviour.ts';
import { envelope, isoTime, objectOf, type MessageMaker } from './messages.ts';
import { textOf, type Send } from './sending.ts';
import { welcomeDemo, welcomeLegacy } from './welcomes.ts';

/** The legacy mode: nobody is authenticated, and every text is echoed. */
export function serveLegacy(socket: WebSocket, maker: MessageMaker, send: Send): void {
  const connection = `legacy_${maker.random.hex(8)}`;
  send(welcomeLegacy(maker, connection));
  socket.on('message', (data) =>
    send(
      envelope(maker, 'agent_response', {
        connection_id: connection,
        message: textOf(data),
        timestamp: isoTime(maker),
      }),
    ),
  );
}

/** The demonstration: nobody is authenticated; a ping is answered, and a chat gets a simulated run of an agent. */
export function serveDemo(
  socket: WebSocket,
  maker: MessageMaker,
  send: Send,
  run: (events: readonly TimedMessage[]) => void,
): void {
  send(welcomeDemo(maker));
  socket.on('message', (data) => {
    const fields = objectOf(textOf(data));
    if (fields?.['type'] === 'ping') send({ type: 'pong' });
    if (fields?.['type'] === 'chat') run(agentRun(maker, simulated, 'demo-user', fields));
  });
}

const simulated = {
  form: 'demo',
  sequence: eventNames,
  gapMs: 0,
  stall: null,
  belongTo: 'request',
  fields: 'complete',
  error: null,
} as const;
