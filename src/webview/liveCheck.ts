import type { PanelState } from '../livecheck/panelProtocol.ts';
import { announcer } from './announcer.ts';
import { aside } from './aside.ts';
import { controls } from './controls.ts';
import { h } from './dom.ts';
import { findings } from './findings.ts';
import { connectToHost, readToWebview } from './host.ts';
import { ladder } from './ladder.ts';
import { verdict } from './verdict.ts';

// The live check panel: draws the state that the host sends, and tells the host what the user wants.
const host = connectToHost();
const probes = ladder(host.send, host.remembered().open, (open) => host.remember({ open }));
const sections = [
  controls(host.send),
  verdict(host.send),
  findings(probes.show, probes.showEvidence),
  probes,
  aside(),
  announcer(),
] as const;
const [what, result, found, , about, spoken] = sections;

document
  .getElementById('panel')
  ?.append(
    h('h1', { class: 'spoken' }, 'Live WebSocket Check'),
    what.element,
    result.element,
    h('div', { class: 'columns' }, h('div', {}, found.element, probes.element), about.element),
    spoken.element,
  );

/** The newest state that is not drawn yet: however many arrive within a frame, one is drawn. */
let pending: PanelState | null = null;

function drawPending(): void {
  const state = pending;
  pending = null;
  if (!state) return;
  for (const section of sections) section.draw(state);
  document.body.dataset['run'] = state.run?.state ?? 'none';
  document.body.dataset['runId'] = state.run?.runId ?? '';
}

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToWebview(data);
  if (message?.type === 'evidence') probes.add(message.page);
  if (message?.type !== 'state') return;
  if (pending === null) requestAnimationFrame(drawPending);
  pending = message.state;
});
host.remember(host.remembered());
host.send({ type: 'ready' });
