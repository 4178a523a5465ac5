import type {
  FromWorker,
  RequestProgress,
  ToWorker,
  WorkerEvents,
  WorkerNotices,
  WorkerRequests,
} from '../project/protocol.ts';

/** Whoever does the analysis, elsewhere: as much of it as is used, so that tests can stand in for it. */
export interface AnalysisWorker {
  send(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** It ended, for that reason. */
  onEnd(listener: (reason: string) => void): void;
  terminate(): void;
}

/** As much of a `vscode.CancellationToken` as is used. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): unknown };
}

export type AnalysisEvents = { [Name in keyof WorkerEvents]: (params: WorkerEvents[Name]) => void } & {
  /** The worker ended by itself. Every open request was rejected; the next one starts another worker. */
  stopped: (reason: string) => void;
};

/** Why a request has no answer: it was `cancelled`, the worker `stopped`, or it `failed` at the request. */
export class AnalysisError extends Error {
  readonly kind: 'cancelled' | 'stopped' | 'failed';

  constructor(kind: AnalysisError['kind'], message: string) {
    super(message);
    this.name = 'AnalysisError';
    this.kind = kind;
  }
}

/** By its name: a bundle that is loaded later has the class once more. */
export const isAnalysisError = (error: unknown): error is AnalysisError =>
  error instanceof Error && error.name === 'AnalysisError';

export interface AnalysisClient {
  readonly isRunning: boolean;
  /** Starts the worker unless it runs. */
  start(): void;
  /** Starts the worker if it has to. Rejects with an {@link AnalysisError}. */
  ask<Name extends keyof WorkerRequests>(
    name: Name,
    params: WorkerRequests[Name][0],
    token?: Cancellation,
    progress?: (progress: RequestProgress) => void,
  ): Promise<WorkerRequests[Name][1]>;
  /** Does nothing while no worker runs: whoever starts one tells it everything. */
  tell<Name extends keyof WorkerNotices>(name: Name, params: WorkerNotices[Name]): void;
  /** Ends the worker on purpose: nobody is told that it stopped. */
  stop(): void;
}

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: AnalysisError) => void;
  readonly progress: ((progress: RequestProgress) => void) | undefined;
}

/** Speaks with the analysis worker, which is started with the first need. */
export function createAnalysisClient(
  startWorker: () => AnalysisWorker,
  events: AnalysisEvents,
): AnalysisClient {
  let worker: AnalysisWorker | undefined;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  function start(): AnalysisWorker {
    if (worker) return worker;
    const started = startWorker();
    worker = started;
    started.onMessage((message) => {
      if (worker === started) receive(message);
    });
    started.onEnd((reason) => {
      ended(started, reason);
    });
    return started;
  }

  /** Only the first end counts, and none of one that was stopped on purpose. */
  function ended(which: AnalysisWorker, reason: string): void {
    if (worker !== which) return;
    worker = undefined;
    rejectAll(new AnalysisError('stopped', 'the analysis stopped'));
    events.stopped(reason);
  }

  function rejectAll(error: AnalysisError): void {
    const open = [...pending.values()];
    pending.clear();
    for (const { reject } of open) reject(error);
  }

  function receive(message: FromWorker): void {
    if ('event' in message) {
      deliver(message);
      return;
    }
    const waiting = pending.get(message.id);
    if ('progress' in message) {
      waiting?.progress?.(message.progress);
      return;
    }
    pending.delete(message.id);
    if (!waiting) return;
    if ('result' in message) waiting.resolve(message.result as never);
    else {
      const { cancelled, message: text } = message.error;
      waiting.reject(new AnalysisError(cancelled ? 'cancelled' : 'failed', text));
    }
  }

  function deliver(message: Extract<FromWorker, { event: unknown }>): void {
    switch (message.event) {
      case 'progress':
        events.progress(message.params);
        return;
      case 'violations':
        events.violations(message.params);
        return;
      case 'configurationProblems':
        events.configurationProblems(message.params);
        return;
      case 'phases':
        events.phases(message.params);
    }
  }

  async function ask<Name extends keyof WorkerRequests>(
    name: Name,
    params: WorkerRequests[Name][0],
    token?: Cancellation,
    progress?: (progress: RequestProgress) => void,
  ): Promise<WorkerRequests[Name][1]> {
    if (token?.isCancellationRequested) throw new AnalysisError('cancelled', 'cancelled');
    const to = start();
    const id = ++lastId;
    const answer = new Promise<WorkerRequests[Name][1]>((resolve, reject) =>
      pending.set(id, { resolve, reject, progress }),
    );
    // One member of the union, which the compiler cannot see through the type parameter.
    to.send({ id, ask: name, params } as ToWorker);
    const subscription = token?.onCancellationRequested(() => {
      to.send({ tell: 'cancel', params: { id } });
      // Whoever cancelled does not wait for the worker to agree.
      pending.get(id)?.reject(new AnalysisError('cancelled', 'cancelled'));
      pending.delete(id);
    });
    try {
      return await answer;
    } finally {
      subscription?.dispose();
    }
  }

  return {
    get isRunning() {
      return worker !== undefined;
    },
    start: () => void start(),
    ask,
    tell: (name, params) => worker?.send({ tell: name, params } as ToWorker),
    stop: () => {
      const stopping = worker;
      worker = undefined;
      rejectAll(new AnalysisError('stopped', 'the analysis was stopped'));
      stopping?.terminate();
    },
  };
}
