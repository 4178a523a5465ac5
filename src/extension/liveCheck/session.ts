import type { CredentialSource, EvidencePage, PanelState, RunView } from '../../livecheck/panelProtocol.ts';
import { testUsers, type LiveCheckSettings, type ProbeId, type Scope } from '../../livecheck/protocol.ts';
import type { runLiveCheck } from '../../livecheck/runLiveCheck.ts';
import { readTarget, type Target as TargetAddress } from '../../livecheck/target.ts';
import { createAdmit, type Admission } from './admission.ts';
import { followRun } from './followRun.ts';
import type { Memory } from './memory.ts';
import type { Preferences } from './preferences.ts';
import { historyOf } from './runHistory.ts';
import { evidencePage, type RunRecord } from './runRecord.ts';
import type { SecretStore } from './secretStore.ts';
import { createTurns } from './turns.ts';
import { typedTarget, type FoundTargets, type Target } from './targets.ts';

/** What a session needs of the editor. */
export interface SessionPorts {
  readonly findTargets: () => Promise<FoundTargets>;
  /** Why no run may start; null where one may. Asked anew before each. */
  readonly blocked: () => string | null;
  readonly confirmProduction: (origin: string) => Promise<boolean>;
  readonly secrets: SecretStore;
  readonly memory: Memory;
  readonly preferences: () => Preferences;
  readonly check: typeof runLiveCheck;
  readonly log: (line: string) => void;
}

/** What a run is asked for beyond the chosen target and the whole scope. */
export interface RunRequest {
  /** The id of a target. */
  readonly target: string;
  /** Only these probes, and what they need. */
  readonly only?: readonly ProbeId[];
  /** Cancels this run, also while it waits for its turn. */
  readonly signal: AbortSignal;
  /** Called with this run, and no other, as it goes. */
  readonly follow?: (run: RunRecord) => void;
}

/** The one live check of a window: which target, which user, the run that is going on or was the last. */
export interface Session {
  readonly state: () => PanelState;
  readonly record: () => RunRecord | null;
  /** What the configurations name; another object whenever they were read anew. */
  readonly found: () => FoundTargets;
  /** Reads the targets anew. */
  readonly refresh: () => Promise<void>;
  readonly chooseTarget: (id: string) => Promise<void>;
  /** Adds an address to the targets and chooses it. */
  readonly addUrl: (url: string) => Promise<void>;
  readonly chooseUser: (user: string | null) => void;
  readonly enterSecret: () => Promise<void>;
  readonly forgetSecret: () => Promise<void>;
  readonly forgetAllSecrets: () => Promise<readonly string[]>;
  /**
   * Runs the check against the chosen target, or joins the run that goes on. One with a request of its own joins none: it
   * waits for the one that goes on, and ends one that nobody attends. Null where no run came about.
   */
  readonly run: (request?: RunRequest) => Promise<RunView | null>;
  /** Asks what has to be asked before a target is checked without anybody there; null where a question was dismissed. */
  readonly admit: (target: string) => Promise<Admission | null>;
  /** Runs the check and asks nothing. Null where none came about: another run goes on, or none may start. @param scope default: the user's */
  readonly runUnattended: (admission: Admission, scope?: Scope) => Promise<RunView | null>;
  /** Whether an admission still holds: its secret was not forgotten, and runs may start. */
  readonly admits: (admission: Admission) => boolean;
  /** Resolves when no run goes on. */
  readonly idle: () => Promise<void>;
  readonly cancel: () => void;
  /** For the end of the window: a run that goes on ends, and is kept as it stood, since nobody has cancelled it. */
  readonly close: () => void;
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
  const askAdmission = createAdmit(ports);
  /** Those whose secret was not forgotten. */
  const admissions = new Set<Admission>();
  let found: FoundTargets = { targets: [], problems: [] };
  let searching = true;
  let chosen = memory.target();
  let user = memory.user();
  let credentials: CredentialSource | null = null;
  let record = memory.lastRun();
  let preparing = false;
  let closed = false;

