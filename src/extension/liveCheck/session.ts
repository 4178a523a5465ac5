import { randomUUID } from 'node:crypto';
import type { Credentials } from '../../livecheck/credentials.ts';
import type { CredentialSource, EvidencePage, PanelState, RunView } from '../../livecheck/panelProtocol.ts';
import {
  testUsers,
  type LiveCheckEvent,
  type LiveCheckSettings,
  type ProbeId,
} from '../../livecheck/protocol.ts';
import { createRateLimiter, unlimited, type RateLimiter } from '../../livecheck/rateLimit.ts';
import type { runLiveCheck, RunOptions } from '../../livecheck/runLiveCheck.ts';
import { readTarget } from '../../livecheck/target.ts';
import type { Memory } from './memory.ts';
import { afterCancel, afterCrash, afterEvent, emptyRun, evidencePage, type RunRecord } from './runRecord.ts';
import type { SecretStore } from './secretStore.ts';
import { typedTarget, type FoundTargets, type Target } from './targets.ts';

/** What a session needs of the editor. */
export interface SessionPorts {
  readonly findTargets: () => Promise<FoundTargets>;
  /** Why no run may start; null where one may. Asked anew before each. */
  readonly blocked: () => string | null;
  readonly confirmProduction: (origin: string) => Promise<boolean>;
  readonly secrets: SecretStore;
  readonly memory: Memory;
  readonly preferences: () => Pick<LiveCheckSettings, 'scope' | 'timing'>;
  readonly check: typeof runLiveCheck;
  readonly log: (line: string) => void;
}

/** The one live check of a window: which target, which user, the run that is going on or was the last. */
export interface Session {
  readonly state: () => PanelState;
  readonly record: () => RunRecord | null;
  /** Reads the targets anew. */
  readonly refresh: () => Promise<void>;
  readonly chooseTarget: (id: string) => Promise<void>;
  /** Adds an address to the targets and chooses it. */
  readonly addUrl: (url: string) => Promise<void>;
  readonly chooseUser: (user: string | null) => void;
  readonly enterSecret: () => Promise<void>;
  readonly forgetSecret: () => Promise<void>;
  readonly forgetAllSecrets: () => Promise<readonly string[]>;
  /** Runs the check against the chosen target, or joins the run that goes on; null where no run came about. */
  readonly run: () => Promise<RunView | null>;
  readonly cancel: () => void;
  /** Null where that run is not here any more. */
  readonly evidence: (runId: string, probe: ProbeId, from: number) => EvidencePage | null;
  /** Gives back the unsubscription. */
  readonly onDidChange: (listener: () => void) => () => void;
}

/** Pieces of evidence per page: as many as a reader scrolls through, few enough to draw at once. */
export const pageSize = 100;

