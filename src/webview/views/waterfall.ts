import type { PhaseTimes } from '../../livecheck/observations.ts';
import { precise } from '../wording.ts';
import type { Table, Tone } from './table.ts';

/** A phase of an exchange; `startMs` counts from its beginning, and `ms` is null where the phase did not take place. */
export interface Phase {
  readonly name: string;
  readonly tone: Tone;
  readonly startMs: number;
  readonly ms: number | null;
}

/**
 * The phases of an exchange one after the other. The last one is placed by its end, which is the end of all: a request may have
 * waited before it was written, and that wait is a gap.
 *
 * @param answer how the last phase is called: what was asked for
 */
export function phasesOf({ dns, tcp, tls, response, total }: PhaseTimes, answer: string): readonly Phase[] {
  const resolved = dns ?? 0;
  const connected = resolved + (tcp ?? 0);
  return [
    { name: 'DNS', tone: 'name', startMs: 0, ms: dns },
    { name: 'TCP', tone: 'connect', startMs: resolved, ms: tcp },
    { name: 'TLS', tone: 'secure', startMs: connected, ms: tls },
    { name: answer, tone: 'answer', startMs: Math.max(0, total - (response ?? 0)), ms: response },
  ];
}

/** A waterfall: a bar per phase above a common scale, with its numbers. */
export function waterfall(phases: PhaseTimes, answer: string, caption: string): Table {
  const scale = Math.max(phases.total, 0.1);
  return {
    caption,
    head: ['Phase', `0 to ${precise(phases.total)}`, 'Begins', 'Takes'],
    rows: phasesOf(phases, answer).map(({ name, tone, startMs, ms }) =>
      ms === null
        ? [name, '', '', 'not needed']
        : [
            name,
            { tone, from: startMs / scale, to: Math.min(1, (startMs + ms) / scale) },
            `+${precise(startMs)}`,
            precise(ms),
          ],
    ),
  };
}
