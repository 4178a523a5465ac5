import { svg } from './dom.ts';
import type { Mark } from './wording.ts';

/** Each state has a shape of its own, so that none is told by its colour alone. Paths on a grid of 16 by 16. */
const shapes: Readonly<Record<Mark, readonly string[]>> = {
  waiting: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11'],
  running: ['M8 2.5a5.5 5.5 0 1 1-5.5 5.5'],
  'not-run': ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11', 'M4.2 11.8l7.6-7.6'],
  pass: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11', 'M5.4 8.2l1.8 1.8l3.4-3.8'],
  warn: ['M8 2.3l6 11H2z', 'M8 6.4v3.4', 'M8 11.2v.5'],
  fail: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11', 'M6 6l4 4', 'M10 6l-4 4'],
  skipped: ['M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11', 'M5.4 8h5.2'],
  inconclusive: [
    'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11',
    'M6.5 6.6a1.5 1.5 0 1 1 2.3 1.3c-.5.3-.8.6-.8 1.1',
    'M8 10.7v.4',
  ],
};

/** The sign of a state. It is decoration for a screen reader: the state always stands beside it in words. */
export const mark = (state: Mark): SVGElement => drawing(shapes[state], `mark ${state}`);

/** The sign of something that opens; the style sheet turns it. */
export const chevron = (): SVGElement => drawing(['M6 4l4 4l-4 4'], 'chevron');

const drawing = (paths: readonly string[], name: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 16 16', class: name, 'aria-hidden': 'true' },
    ...paths.map((d) => svg('path', { d })),
  );