export function createSession(ports: SessionPorts): Session {
  const { memory, secrets } = ports;
  const listeners = new Set<() => void>();
  const limiters = new Map<string, RateLimiter>();
  let found: FoundTargets = { targets: [], problems: [] };
  let chosen = memory.target();
  let user = memory.user();
  let credentials: CredentialSource | null = null;
  let record = memory.lastRun();
  let current: { readonly done: Promise<RunView | null>; readonly stop: AbortController } | null = null;
  let preparing = false;

  const changed = (): void => listeners.forEach((listener) => listener());
  const targets = (): readonly Target[] => [...found.targets, ...memory.urls().map(typedTarget)];
  const target = (): Target | null =>
    targets().find(({ choice }) => choice.id === chosen) ?? targets()[0] ?? null;
  const place = (): { readonly origin: string; readonly loopback: boolean } | null => {
    const settings = target()?.settings;
    const reading = settings ? readTarget(settings) : null;
    return reading?.ok === true ? reading.target : null;
  };
  const update = async (): Promise<void> => {
    const at = place();
    credentials = at && (await secrets.source(at.origin, at.loopback));
    changed();
  };

  /** Asks what has to be asked; null where the user dismissed a question. */
  const prepare = async (settings: LiveCheckSettings): Promise<Prepared | null> => {
    const reading = readTarget(settings.target);
    // An address that cannot be read is for the run to refuse, in its own words.
    if (!reading.ok) return { settings, options: {} };
    const { origin, loopback, looksLikeProduction } = reading.target;
    if (looksLikeProduction && !(await ports.confirmProduction(origin))) return null;
    const given = await secrets.obtain(origin, loopback);
    if (given === 'dismissed') return null;
    const limiter = limiters.get(origin) ?? (loopback ? unlimited : createRateLimiter());
    limiters.set(origin, limiter);
    return {
      settings: looksLikeProduction ? { ...settings, allowProduction: true } : settings,
      options: { limiter, ...credentialsOption(given) },
    };
  };

  const follow = async ({ settings, options }: Prepared, signal: AbortSignal): Promise<RunView> => {
    const show = (next: RunRecord): void => {
      record = next;
      changed();
    };
    let run = emptyRun(randomUUID(), new Date().toISOString());
    show(run);
    try {
      for await (const event of ports.check(settings, { ...options, signal })) {
        run = afterEvent(run, event);
        show(run);
        const line = logLine(event);
        if (line !== null) ports.log(line);
      }
      if (run.view.state === 'running') {
        run = signal.aborted ? afterCancel(run) : afterCrash(run, 'The check ended without a verdict.');
        show(run);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      run = afterCrash(run, `The check itself failed: ${message}`);
      ports.log(`live check crashed: ${error instanceof Error ? (error.stack ?? message) : message}`);
      show(run);
    }
    memory.keepRun(run);
    return run.view;
  };

  const start = async (stop: AbortController): Promise<RunView | null> => {
    const picked = target();
    if (picked === null || ports.blocked() !== null) {
      changed();
      return null;
    }
    memory.keepTarget(picked.choice.id);
    const settings: LiveCheckSettings = {
      target: picked.settings,
      ...(user === null ? {} : { user }),
      ...ports.preferences(),
    };
    preparing = true;
    changed();
    const prepared = await prepare(settings).finally(() => (preparing = false));
    if (prepared === null || stop.signal.aborted) {
      await update();
      return null;
    }
    return follow(prepared, stop.signal);
  };

  return {
    state: () => ({
      targets: targets().map(({ choice }) => choice),
      target: target()?.choice.id ?? null,
      problems: found.problems,
      users: testUsers,
      user,
      credentials,
      blocked: ports.blocked(),
      preparing,
      run: record?.view ?? null,
    }),
    record: () => record,
    async refresh() {
      found = await ports.findTargets();
      await update();
    },
    async chooseTarget(id) {
      if (!targets().some(({ choice }) => choice.id === id)) return;
      chosen = id;
      memory.keepTarget(id);
      await update();
    },
    async addUrl(url) {
      memory.keepUrl(url);
      chosen = typedTarget(url).choice.id;
      memory.keepTarget(chosen);
      await update();
    },
    chooseUser(name) {
      if (name !== null && !testUsers.includes(name)) return;
      user = name;
      memory.keepUser(name);
      changed();
    },
    async enterSecret() {
      const at = place();
      if (at === null) return;
      await secrets.enter(at.origin);
      await update();
    },
    async forgetSecret() {
      const at = place();
      if (at === null) return;
      await secrets.forget(at.origin);
      await update();
    },
    async forgetAllSecrets() {
      const origins = await secrets.forgetAll();
      await update();
      return origins;
    },
    run() {
      if (current !== null) return current.done;
      const stop = new AbortController();
      const done = start(stop).finally(async () => {
        current = null;
        await update();
      });
      current = { done, stop };
      return done;
    },
    cancel: () => current?.stop.abort(new Error('the run was cancelled')),
    evidence: (runId, probe, from) =>
      record?.view.runId === runId ? evidencePage(record, probe, from, pageSize) : null,
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

interface Prepared {
  readonly settings: LiveCheckSettings;
  readonly options: RunOptions;
}

const credentialsOption = (given: Credentials | null): Pick<RunOptions, 'credentials'> =>
  given === null ? {} : { credentials: given };

/** What the log says of an event: where a run goes and how it ended, and nothing that was exchanged. */
function logLine(event: LiveCheckEvent): string | null {
  switch (event.type) {
    case 'run-refused':
      return `live check refused: ${event.refusal.message}`;
    case 'run-started':
      return `live check of ${event.target.apiUrl}, scope ${event.scope}, user ${event.user}`;
    case 'probe-finished':
      return `live check: ${event.result.probe}: ${event.result.verdict}: ${event.result.summary}`;
    case 'run-finished':
      return `live check: ${event.verdict.status} after ${event.durationMs} ms: ${event.verdict.sentence}`;
    case 'probe-started':
    case 'evidence':
      return null;
  }
}