  const changed = (): void => listeners.forEach((listener) => listener());
  const targets = (): readonly Target[] => [...found.targets, ...memory.urls().map(typedTarget)];
  /** The chosen one; another takes its place only once it is sure that it is not there. */
  const target = (): Target | null =>
    targets().find(({ choice }) => choice.id === chosen) ?? (searching ? null : (targets()[0] ?? null));
  const place = (): TargetAddress | null => {
    const settings = target()?.settings;
    const reading = settings ? readTarget(settings) : null;
    return reading?.ok === true ? reading.target : null;
  };
  const update = async (): Promise<void> => {
    const at = place();
    credentials = at && (await secrets.source(at.origin, at.loopback, at.authOrigin));
    changed();
  };

  const turns = createTurns<RunView | null>(update);

  const follow = async (
    { target: checked, allowProduction, options }: Admission,
    request: RunRequest | undefined,
    signal: AbortSignal,
    scope?: Scope,
  ): Promise<RunView> => {
    const settings: LiveCheckSettings = {
      target: checked,
      ...(user === null ? {} : { user }),
      ...(request?.only === undefined ? {} : { only: request.only }),
      ...(allowProduction ? { allowProduction } : {}),
      ...ports.preferences(),
      ...(scope === undefined ? {} : { scope }),
    };
    let kept = '';
    const show = (run: RunRecord): void => {
      record = run;
      // With its start, every result and its end, so that a window that is reloaded finds what there was.
      const progress = `${run.view.state} ${run.view.rungs.map(({ result }) => result?.verdict).join()}`;
      if (!closed && progress !== kept) memory.keepRun(run);
      kept = progress;
      request?.follow?.(run);
      changed();
    };
    return (await followRun({ ...ports, show }, settings, { ...options, signal })).view;
  };

  const start = async (request: RunRequest | undefined, signal: AbortSignal): Promise<RunView | null> => {
    const picked =
      request === undefined ? target() : targets().find(({ choice }) => choice.id === request.target);
    if (picked == null || ports.blocked() !== null) {
      changed();
      return null;
    }
    chosen = picked.choice.id;
    memory.keepTarget(chosen);
    preparing = true;
    changed();
    const admission = await askAdmission(picked.settings).finally(() => (preparing = false));
    if (admission === null || signal.aborted) return null;
    return follow(admission, request, signal);
  };

  const forget = (of: (origin: string | null) => boolean): void => {
    for (const admission of admissions)
      if (admission.options.credentials !== undefined && of(admission.origin)) admissions.delete(admission);
  };

  const admits = (admission: Admission): boolean => admissions.has(admission) && ports.blocked() === null;

  return {
    state: () => ({
      targets: targets().map(({ choice }) => choice),
      searching,
      target: target()?.choice.id ?? null,
      problems: found.problems,
      users: testUsers,
      user,
      scope: ports.preferences().scope,
      userCount: ports.preferences().users,
      credentials,
      blocked: ports.blocked(),
      preparing,
      run: record?.view ?? null,
      history: historyOf(memory.history(), record?.view ?? null),
    }),
    record: () => record,
    found: () => found,
    async refresh() {
      try {
        found = await ports.findTargets();
      } finally {
        searching = false;
      }
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
      await secrets.enter(at.origin, at.authOrigin);
      await update();
    },
    async forgetSecret() {
      const at = place();
      if (at === null) return;
      await secrets.forget(at.origin);
      forget((origin) => origin === at.origin);
      await update();
    },
    async forgetAllSecrets() {
      const origins = await secrets.forgetAll();
      forget(() => true);
      await update();
      return origins;
    },
    run(request) {
      const run = (stop: AbortSignal): Promise<RunView | null> => start(request, stop);
      return request === undefined
        ? (turns.current() ?? turns.begin({ attended: true, run }))
        : turns.next({ attended: true, signal: request.signal, run });
    },
    async admit(id) {
      const picked = targets().find(({ choice }) => choice.id === id);
      if (picked === undefined || ports.blocked() !== null) return null;
      const admission = await askAdmission(picked.settings);
      if (admission !== null) admissions.add(admission);
      await update();
      return admission;
    },
    async runUnattended(admission, scope) {
      if (turns.current() !== null || !admits(admission)) return null;
      return turns.begin({ attended: false, run: (stop) => follow(admission, undefined, stop, scope) });
    },
    admits,
    idle: turns.idle,
    cancel: turns.cancel,
    close() {
      closed = true;
      turns.cancel();
    },
    evidence: (runId, probe, from) =>
      record?.view.runId === runId ? evidencePage(record, probe, from, pageSize) : null,
    onDidChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
