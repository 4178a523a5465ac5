import type { RunSummary } from '../../livecheck/panelProtocol.ts';
import { probes, type ProbeId, type ProbeVerdict } from '../../livecheck/protocol.ts';
import { duration, stateWords } from '../wording.ts';
import type { Table } from './table.ts';

export interface Change {
  readonly probe: ProbeId;
  readonly title: string;
  readonly before: ProbeVerdict;
  readonly now: ProbeVerdict;
}

/** A run beside the one before it of the same target. Compared are the probes that both have. */
export interface Comparison {
  readonly before: RunSummary;
  readonly changes: readonly Change[];
  /** How many probes both have. */
  readonly compared: number;
  /** How many one of the two has alone, as when their scopes differ. */
  readonly apart: number;
  readonly durations: Table;
}

/** Compares the last run of a history with the one before it; null where the run `shown` is not the last, or is the first. */
export function compare(history: readonly RunSummary[], shown: string | null): Comparison | null {
  const [now, before] = [history.at(-1), history.at(-2)];
  if (now === undefined || before === undefined || now.runId !== shown) return null;
  const earlier = new Map(before.probes.map((each) => [each.probe, each]));
  const pairs = now.probes.flatMap((each) => {
    const was = earlier.get(each.probe);
    return was === undefined ? [] : [{ title: titleOf(each.probe), was, is: each }];
  });
  return {
    before,
    changes: pairs
      .filter(({ was, is }) => was.verdict !== is.verdict)
      .map(({ title, was, is }) => ({ probe: is.probe, title, before: was.verdict, now: is.verdict })),
    compared: pairs.length,
    apart: now.probes.length + before.probes.length - 2 * pairs.length,
    durations: {
      caption: 'How long each probe took',
      head: ['Probe', 'Before', 'Now'],
      rows: pairs.map(({ title, was, is }) => [title, took(was), took(is)]),
    },
  };
}

const titleOf = (id: ProbeId): string => probes.find((each) => each.id === id)?.title ?? id;

const took = ({ verdict, ms }: RunSummary['probes'][number]): string =>
  verdict === 'skipped' ? stateWords.skipped.toLowerCase() : duration(ms);
