import { button, h, svg } from './dom.ts';
import { mark } from './marks.ts';
import { isBar, type BarCell, type Cell, type MarkedCell, type Table } from './views/table.ts';

/** Goes to a piece of evidence, by its id. */
export type ShowEvidence = (id: string) => void;

/** A table in a block that scrolls where it is too wide, and so can be reached with the keyboard. */
export function tableView({ caption, head, rows }: Table, show: ShowEvidence): HTMLElement {
  const heads = head.map((text) => h('th', { scope: 'col' }, text));
  return h(
    'div',
    { class: 'table', tabindex: 0, role: 'group', 'aria-label': caption },
    h(
      'table',
      {},
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...heads)),
      h('tbody', {}, ...rows.map((cells) => h('tr', {}, ...cells.map((cell, at) => cellOf(cell, at, show))))),
    ),
  );
}

function cellOf(cell: Cell, column: number, show: ShowEvidence): HTMLElement {
  if (isBar(cell)) return h('td', { class: 'drawn' }, bar(cell));
  // A text alone needs no element of its own: a table of 50 users has 2,650 cells.
  const [content, attributes] =
    typeof cell === 'string' ? [cell, { class: breaking(cell) }] : [marked(cell, show), {}];
  return column === 0 ? h('th', { scope: 'row', ...attributes }, content) : h('td', attributes, content);
}

/** A text of as many characters stays on one line. */
const longestUnbroken = 24;

const breaking = (text: string): string | null => (text.length <= longestUnbroken ? 'short' : null);

function marked({ text, mark: sign, evidence = [] }: MarkedCell, show: ShowEvidence): HTMLElement {
  const links = evidence.flatMap((id) => [' ', evidenceLink(id, show)]);
  const content = h('span', {}, h('span', { class: breaking(text) }, text), ...links);
  return sign === undefined ? content : h('div', { class: 'marked' }, mark(sign), content);
}

export const evidenceLink = (id: string, show: ShowEvidence): HTMLElement => {
  const link = button(`evidence ${id}`, id, 'link', () => show(id));
  link.setAttribute('aria-label', `Evidence ${id}`);
  return link;
};

/** The narrowest bar that is seen, as a share of the width. */
const thinnest = 0.006;

/** Sized in percent of its cell, so that it needs no style and no measuring. */
function bar({ from, to, tone }: BarCell): SVGElement {
  const shape =
    from === to
      ? svg('circle', { cx: percent(from), cy: 7, r: 4 })
      : svg('rect', {
          x: percent(Math.min(from, 1 - thinnest)),
          y: 2,
          width: percent(Math.max(to - from, thinnest)),
          height: 10,
          rx: 1,
        });
  const line = svg('line', { x1: 0, x2: '100%', y1: 7, y2: 7 });
  return svg('svg', { class: `bar ${tone}`, height: 14, 'aria-hidden': 'true' }, line, shape);
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;
