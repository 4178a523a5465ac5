import { button, h } from './dom.ts';
import { pageOf, pageText, rowsPerPage } from './views/pages.ts';

export interface Pager {
  readonly element: HTMLElement;
  readonly draw: (first: number, total: number) => void;
}

/** Turns pages of rows; `turn` is told the index of the first row to show. There is nothing of it where all fit on one page. */
export function pager(turn: (first: number) => void): Pager {
  let first = 0;
  let total = 0;
  const step = (name: string, label: string, to: () => number): HTMLButtonElement =>
    button(name, label, 'secondary', () => turn(pageOf(to(), total)));
  const start = step('first', 'First', () => 0);
  const back = step('previous', 'Previous', () => Math.max(0, first - rowsPerPage));
  const on = step('next', 'Next', () => first + rowsPerPage);
  const end = step('last', 'Last', () => total - 1);
  const place = h('span', { role: 'status' });
  const element = h('div', { class: 'pager', role: 'group', 'aria-label': 'Pages of evidence' });
  element.append(start, back, place, on, end);

  return {
    element,
    draw(at, of) {
      first = at;
      total = of;
      element.hidden = total <= rowsPerPage;
      place.textContent = pageText(first, total);
      const focused = document.activeElement;
      start.disabled = back.disabled = first === 0;
      on.disabled = end.disabled = first + rowsPerPage >= total;
      // A button that goes out of use hands its focus to the one that leads back.
      if (focused === start || focused === back) (start.disabled ? on : back).focus();
      if (focused === on || focused === end) (end.disabled ? back : on).focus();
    },
  };
}
