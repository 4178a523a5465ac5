import { h, svg } from './dom.ts';
import { counted, duration } from './wording.ts';
import type { Latency, LatencyLine } from './views/latency.ts';

/** Units of the drawing, which is scaled to the width that it gets. */
const [width, height] = [320, 120];
const plot = { left: 48, right: width - 8, top: 10, bottom: height - 10 };

/** Lines over the runs. Each has a shape of its own at its points, so that none is told by its colour alone. */
export function latencyChart({ topMs, runs, lines }: Latency): HTMLElement {
  const label = `Handshake and ping times of the last ${counted(runs, 'run', 'runs')}; the numbers follow as a table`;
  const axis = [0, 0.5, 1].flatMap((share) => [
    svg('line', { class: 'grid', x1: plot.left, x2: plot.right, y1: yOf(share), y2: yOf(share) }),
    text(share * topMs, yOf(share)),
  ]);
  const chart = svg(
    'svg',
    { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    ...axis,
    ...lines.map(lineOf),
  );
  const legend = lines.map(({ id, title }) =>
    h(
      'li',
      {},
      svg('svg', { class: 'chart key', viewBox: '-6 -6 12 12', 'aria-hidden': 'true' }, point(id, 0, 0)),
      title,
    ),
  );
  return h('figure', {}, chart, h('ul', { class: 'legend' }, ...legend));
}

const xOf = (share: number): number => plot.left + share * (plot.right - plot.left);
const yOf = (share: number): number => plot.bottom - share * (plot.bottom - plot.top);

function text(ms: number, y: number): SVGElement {
  const element = svg('text', { x: plot.left - 6, y: y + 4, 'text-anchor': 'end' });
  element.textContent = ms === 0 ? '0' : duration(ms);
  return element;
}

function lineOf({ id, points }: LatencyLine): SVGElement {
  const places = points.map(({ x, y }) => [xOf(x), yOf(y)] as const);
  const line = svg('polyline', { class: id, points: places.map((each) => each.join()).join(' ') });
  return svg('g', {}, line, ...places.map(([x, y]) => point(id, x, y)));
}

/** A circle, a square, a diamond. */
function point(id: LatencyLine['id'], x: number, y: number): SVGElement {
  if (id === 'handshake') return svg('circle', { class: id, cx: x, cy: y, r: 3.5 });
  const size = 6;
  const turned = id === 'protocol-ping' ? '' : `rotate(45 ${x} ${y})`;
  const place = { x: x - size / 2, y: y - size / 2, width: size, height: size };
  return svg('rect', { class: id, ...place, ...(turned === '' ? {} : { transform: turned }) });
}
