import type { Evidence } from '../livecheck/observations.ts';
import type { EvidencePage } from '../livecheck/panelProtocol.ts';
import { h } from './dom.ts';
import { chevron } from './marks.ts';
import { evidenceDetail, evidenceLine } from './evidenceDetail.ts';
import { pager } from './pager.ts';
import { pageOf, rowsPerPage } from './views/pages.ts';
import { counted, duration } from './wording.ts';

/**
 * The evidence of one probe, a page at a time. Rows are asked for when they are to be seen, and what is in a row is made when it
 * is opened, so that a probe with 10,000 frames costs as much as one with a hundred.
 */
export interface EvidenceList {
  readonly element: HTMLElement;
  /** Says how many pieces there are now, and whether anybody looks. */
  readonly update: (runId: string, total: number, shown: boolean) => void;
  readonly add: (page: EvidencePage) => void;
  /** Turns to the page of a piece, opens it and goes to it, when it is there. `index` is its place in the list. */
  readonly focus: (id: string, index: number) => void;
}

export function evidenceList(ask: (runId: string, from: number) => void): EvidenceList {
  const heading = h('h4', {});
  const rows = h('ol', { class: 'evidence' });
  const pages = pager((index) => turn(index));
  const element = h('div', {}, heading, rows, pages.element);
  let run = '';
  let total = 0;
  let shown = false;
  let first = 0;
  /** The index of the first row of a page that was asked for and is not here yet. */
  let asked: number | null = null;
  /** A piece that is to have the focus once its page is here. */
  let awaited: string | null = null;

  const turn = (index: number): void => {
    if (index === first) return;
    first = index;
    asked = null;
    rows.replaceChildren();
    request();
  };
  const request = (): void => {
    heading.textContent =
      total === 0 ? 'No evidence' : counted(total, 'piece of evidence', 'pieces of evidence');
    pages.draw(first, total);
    const next = first + rows.children.length;
    if (next >= Math.min(total, first + rowsPerPage)) goToAwaited();
    else if (shown && asked === null) {
      asked = next;
      ask(run, next);
    }
  };
  /** The piece itself; the last one of the page where it was not kept. */
  const goToAwaited = (): void => {
    if (awaited === null) return;
    const row = rows.querySelector(`[data-key="${CSS.escape(awaited)}"]`) ?? rows.lastElementChild;
    awaited = null;
    const details = row?.closest('details') ?? row?.querySelector('details');
    if (!details) return;
    details.open = true;
    details.querySelector('summary')?.focus();
    details.scrollIntoView({ block: 'nearest' });
  };
  return {
    element,
    update(runId, count, looking) {
      if (runId !== run) {
        run = runId;
        first = 0;
        asked = null;
        awaited = null;
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
      rows.append(...page.items.slice(0, first + rowsPerPage - page.from).map(row));
      request();
    },
    focus(id, index) {
      awaited = id;
      turn(pageOf(index, total));
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
