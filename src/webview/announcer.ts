import type { PanelState, RunView } from '../livecheck/panelProtocol.ts';
import type { Section } from './controls.ts';
import { h } from './dom.ts';
import { spokenEnd } from './verdict.ts';
import { stateWords } from './wording.ts';

/** Tells a screen reader what has changed since the last drawing: a probe that ended, a run that began or ended. */
export function announcer(): Section {
  const element = h('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  let before: RunView | null | undefined;
  return {
    element,
    draw({ run }: PanelState) {
      const news = before === undefined ? [] : newsOf(before, run);
      before = run;
      if (news.length > 0) element.textContent = news.join(' ');
    },
  };
}

export function newsOf(before: RunView | null, run: RunView | null): readonly string[] {
  if (run === null) return [];
  const known = before?.runId === run.runId ? before : null;
  const news: string[] = [];
  if (known === null && run.state === 'running') news.push('The check has started.');
  for (const { probe, state } of run.rungs) {
    const was = known?.rungs.find((rung) => rung.probe.id === probe.id)?.state;
    if (was !== state && state !== 'waiting' && state !== 'running' && state !== 'not-run')
      news.push(`${probe.title}: ${stateWords[state]}.`);
  }
  if (run.state !== 'running' && known?.state !== run.state) news.push(spokenEnd(run));
  return news;
}
