import type { RunSummary } from '../../livecheck/panelProtocol.ts';
import { duration, shortMoment } from '../wording.ts';
import type { Table } from './table.ts';

/** One line of the chart. Points are from 0 to 1 on both axes, y upwards; a run without the time has none. */
export interface LatencyLine {
  readonly id: 'handshake' | 'protocol-ping' | 'application-ping';
  readonly title: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Latency {
  /** Milliseconds at the top of the chart: a round number. */
  readonly topMs: number;
  readonly runs: number;
  readonly lines: readonly LatencyLine[];
  /** What the chart shows, as numbers. */
  readonly table: Table;
}

const times = [
  { id: 'handshake', title: 'Handshake', of: (run: RunSummary) => run.handshakeMs },
  { id: 'protocol-ping', title: 'Protocol ping', of: (run: RunSummary) => run.protocolPingMs },
  { id: 'application-ping', title: 'Application ping', of: (run: RunSummary) => run.applicationPingMs },
] as const;

/** The times of several runs; null where there are not two runs with a time, which no line can be drawn between. */
export function latencyOf(history: readonly RunSummary[]): Latency | null {
  const timed = history.filter((run) => times.some(({ of }) => of(run) !== null));
  if (timed.length < 2) return null;
  const topMs = roundUp(Math.max(...timed.flatMap((run) => times.map(({ of }) => of(run) ?? 0))));
  return {
    topMs,
    runs: timed.length,
    lines: times.map(({ id, title, of }) => ({
      id,
      title,
      points: timed.flatMap((run, index) => {
        const ms = of(run);
        return ms === null ? [] : [{ x: index / (timed.length - 1), y: ms / topMs }];
      }),
    })),
    table: {
      caption: 'Times of these runs',
      head: ['Run', ...times.map(({ title }) => title)],
      rows: timed.map((run) => [
        shortMoment(run.startedAt),
        ...times.map(({ of }) => {
          const ms = of(run);
          return ms === null ? 'none' : duration(ms);
        }),
      ]),
    },
  };
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
function roundUp(ms: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return ([1, 2, 5, 10].find((each) => each * ten >= ms) ?? 10) * ten;
}
