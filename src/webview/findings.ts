import type { CauseCandidate, ProbeId } from '../livecheck/protocol.ts';
import type { Section } from './controls.ts';
import { button, h, place } from './dom.ts';
import { mark } from './marks.ts';
import { evidenceLink, type ShowEvidence } from './tableView.ts';
import { findingsOf, type FindingView } from './views/findings.ts';
import { sentence, stateWords } from './wording.ts';

/** What did not pass, why that may be, and what to do next; `show` goes to a probe's rung. */
export function findings(show: (probe: ProbeId) => void, showEvidence: ShowEvidence): Section {
  const content = place(h('section', { class: 'findings', 'aria-labelledby': 'findings-title' }));
  return {
    element: content.element,
    draw({ run }) {
      const found = findingsOf(run);
      content.element.hidden = found.findings.length + found.skipped.length === 0;
      content.draw(found, () => [
        h('h2', { id: 'findings-title' }, 'Findings'),
        h('ul', {}, ...found.findings.map((each) => finding(each, show, showEvidence)), skipped()),
      ]);

      function skipped(): HTMLElement | null {
        if (found.skipped.length === 0) return null;
        const last = found.skipped.length - 1;
        const names = found.skipped.flatMap(({ probe, title }, index) => [
          ' ',
          h('span', { class: 'whole' }, link(probe, title, show), index === last ? '.' : ','),
        ]);
        return h('li', { class: 'finding' }, mark('skipped'), h('p', {}, 'Skipped:', ...names));
      }
    },
  };
}

const link = (probe: ProbeId, title: string, show: (probe: ProbeId) => void): HTMLElement =>
  button(`finding ${probe}`, title, 'link', () => show(probe));

function finding(
  { probe, title, verdict, text, cause, nextStep, evidence }: FindingView,
  show: (probe: ProbeId) => void,
  showEvidence: ShowEvidence,
): HTMLElement {
  const others = cause?.candidates ?? [];
  const lines: (HTMLElement | null)[] = [
    cause === null ? null : line('Likely cause', withFailure(cause.failure, sentence(cause.text))),
    others.length === 0 ? null : line('Could also be', candidates(others)),
    nextStep === null ? null : line('Next step', sentence(nextStep)),
    evidence.length === 0
      ? null
      : line('Evidence', h('span', {}, ...evidence.flatMap((id) => [evidenceLink(id, showEvidence), ' ']))),
  ];
  return h(
    'li',
    { class: 'finding', 'data-finding': probe },
    mark(verdict),
    h(
      'div',
      {},
      h('h3', {}, link(probe, title, show), ` ${stateWords[verdict].toLowerCase()}`),
      h('p', {}, sentence(text)),
      h('dl', { class: 'cause' }, ...lines),
    ),
  );
}

const line = (name: string, value: string | HTMLElement): HTMLElement =>
  h('div', {}, h('dt', {}, name), h('dd', {}, value));

export const candidates = (all: readonly CauseCandidate[]): HTMLElement =>
  h('ul', { class: 'candidates' }, ...all.map(candidate));

const candidate = ({ failure, text, ruledOut }: CauseCandidate): HTMLElement =>
  h(
    'li',
    { class: ruledOut === null ? null : 'ruled-out' },
    withFailure(failure, sentence(text)),
    ruledOut === null ? null : ` Ruled out: ${sentence(ruledOut)}`,
  );

/** The number of a known failure goes after what it means. */
export const withFailure = (failure: string | null, text: string): string =>
  failure === null ? text : `${text} (${failure})`;
