import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  AnalysisError,
  createAnalysisClient,
  type AnalysisEvents,
  type AnalysisWorker,
  type Cancellation,
} from '../../../src/extension/analysisClient.ts';
import { startAnalysisProcess } from '../../../src/extension/analysisProcess.ts';
import type { FromWorker, ToWorker } from '../../../src/project/protocol.ts';

/** A worker that answers when the test says so. */
class FakeWorker extends EventEmitter implements AnalysisWorker {
  readonly received: ToWorker[] = [];
  terminated = 0;

  send(message: ToWorker): void {
    this.received.push(message);
  }

  onMessage(listener: (message: FromWorker) => void): void {
    this.on('message', listener);
  }

  onEnd(listener: (reason: string) => void): void {
    this.on('end', listener);
  }

  terminate(): void {
    this.terminated++;
  }

  say(message: FromWorker): void {
    this.emit('message', message);
  }
}

function scene() {
  const workers: FakeWorker[] = [];
  const seen: unknown[] = [];
  const record =
    (name: string) =>
    (params: unknown): void =>
      void seen.push([name, params]);
  const events: AnalysisEvents = {
    progress: record('progress'),
    violations: record('violations'),
    configurationProblems: record('configurationProblems'),
    phases: record('phases'),
    stopped: record('stopped'),
  };
  const client = createAnalysisClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  }, events);
  return { client, workers, seen };
}

function cancellation(): Cancellation & { cancel(): void; listeners: number } {
  const listeners = new Set<() => void>();
  let requested = false;
  return {
    get isCancellationRequested() {
      return requested;
    },
    get listeners() {
      return listeners.size;
    },
    onCancellationRequested: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    cancel: () => {
      requested = true;
      for (const listener of listeners) listener();
    },
  };
}

const ask = (client: ReturnType<typeof scene>['client'], path = '/a.py', token?: Cancellation) =>
  client.ask('violations', { path }, token);

describe('the analysis client', () => {
  it('starts no worker before the first need', () => {
    const { client, workers } = scene();
    client.tell('filesChanged', { paths: ['/a.py'] });
    expect(workers).toHaveLength(0);
    expect(client.isRunning).toBe(false);
    void ask(client);
    expect(workers).toHaveLength(1);
    expect(client.isRunning).toBe(true);
  });

  it('tells how far a request is until it is answered', async () => {
    const { client, workers } = scene();
    const seen: unknown[] = [];
    const answer = client.ask('violations', { path: '/a.py' }, undefined, (progress) => seen.push(progress));
    const [message] = workers[0]!.received;
    const id = message && 'id' in message ? message.id : 0;
    workers[0]!.say({ id, progress: { done: 1, total: 2 } });
    workers[0]!.say({ id: id + 1, progress: { done: 7, total: 9 } });
    const result = { path: '/a.py', violations: [], legacyNames: [], syntaxErrors: [] };
    workers[0]!.say({ id, result });
    workers[0]!.say({ id, progress: { done: 2, total: 2 } });
    expect(await answer).toBe(result);
    expect(seen).toEqual([{ done: 1, total: 2 }]);
  });

  it('starts one worker for many requests, and tells answers apart by their number', async () => {
    const { client, workers } = scene();
    const [a, b] = [ask(client, '/a.py'), ask(client, '/b.py')];
    const [worker] = workers;
    expect(workers).toHaveLength(1);
    const ids = worker!.received.map((message) => ('id' in message ? message.id : 0));
    worker!.say({
      id: ids[1]!,
      result: { path: '/b.py', violations: [], legacyNames: [], syntaxErrors: [] },
    });
    worker!.say({
      id: ids[0]!,
      result: { path: '/a.py', violations: [], legacyNames: [], syntaxErrors: [] },
    });
    expect((await a).path).toBe('/a.py');
    expect((await b).path).toBe('/b.py');
  });

  it('passes events on', () => {
    const { client, workers, seen } = scene();
    client.start();
    workers[0]!.say({ event: 'progress', params: { done: 1, total: 2 } });
    workers[0]!.say({ event: 'configurationProblems', params: { problems: [] } });
    expect(seen).toEqual([
      ['progress', { done: 1, total: 2 }],
      ['configurationProblems', { problems: [] }],
    ]);
  });

  it('rejects what failed with the message of the worker', async () => {
    const { client, workers } = scene();
    const answer = ask(client);
    workers[0]!.say({ id: 1, error: { message: 'no such file', cancelled: false } });
    await expect(answer).rejects.toMatchObject({ kind: 'failed', message: 'no such file' });
  });

  it('sends a cancel and does not wait for the worker to agree', async () => {
    const { client, workers } = scene();
    const token = cancellation();
    const answer = ask(client, '/a.py', token);
    token.cancel();
    await expect(answer).rejects.toMatchObject({ kind: 'cancelled' });
    expect(workers[0]!.received.at(-1)).toEqual({ tell: 'cancel', params: { id: 1 } });
    expect(token.listeners).toBe(0);
    // The late answer finds nobody.
    workers[0]!.say({ id: 1, result: null });
  });

  it('sends nothing for a token that is cancelled already', async () => {
    const { client, workers } = scene();
    const token = cancellation();
    token.cancel();
    await expect(ask(client, '/a.py', token)).rejects.toBeInstanceOf(AnalysisError);
    expect(workers).toHaveLength(0);
  });

  it('rejects open requests when the worker dies, tells it once, and starts another with the next need', async () => {
    const { client, workers, seen } = scene();
    const answer = ask(client);
    workers[0]!.emit('end', 'out of memory');
    workers[0]!.emit('end', 'it exited with code 1');
    await expect(answer).rejects.toMatchObject({ kind: 'stopped' });
    expect(seen).toHaveLength(1);
    expect(client.isRunning).toBe(false);
    void ask(client);
    expect(workers).toHaveLength(2);
    // What the dead one still says is not believed.
    workers[0]!.say({ event: 'progress', params: { done: 1, total: 1 } });
    expect(seen).toHaveLength(1);
  });

  it('tells nobody that it stopped when it was stopped on purpose', async () => {
    const { client, workers, seen } = scene();
    const answer = ask(client);
    client.stop();
    workers[0]!.emit('end', 'it was ended by SIGTERM');
    await expect(answer).rejects.toMatchObject({ kind: 'stopped' });
    expect(workers[0]!.terminated).toBe(1);
    expect(seen).toEqual([]);
  });

  it('survives a real process that throws', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssot-process-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const script = join(folder, 'worker.cjs');
    writeFileSync(
      script,
      `process.on('message', ({ id, params }) => {
         if (params.path === '/crash.py') throw new Error('a defect');
         if (params.path === '/killed.py') process.kill(process.pid, 'SIGKILL');
         else process.send({ id, result: { path: params.path, given: process.execArgv } });
       });
       process.on('disconnect', () => process.exit());`,
    );
    const reasons: string[] = [];
    const none = (): void => undefined;
    const client = createAnalysisClient(() => startAnalysisProcess(script), {
      progress: none,
      violations: none,
      configurationProblems: none,
      phases: () => undefined,
      stopped: (reason) => reasons.push(reason),
    });
    await expect(client.ask('violations', { path: '/crash.py' })).rejects.toMatchObject({ kind: 'stopped' });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toContain('a defect');
    await expect(client.ask('violations', { path: '/killed.py' })).rejects.toMatchObject({ kind: 'stopped' });
    expect(reasons[1]).toBe('it was ended by SIGKILL');
    expect(await client.ask('violations', { path: '/fine.py' })).toMatchObject({ path: '/fine.py' });
    client.stop();
  });
});
