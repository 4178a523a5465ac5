import type { Evidence } from '../../livecheck/observations.ts';
import type { RunSummary, RunView } from '../../livecheck/panelProtocol.ts';
import type { ProbeId } from '../../livecheck/protocol.ts';
import { afterInterruption } from './interruptedRun.ts';
import { restoredHistory, summaryOf, withSummary } from './runHistory.ts';
import type { RunRecord } from './runRecord.ts';

/** A `Memento` of the editor, or anything else that keeps JSON by key. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** What the panel remembers of a workspace. Nothing in it is secret: runs are redacted before they get here. */
export interface Memory {
  readonly target: () => string | null;
  readonly keepTarget: (id: string) => void;
  readonly user: () => string | null;
  readonly keepUser: (user: string | null) => void;
  /** Addresses that were typed in, the newest first. */
  readonly urls: () => readonly string[];
  readonly keepUrl: (url: string) => void;
  /** The run that was kept last; one that was kept while it went on has ended early. */
  readonly lastRun: () => RunRecord | null;
  readonly keepRun: (record: RunRecord) => void;
  /** Finished runs, the oldest first. */
  readonly history: () => readonly RunSummary[];
}

const keys = {
  target: 'ssot.liveCheck.target',
  user: 'ssot.liveCheck.user',
  urls: 'ssot.liveCheck.urls',
  run: 'ssot.liveCheck.lastRun',
  history: 'ssot.liveCheck.history',
};
const mostUrls = 5;
/** Characters of evidence that are kept per probe: the editor reads all of its state whenever a window opens. */
const keptPerProbe = 100_000;
/** Written into each kept run; a run of another form is not read. */
const form = 1;

type KeptEvidence = readonly (readonly [ProbeId, readonly Evidence[]])[];

interface StoredRun {
  readonly form: number;
  readonly view: RunView;
  readonly evidence: KeptEvidence;
}

export function createMemory(store: Store): Memory {
  const text = (key: string): string | null => {
    const value = store.get(key);
    return typeof value === 'string' ? value : null;
  };
  const urls = (): string[] => {
    const value = store.get(keys.urls);
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  };
  const keep = (key: string, value: unknown): void => void store.update(key, value);
  const history = (): readonly RunSummary[] => restoredHistory(store.get(keys.history));
  return {
    target: () => text(keys.target),
    keepTarget: (id) => keep(keys.target, id),
    user: () => text(keys.user),
    keepUser: (user) => keep(keys.user, user ?? undefined),
    urls,
    keepUrl: (url) => keep(keys.urls, [url, ...urls().filter((each) => each !== url)].slice(0, mostUrls)),
    lastRun: () => restoredRun(store.get(keys.run)),
    keepRun(record) {
      keep(keys.run, storedRun(record));
      const summary = summaryOf(record.view);
      if (summary !== null) keep(keys.history, withSummary(history(), summary));
    },
    history,
  };
}

/** A run in the form in which it is kept: all of what is shown, and as much of the evidence as is bearable. */
export function storedRun({ view, evidence }: RunRecord): StoredRun {
  return { form, view, evidence: [...evidence].map(([probe, items]) => [probe, bounded(items)]) };
}

/** A kept run; null where there is none, or one of another form. */
export function restoredRun(value: unknown): RunRecord | null {
  if (!isStoredRun(value)) return null;
  const { view } = value;
  const evidence = new Map(value.evidence.map(([probe, items]) => [probe, [...items]]));
  const rungs = view.rungs.map((rung) => ({
    ...rung,
    evidenceCount: evidence.get(rung.probe.id)?.length ?? 0,
  }));
  const record = { view: { ...view, rungs }, evidence };
  return view.state === 'running' ? afterInterruption(record) : record;
}

/** Only this file writes the key, so that its form and its outline are enough to look at. */
function isStoredRun(value: unknown): value is StoredRun {
  if (typeof value !== 'object' || value === null) return false;
  const stored = value as Partial<StoredRun>;
  return stored.form === form && Array.isArray(stored.view?.rungs) && Array.isArray(stored.evidence);
}

const notKept = 'Not kept';

/** Whether all evidence of a run is there: of a large one that was kept over a reload of the window it is not. */
export const isWhole = ({ evidence }: RunRecord): boolean =>
  [...evidence.values()].every((items) => items.every(({ title }) => title !== notKept));

/** The first pieces of evidence, and a note in the place of the others. */
function bounded(items: readonly Evidence[]): Evidence[] {
  const kept: Evidence[] = [];
  let size = 0;
  for (const item of items) {
    size += JSON.stringify(item).length;
    if (size > keptPerProbe) {
      const text = `${items.length - kept.length} more pieces of evidence were not kept when the run ended`;
      return [...kept, { ...item, title: notKept, detail: { kind: 'note', text } }];
    }
    kept.push(item);
  }
  return kept;
}
