import type { RunView } from '../../../livecheck/panelProtocol.ts';
import { closeCodes, verdictTitles } from '../../../livecheck/protocol.ts';
import { markdownText } from '../../../report/markdownText.ts';
import { timeOf } from '../verdictText.ts';
import { summaryOf, type InternalErrors, type MonitorState, type Turn } from './monitorState.ts';

/** What the status bar adds while a target is monitored. */
export interface MonitorText {
  /** Markdown, in which nothing that was told is markup. */
  readonly tooltip: string;
  /** The same in words. */
  readonly label: string;
}

export function monitorText(state: MonitorState, minutes: number): MonitorText {
  const every = minutes === 1 ? 'every minute' : `every ${minutes} minutes`;
  const head = `Monitoring ${state.target} ${every}, since ${timeOf(new Date(state.since))}.`;
  const lines = seenLines(state);
  return {
    tooltip: [`**${markdownText(head)}**`, ...lines.map(markdownText)].join('\n\n'),
    label: [head, ...lines].join(' '),
  };
}

/** One line of a log: how the run ended, and what that makes of all of them. */
export function logLine(state: MonitorState, run: RunView): string {
  const took = run.durationMs === null ? '' : ` after ${run.durationMs} ms`;
  return `monitor of ${state.target}: run ${state.count}: ${titleOf(run)}${took}. ${seenLines(state).join(' ')}`;
}

/** What a notification says of a run that differs from the one before it. */
export function turnText(target: string, turn: Turn, run: RunView): string {
  const what = turn === 'lost' ? 'no longer passes' : 'passes again';
  return `Live check of ${target} ${what}: ${titleOf(run)}. ${run.verdict?.sentence ?? run.message ?? ''}`.trim();
}

const titleOf = ({ verdict }: RunView): string =>
  verdict === null ? 'NO VERDICT' : verdictTitles[verdict.status];

function seenLines(state: MonitorState): string[] {
  const { kept, passed, closeCodes: seen, internalErrors } = summaryOf(state);
  if (kept === 0) return ['No run has ended yet.'];
  const of = state.count > kept ? `the last ${kept}` : `${kept}`;
  const codes = seen.map(([code, times]) => `${code}${meaningOf(code)} ×${times}`);
  const rate = `${passed} of ${of} ${kept === 1 ? 'run' : 'runs'} passed (${Math.floor((100 * passed) / kept)}%).`;
  return codes.length === 0
    ? [rate, 'No socket was closed.']
    : [rate, `Close codes: ${codes.join(', ')}.`, trendLine(internalErrors)];
}

const meaningOf = (code: number): string => (code in closeCodes ? ` (${closeCodes[code]})` : '');

function trendLine({ before, lately, trend }: InternalErrors): string {
  if (trend === 'none') return '1011 in none of them.';
  const counted = `1011 in ${lately[0]} of the last ${lately[1]}, in ${before[0]} of the ${before[1]} before`;
  return trend === 'unknown' ? `${counted}.` : `${counted}: ${trend}.`;
}
