import type { EvidencePage, Rung } from '../livecheck/panelProtocol.ts';
import type { Finding, ProbeResult } from '../livecheck/protocol.ts';
import { h, place } from './dom.ts';
import { facts } from './evidenceDetail.ts';
import { evidenceList } from './evidenceList.ts';
import { candidates, withFailure } from './findings.ts';
import { chevron, mark } from './marks.ts';
import { evidenceLink, tableView, type ShowEvidence } from './tableView.ts';
import { probeTables } from './views/probeTables.ts';
import { duration, sentence, stateWords } from './wording.ts';

export interface RungView {
  readonly element: HTMLElement;
  readonly draw: (rung: Rung, runId: string | null, open: boolean) => void;
  readonly add: (page: EvidencePage) => void;
  readonly focus: () => void;
  /** Goes to a piece of its evidence, by id and place in the list; the rung is to be open. */
  readonly focusEvidence: (id: string, index: number) => void;
}

/** One probe of the ladder: its state in a row, what it saw below; the rest opens on demand. */
export function rungView(
  id: string,
  toggle: () => void,
  ask: (runId: string, from: number) => void,
  show: ShowEvidence,
): RungView {
  const head = h('button', { type: 'button', class: 'rung-head', 'aria-controls': `detail-${id}` });
  head.addEventListener('click', toggle);
  const row = place(head);
  const told = place(h('div', { class: 'told' }));
  const rest = place(h('div', {}));
  const evidence = evidenceList(ask);
  const detail = h('div', { class: 'rung-detail', id: `detail-${id}` }, rest.element, evidence.element);
  const element = h('li', { class: 'rung', 'data-probe': id }, h('h3', {}, head), told.element, detail);
  return {
    element,
    draw(rung, runId, open) {
      const { probe, state, result, evidenceCount } = rung;
      element.dataset['state'] = state;
      head.setAttribute('aria-expanded', String(open));
      detail.hidden = !open;
      row.draw([probe, state, result?.durationMs, runId === null], () => [
        chevron(),
        mark(state),
        h('span', { class: 'title' }, probe.title),
        // Before there is a run nothing waits for anything.
        h('span', { class: 'state' }, runId === null ? '' : stateWords[state]),
        h('span', { class: 'time' }, result && state !== 'skipped' ? duration(result.durationMs) : ''),
      ]);
      told.draw([probe, result], () =>
        result
          ? [h('p', { class: 'said' }, sentence(result.summary))]
          : [h('p', { class: 'question' }, probe.question)],
      );
      rest.draw([probe, result], () => [
        result ? h('p', { class: 'question' }, probe.question) : null,
        ...(result ? more(result, show) : []),
      ]);
      evidence.element.hidden = runId === null;
      if (runId !== null) evidence.update(runId, evidenceCount, open);
    },
    add: evidence.add,
    focus: () => {
      head.focus();
      element.scrollIntoView({ block: 'nearest' });
    },
    focusEvidence: evidence.focus,
  };
}

/** What the opened rung says: each statement with its evidence, why it may be so, and what was observed. */
function more(
  { findings, verdict, cause, nextStep, data }: ProbeResult,
  show: ShowEvidence,
): (HTMLElement | null)[] {
  const pairs: [string, string][] = [];
  if (verdict !== 'pass' && cause !== null)
    pairs.push(['Likely cause', withFailure(cause.failure, sentence(cause.text))]);
  if (verdict !== 'pass' && nextStep !== null) pairs.push(['Next step', sentence(nextStep)]);
  const others = cause?.candidates ?? [];
  return [
    pairs.length === 0 ? null : facts(pairs),
    ...(findings.length > 1 ? [h('h4', {}, 'Statements'), statements(findings, show)] : []),
    ...(others.length > 0 ? [h('h4', {}, 'Could also be'), candidates(others)] : []),
    ...(data === null ? [] : probeTables(data).map((table) => tableView(table, show))),
  ];
}

const statements = (all: readonly Finding[], show: ShowEvidence): HTMLElement =>
  h(
    'ul',
    { class: 'statements' },
    ...all.map(({ verdict, text, evidence }) =>
      h(
        'li',
        {},
        mark(verdict),
        h('span', {}, `${stateWords[verdict]}: ${sentence(text)} `),
        h('span', {}, ...evidence.flatMap((each) => [evidenceLink(each, show), ' '])),
      ),
    ),
  );
