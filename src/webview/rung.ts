import type { EvidencePage, Rung } from '../livecheck/panelProtocol.ts';
import type { CauseCandidate, ProbeResult } from '../livecheck/protocol.ts';
import { h, place } from './dom.ts';
import { evidenceList } from './evidenceList.ts';
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

/** One probe of the ladder: its state in a row, what it saw and what to do below; the rest opens on demand. */
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
        result ? tell(result) : [h('p', { class: 'question' }, probe.question)],
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

/** What everybody has to see: what was observed, and, unless that is good, why it is so and what to do. */
function tell({ summary, verdict, cause, nextStep }: ProbeResult): HTMLElement[] {
  const lines: HTMLElement[] = [h('p', { class: 'said' }, sentence(summary))];
  if (verdict === 'pass') return lines;
  const pairs: [string, string][] = [];
  if (cause) pairs.push(['Likely cause', withFailure(cause.failure, sentence(cause.text))]);
  if (nextStep !== null) pairs.push(['Next step', sentence(nextStep)]);
  if (pairs.length > 0)
    lines.push(
      h(
        'dl',
        { class: 'cause' },
        ...pairs.map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text))),
      ),
    );
  return lines;
}

function more({ findings, cause, data }: ProbeResult, show: ShowEvidence): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (findings.length > 1)
    parts.push(
      h('h4', {}, 'Findings'),
      h(
        'ul',
        { class: 'findings' },
        ...findings.map(({ verdict, text, evidence }) =>
          h(
            'li',
            {},
            mark(verdict),
            h('span', {}, `${stateWords[verdict]}: ${sentence(text)} `),
            h('span', { class: 'ids' }, ...evidence.flatMap((each) => [evidenceLink(each, show), ' '])),
          ),
        ),
      ),
    );
  const candidates = cause?.candidates ?? [];
  if (candidates.length > 0)
    parts.push(h('h4', {}, 'Could also be'), h('ul', { class: 'candidates' }, ...candidates.map(candidate)));
  if (data) parts.push(...probeTables(data).map((table) => tableView(table, show)));
  return parts;
}

const candidate = ({ failure, text, ruledOut }: CauseCandidate): HTMLElement =>
  h(
    'li',
    { class: ruledOut === null ? null : 'ruled-out' },
    withFailure(failure, sentence(text)),
    ruledOut === null ? null : ` Ruled out: ${sentence(ruledOut)}`,
  );

/** The number of a known failure goes after what it means. */
const withFailure = (failure: string | null, text: string): string =>
  failure === null ? text : `${text} (${failure})`;
