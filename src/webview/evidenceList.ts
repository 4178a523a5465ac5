import type { Evidence } from '../livecheck/observations.ts';
import type { EvidencePage } from '../livecheck/panelProtocol.ts';
import { button, h } from './dom.ts';
import { chevron } from './marks.ts';
import { evidenceDetail, evidenceLine } from './evidenceDetail.ts';
import { counted, duration } from './wording.ts';

/** How many rows are shown at first, and how many more with each press of the button. */
const step = 100;

/**
 * The evidence of one probe. Rows are asked for when they are to be seen, and what is in a row is made when it is opened, so
 * that a probe with 10,000 frames costs as much as one with a hundred.
 */
export interface EvidenceList {
  readonly element: HTMLElement;
  /** Says how many pieces there are now, and whether anybody looks. */
  readonly update: (runId: string, total: number, shown: boolean) => void;
  readonly add: (page: EvidencePage) => void;
}

export function evidenceList(ask: (runId: string, from: number) => void): EvidenceList {
  const heading = h('h4', {}, 'Evidence');
  const rows = h('ol', { class: 'evidence' });
  const more = button('more', '', 'secondary', () => {
    wanted += step;
    request();
  });
  const element = h('div', {}, heading, rows, more);
  let run = '';
  let total = 0;
  let shown = false;
  let wanted = step;
  /** The index of the first row of a page that was asked for and is not here yet. */
  let asked: number | null = null;

  const request = (): void => {
    const have = rows.children.length;
    heading.textContent =
      total === 0 ? 'No evidence' : counted(total, 'piece of evidence', 'pieces of evidence');
    more.hidden = total <= wanted;
    more.textContent = `Show ${Math.min(step, total - wanted)} more`;
    if (!shown || asked !== null || have >= Math.min(total, wanted)) return;
    asked = have;
    ask(run, have);
  };
  return {
    element,
    update(runId, count, looking) {
      if (runId !== run) {
        run = runId;
        wanted = step;
        asked = null;
        rows.replaceChildren();
      }
      total = count;
      shown = looking;
      request();
    },
    add(page) {
      if (page.runId !== run || page.from !== asked) return;
      asked = null;
      total = Math.max(total, page.total);
      rows.append(...page.items.map(row));
      request();
    },
  };
}

function row(evidence: Evidence): HTMLElement {
  const { id, title, atMs, detail } = evidence;
  const head = h(
    'summary',
    { 'data-key': id },
    chevron(),
    h('span', { class: 'id' }, id),
    h('span', { class: 'title' }, title),
    h('span', { class: 'line' }, evidenceLine(evidence)),
    h('span', { class: 'time' }, `+${duration(atMs)}`),
  );
  const details = h('details', {}, head);
  // A closed one holds nothing.
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1)
      details.append(h('div', { class: 'detail' }, ...evidenceDetail(detail)));
  });
  return h('li', {}, details);
}
