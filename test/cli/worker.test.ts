import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startAnalysisProcess } from '../../src/extension/analysisProcess.ts';
import type { FromWorker, ToWorker } from '../../src/project/protocol.ts';
import { chat, makeFolder } from './runCli.ts';

/** The built worker as the editor starts it, with everything that it has said. */
function startWorker(): {
  said: FromWorker[];
  post(message: ToWorker): void;
  answer(id: number): Promise<FromWorker>;
} {
  const worker = startAnalysisProcess(join(import.meta.dirname, '../../dist/worker.js'));
  onTestFinished(() => {
    worker.terminate();
  });
  const said: FromWorker[] = [];
  const waiting = new Map<number, (message: FromWorker) => void>();
  worker.onMessage((message) => {
    said.push(message);
    if ('id' in message) waiting.get(message.id)?.(message);
  });
  return {
    said,
    post: (message) => {
      worker.send(message);
    },
    answer: (id) => new Promise((resolve) => waiting.set(id, resolve)),
  };
}

it('scans, takes a document and fixes it, in its own process', async () => {
  const folder = makeFolder(chat);
  const worker = startWorker();
  const scanned = worker.answer(1);
  worker.post({ id: 1, ask: 'scan', params: { folders: [folder], exclude: [] } });
  expect(await scanned).toMatchObject({ result: { violations: 2, withoutConfiguration: [] } });
  const told = worker.said.flatMap((each) =>
    'event' in each && each.event === 'violations' ? [each.params.path] : [],
  );
  expect(told.sort()).toEqual([join(folder, 'chat/repair.py'), join(folder, 'chat/safe.py')]);

  const path = join(folder, 'chat/clean.py');
  const text = chat['chat/safe.py']!;
  const fixed = worker.answer(2);
  worker.post({ tell: 'document', params: { path, text } });
  worker.post({ id: 2, ask: 'fixAll', params: { path, limit: 'safe' } });
  expect(await fixed).toMatchObject({ result: { fixed: 1, textLength: text.length, left: [] } });
});

it('answers a cancelled request with `cancelled`, and the next one as ever', async () => {
  const worker = startWorker();
  const folder = makeFolder(chat);
  const cancelled = worker.answer(1);
  const next = worker.answer(2);
  worker.post({ id: 1, ask: 'scan', params: { folders: [folder], exclude: [] } });
  worker.post({ tell: 'cancel', params: { id: 1 } });
  worker.post({ id: 2, ask: 'scan', params: { folders: [folder], exclude: [] } });
  expect(await cancelled).toMatchObject({ error: { cancelled: true } });
  expect(await next).toMatchObject({ result: { violations: 2 } });
});

it('collects what is young while nobody asks it for anything', async () => {
  const folder = makeFolder(chat);
  const child = fork(join(import.meta.dirname, '../../dist/worker.js'), [], {
    execArgv: ['--trace-gc'],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill());
  // V8 gives its reason with each line; it calls what was not its own idea a test.
  const isCollected = new Promise<void>((resolve) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      if (/Scavenge .*testing/.test(text)) resolve();
    });
  });
  child.send({ id: 1, ask: 'scan', params: { folders: [folder], exclude: [] } } satisfies ToWorker);
  // As much as typing in a large file for a minute makes.
  const path = join(folder, 'chat/clean.py');
  for (let typed = 0; typed < 400; typed++)
    child.send({
      tell: 'document',
      params: { path, text: `${'# text\n'.repeat(5000)}x = ${typed}\n` },
    } satisfies ToWorker);
  child.send({ id: 2, ask: 'violations', params: { path } } satisfies ToWorker);
  await isCollected;
});
