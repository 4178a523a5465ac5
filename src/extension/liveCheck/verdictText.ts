import type { RunView } from '../../livecheck/panelProtocol.ts';
import { verdictTitles, type VerdictStatus } from '../../livecheck/protocol.ts';
import { markdownText } from '../../report/markdownText.ts';

/** What the status bar shows of the live check. */
export interface VerdictText {
  /** With icons as `$(name)`. */
  readonly text: string;
  /** Markdown, in which nothing that a server or a configuration said is markup. */
  readonly tooltip: string;
  /** All of it in words, for a screen reader. */
  readonly label: string;
  readonly look: 'plain' | 'warning' | 'error';
}

const looks: Readonly<Record<VerdictStatus, readonly [icon: string, look: VerdictText['look']]>> = {
  passed: ['$(pass)', 'plain'],
  'passed-with-warnings': ['$(pass)', 'plain'],
  'passed-with-waiver': ['$(warning)', 'warning'],
  partial: ['$(warning)', 'warning'],
  inconclusive: ['$(question)', 'warning'],
  failed: ['$(error)', 'error'],
};

/** Whether a run says something that outlives it. One that was cancelled is no news of the backend. */
export const tellsSomething = ({ state }: RunView): boolean => state !== 'running' && state !== 'cancelled';

/**
 * The last verdict: of which target, what, and when.
 *
 * @param now milliseconds since 1970: the time of day is enough for what was today
 */
export function verdictText(run: RunView, now: number): VerdictText {
  const { verdict, target, message, state } = run;
  const [icon, look] = verdict === null ? (['$(question)', 'warning'] as const) : looks[verdict.status];
  const title = verdict === null ? 'NO VERDICT' : verdictTitles[verdict.status];
  const name = target?.label ?? 'Live check';
  const why = sentence(verdict?.sentence ?? message ?? `The run ${state}.`);
  const at = new Date(run.startedAt);
  const took = run.durationMs === null ? '' : ` · ${(run.durationMs / 1000).toFixed(1)} s`;
  return {
    text: `${icon} ${plainLabel(name)}: ${title} ${shortTime(at, new Date(now))}`,
    tooltip: [
      `**${markdownText(`${name}: ${title}`)}**`,
      markdownText(why),
      markdownText(`${dayOf(at)} ${timeOf(at)} · scope ${run.scope}${took}`),
    ].join('\n\n'),
    label: `Live check of ${target?.label ?? 'the target'}: ${title.toLowerCase()}, on ${dayOf(at)} at ${timeOf(at)}. ${why}`,
    look,
  };
}

/** The same while a target is monitored; a verdict may be lacking yet. */
export function monitoredText(
  verdict: VerdictText | null,
  target: string,
  monitor: Pick<VerdictText, 'tooltip' | 'label'>,
): VerdictText {
  const text = verdict?.text ?? `${plainLabel(target)}: monitored`;
  return {
    text: `$(pulse) ${text}`,
    tooltip: [verdict?.tooltip ?? [], monitor.tooltip].flat().join('\n\n---\n\n'),
    label: [verdict?.label ?? [], monitor.label].flat().join(' '),
    look: verdict?.look ?? 'plain',
  };
}

const longestName = 30;

/** A name without icons of its own, and no longer than a status bar has room for. */
function plainLabel(name: string): string {
  const line = name.replace(/\s+/gu, ' ').replaceAll('$(', '$ (');
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}

const sentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);

/** The time of day; the day in its place where that is another one. */
const shortTime = (at: Date, now: Date): string => (dayOf(at) === dayOf(now) ? timeOf(at) : dayOf(at));

/** `14:05`, where the editor is. */
export const timeOf = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** `2025-09-15`, where the editor is. */
export const dayOf = (at: Date): string =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

const two = (count: number): string => String(count).padStart(2, '0');
