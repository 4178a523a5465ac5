import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Cancelled, createWorkerServer } from './workerServer.ts';

/** The worker's thread: carries messages between the port and the server. */
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

const send = (message: FromWorker): void => {
  port.postMessage(message);
};
const cancelled = new Set<number>();
const server = createWorkerServer((event, params) => {
  send({ event, params } as FromWorker);
});

port.on('message', (message: ToWorker) => {
  if ('ask' in message) void answer(message);
  else if (message.tell === 'cancel') cancelled.add(message.params.id);
  else server.tell(message.tell, message.params);
});

async function answer(message: Extract<ToWorker, { ask: unknown }>): Promise<void> {
  const { id } = message;
  try {
    // A request that waited behind others may have been cancelled meanwhile.
    if (cancelled.has(id)) throw new Cancelled('cancelled');
    send({ id, result: await server.ask(message.ask, message.params, () => cancelled.has(id)) });
  } catch (error) {
    send({
      id,
      error: {
        message: error instanceof Error ? error.message : String(error),
        cancelled: error instanceof Cancelled,
      },
    });
  } finally {
    cancelled.delete(id);
  }
}
