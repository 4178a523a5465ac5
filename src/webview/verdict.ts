import type { FromWebview, PanelState, RunView } from '../livecheck/panelProtocol.ts';
import {
  probes,
  verdictTitles,
  type ProbeId,
  type Verdict,
  type VerdictReason,
} from '../livecheck/protocol.ts';
import type { Section } from './controls.ts';
import { button, h, place } from './dom.ts';
import { mark } from './marks.ts';
import { counted, moment, reasonMark, reasonWord, sentence, type Mark } from './wording.ts';

/** The answer: how things stand, in one line, with what decided. `show` goes to a probe's rung. */
export function verdict(send: (message: FromWebview) => void, show: (probe: ProbeId) => void): Section {
  const content = place(h('div', { class: 'verdict' }));
  const problems = place(h('div', { class: 'problems' }));
  return {
    element: h('section', { 'aria-label': 'Result' }, problems.element, content.element),
    draw(state) {
      problems.draw(state.problems, () =>
        state.problems.map(({ file, message }) =>
          h(
            'p',
            { class: 'problem' },
            mark('warn'),
            h('span', {}, `${file}: ${message} `),
            button(`open ${file}`, 'Open', 'link', () => send({ type: 'open-configuration', file })),
          ),
        ),
      );
      const { run, blocked, targets, target, preparing } = state;
      content.draw([withoutTimes(run), blocked, targets, target, preparing], () => answer(state, show));
    },
  };
}

/** What the answer is drawn from. */
const withoutTimes = (run: RunView | null): unknown =>
  run && { ...run, rungs: run.rungs.map(({ state }) => state) };

function answer(state: PanelState, show: (probe: ProbeId) => void): HTMLElement[] {
  const { run, blocked } = state;
  const chosen = state.targets.find(({ id }) => id === state.target);
  if (run?.state === 'running') return running(run);
  if (blocked !== null) return headline('not-run', 'Not available', blocked);
  if (run === null) {
    if (chosen !== undefined)
      return headline('waiting', 'Ready', `The check connects to ${chosen.label} when you run it.`);
    const how = 'Name one under staging.targets in ssot.config.json, or enter a URL.';
    return headline('not-run', 'No target', how);
  }
  switch (run.state) {
    case 'finished':
    case 'cancelled':
      return run.verdict
        ? decided(run, run.verdict, show)
        : headline('not-run', 'CANCELLED', 'The run was cancelled before it began.');
    case 'refused':
      return headline('fail', 'NOT RUN', `${sentence(run.message ?? '')} Nothing was sent.`);
    case 'crashed':
      return headline(
        'fail',
        'CHECK FAILED',
        `${sentence(run.message ?? '')} This says nothing about the backend.`,
      );
  }
}

function running({ rungs, target }: RunView): HTMLElement[] {
  const done = rungs.filter(({ state }) => state !== 'waiting' && state !== 'running').length;
  const now = rungs.find(({ state }) => state === 'running');
  const said = now ? `${done + 1} of ${rungs.length}: ${now.probe.title}` : 'Starting';
  const bar = h('progress', { max: Math.max(rungs.length, 1), value: done, 'aria-label': 'Probes finished' });
  return [...headline('running', `Checking ${target?.label ?? ''}`.trim(), said), bar];
}

const verdictMarks: Readonly<Record<Verdict['status'], Mark>> = {
  passed: 'pass',
  'passed-with-warnings': 'warn',
  'passed-with-waiver': 'warn',
  partial: 'inconclusive',
  inconclusive: 'inconclusive',
  failed: 'fail',
};

function decided(run: RunView, verdict: Verdict, show: (probe: ProbeId) => void): HTMLElement[] {
  const title = run.state === 'cancelled' ? 'CANCELLED' : verdictTitles[verdict.status];
  const sign = run.state === 'cancelled' ? 'not-run' : verdictMarks[verdict.status];
  const others = verdict.reasons.slice(1);
  return [
    ...headline(sign, title, verdict.sentence),
    summary(run, verdict),
    ...(others.length === 0
      ? []
      : [h('h3', {}, 'Also'), h('ul', { class: 'reasons' }, ...alsoBecause(others, show))]),
  ];
}

/** Scope, counts, target, time: what a reader needs to know of which verdict this is. */
function summary({ target, startedAt }: RunView, { scope, counts, notTested }: Verdict): HTMLElement {
  const parts = [
    `Scope ${scope}`,
    ...(['pass', 'warn', 'fail', 'inconclusive', 'skipped'] as const)
      .filter((each) => counts[each] > 0)
      .map((each) =>
        counted(counts[each], reasonWord(each), each === 'warn' ? 'warnings' : reasonWord(each)),
      ),
    `${notTested.length} not tested`,
    ...(target ? [target.label] : []),
    moment(startedAt),
  ];
  return h('p', { class: 'summary' }, ...parts.map((part) => h('span', {}, part)));
}

/** One line each, and one for all that was skipped: why, the ladder says. */
function alsoBecause(reasons: readonly VerdictReason[], show: (probe: ProbeId) => void): HTMLElement[] {
  const skipped = reasons.filter(({ verdict }) => verdict === 'skipped');
  const lines = reasons.filter(({ verdict }) => verdict !== 'skipped').map((reason) => because(reason, show));
  if (skipped.length === 0) return lines;
  const names = skipped.flatMap(({ probe }, index) => [index === 0 ? null : ', ', link(probe, show)]);
  return [...lines, h('li', {}, mark('skipped'), h('span', {}, 'Skipped: ', ...names, '.'))];
}

function because({ probe, verdict, text }: VerdictReason, show: (probe: ProbeId) => void): HTMLElement {
  const name = link(probe, show);
  const rest = name === null ? sentence(text) : ` ${reasonWord(verdict)}: ${sentence(text)}`;
  return h('li', {}, mark(reasonMark(verdict)), h('span', {}, name, rest));
}

function link(probe: ProbeId | null, show: (probe: ProbeId) => void): HTMLElement | null {
  const title = probes.find(({ id }) => id === probe)?.title;
  return probe === null || title === undefined
    ? null
    : button(`reason ${probe}`, title, 'link', () => show(probe));
}

const headline = (sign: Mark, title: string, text: string): HTMLElement[] => [
  h('h2', { class: 'headline' }, mark(sign), h('span', {}, title)),
  h('p', { class: 'sentence' }, text),
];

/** The one line that is read out when a run ends. */
export function spokenEnd(run: RunView): string {
  if (run.state === 'refused' || run.state === 'crashed')
    return `The check did not run: ${run.message ?? ''}`;
  if (!run.verdict) return 'The check was cancelled.';
  const { status, sentence: said, notTested } = run.verdict;
  const cancelled = run.state === 'cancelled' ? 'Cancelled. ' : '';
  return `${cancelled}${verdictTitles[status]}. ${said} ${counted(notTested.length, 'probe', 'probes')} not tested.`;
}
