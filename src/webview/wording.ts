import type { Rung } from '../livecheck/panelProtocol.ts';
import type { ProbeVerdict, VerdictReason } from '../livecheck/protocol.ts';

export type Mark = Rung['state'];

/** How the state of a probe is written. */
export const stateWords: Readonly<Record<Mark, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  'not-run': 'Not run',
  pass: 'Passed',
  warn: 'Warning',
  fail: 'Failed',
  skipped: 'Skipped',
  inconclusive: 'Inconclusive',
};

const reasonWords: Readonly<Record<VerdictReason['verdict'], string>> = {
  pass: 'passed',
  warn: 'warning',
  fail: 'failed',
  skipped: 'skipped',
  inconclusive: 'inconclusive',
  'not-tested': 'not tested',
  waived: 'waived',
};

export const reasonWord = (verdict: VerdictReason['verdict']): string => reasonWords[verdict];

/** The mark that stands for a reason; what was not tested or is waived is neither good nor bad. */
export const reasonMark = (verdict: VerdictReason['verdict']): ProbeVerdict =>
  verdict === 'not-tested' ? 'skipped' : verdict === 'waived' ? 'warn' : verdict;

/** Milliseconds for people: `<1 ms`, `12 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The same, to a tenth where that is what can be told apart: `0.4 ms`, `9.5 ms`, `12 ms`. */
export const precise = (ms: number): string => (ms < 9.95 ? `${ms.toFixed(1)} ms` : duration(ms));

/** Bytes for people. */
export const bytes = (size: number): string =>
  size < 1024
    ? `${size} B`
    : size < 1_048_576
      ? `${(size / 1024).toFixed(1)} KB`
      : `${(size / 1_048_576).toFixed(1)} MB`;

export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** As a sentence: with a full stop where there is no end yet, and a capital letter unless a name or a path is first. */
export function sentence(text: string): string {
  const start = /^[a-z]+(?![\w./-])/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return start === '' || /[.!?]$/u.test(start) ? start : `${start}.`;
}

/** A point of time in the reader's own notation. */
export const moment = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** The same to the minute, for a column. */
export const shortMoment = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
