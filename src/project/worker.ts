import './garbageCollection.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Cancelled } from './slices.ts';
import { createWorkerServer } from './server/workerServer.ts';
import { createYoungCollection } from './youngGarbage.ts';

/** How long nothing has come or gone before garbage is collected, in milliseconds. */
const rest = 50;

/** The process of the analysis: carries messages between the one that forked it and the server. */
if (!process.send) throw new Error('this file runs as a forked process');

const resting = setTimeout(createYoungCollection(), rest).unref();
const send = (message: FromWorker): void => {
  process.send?.(message);
  resting.refresh();
};
/** Requests that are not answered yet, with whether they were cancelled. */
const open = new Map<number, { isCancelled: boolean }>();
const server = createWorkerServer((event, params) => {
  send({ event, params } as FromWorker);
});

// Nobody is there any more to work for.
process.on('disconnect', () => process.exit());

process.on('message', (message: ToWorker) => {
  resting.refresh();
  if ('ask' in message) void answer(message);
  else if (message.tell === 'cancel') {
    const request = open.get(message.params.id);
    if (request) request.isCancelled = true;
  } else server.tell(message.tell, message.params);
});

async function answer({ id, ask, params }: Extract<ToWorker, { ask: unknown }>): Promise<void> {
  const request = { isCancelled: false };
  open.set(id, request);
  const isCancelled = (): boolean => request.isCancelled;
  try {
    // Lets in what has come meanwhile: whoever asks while somebody types cancels most of what was asked.
    await new Promise((resolve) => setImmediate(resolve));
    if (isCancelled()) throw new Cancelled('cancelled');
    const result = await server.ask(ask, params, isCancelled, (progress) => {
      send({ id, progress });
    });
    send({ id, result });
  } catch (error) {
    send({
      id,
      error: {
        message: error instanceof Error ? error.message : String(error),
        cancelled: error instanceof Cancelled,
      },
    });
  } finally {
    open.delete(id);
  }
}
