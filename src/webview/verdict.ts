import type { FromWebview, PanelState, RunView } from '../livecheck/panelProtocol.ts';
import { probes, verdictTitles, type Verdict } from '../livecheck/protocol.ts';
import type { Section } from './controls.ts';
import { button, h, place } from './dom.ts';
import { mark } from './marks.ts';
import { counted, moment, reasonMark, reasonWord, sentence, type Mark } from './wording.ts';

/** The answer: how things stand, in one line, with what decided. */
export function verdict(send: (message: FromWebview) => void): Section {
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
      const { run, blocked, targets, searching, target, preparing } = state;
      content.draw([withoutTimes(run), blocked, targets, searching, target, preparing], () => answer(state));
    },
  };
}

/** What the answer is drawn from. */
const withoutTimes = (run: RunView | null): unknown =>
  run && { ...run, rungs: run.rungs.map(({ state }) => state) };

function answer(state: PanelState): HTMLElement[] {
  const { run, blocked } = state;
  const chosen = state.targets.find(({ id }) => id === state.target);
  if (run?.state === 'running') return running(run);
  if (blocked !== null) return headline('not-run', 'Not available', blocked);
  if (run === null) {
    if (chosen !== undefined)
      return headline('waiting', 'Ready', `The check connects to ${chosen.label} when you run it.`);
    if (state.searching)
      return headline('waiting', 'Looking for targets', 'The configurations of the workspace are read.');
    const how = 'Name one under staging.targets in ssot.config.json, or enter a URL.';
    return headline('not-run', 'No target', how);
  }
  switch (run.state) {
    case 'finished':
    case 'cancelled':
      return run.verdict
        ? decided(run, run.verdict)
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

function decided(run: RunView, verdict: Verdict): HTMLElement[] {
  const title = run.state === 'cancelled' ? cancelledTitle(run) : verdictTitles[verdict.status];
  const sign = run.state === 'cancelled' ? 'not-run' : verdictMarks[verdict.status];
  const others = alsoBecause(verdict);
  return [
    ...headline(sign, title, [run.message, verdict.sentence].filter((each) => each !== null).join(' ')),
    summary(run, verdict),
    ...(others.length === 0 ? [] : [h('h3', {}, 'Also'), h('ul', { class: 'reasons' }, ...others)]),
  ];
}

/** One that nobody has cancelled has a message that says what ended it. */
const cancelledTitle = ({ message }: RunView): string => (message === null ? 'CANCELLED' : 'ENDED EARLY');

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

/** What the findings do not say: what was not tested although the scope has it, and what is waived. */
function alsoBecause({ reasons }: Verdict): HTMLElement[] {
  return reasons
    .slice(1)
    .filter(({ verdict }) => verdict === 'not-tested' || verdict === 'waived')
    .map(({ probe, verdict, text }) => {
      const title = probes.find(({ id }) => id === probe)?.title;
      const said =
        title === undefined ? sentence(text) : `${title} ${reasonWord(verdict)}: ${sentence(text)}`;
      return h('li', {}, mark(reasonMark(verdict)), h('span', {}, said));
    });
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
  const cancelled = run.state === 'cancelled' ? (run.message ?? 'Cancelled.') : '';
  return `${cancelled === '' ? '' : `${cancelled} `}${verdictTitles[status]}. ${said} ${counted(notTested.length, 'probe', 'probes')} not tested.`;
}
