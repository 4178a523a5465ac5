import type { EvidencePage, FromWebview, PanelState, Rung } from '../livecheck/panelProtocol.ts';
import { probes, type ProbeId, type Scope } from '../livecheck/protocol.ts';
import type { Section } from './controls.ts';
import { h } from './dom.ts';
import { rungView, type RungView } from './rung.ts';

export interface Ladder extends Section {
  readonly add: (page: EvidencePage) => void;
  /** Opens a probe's rung and goes to it. */
  readonly show: (probe: ProbeId) => void;
  /** Goes to a piece of evidence, whichever probe has recorded it. */
  readonly showEvidence: (id: string) => void;
}

/** Before the first run: what a run will look at. */
const preview = (wanted: Scope): readonly Rung[] =>
  probes
    .filter(({ scope }) => wanted === 'full' || scope === wanted)
    .map((probe) => ({ probe, state: 'waiting', result: null, evidenceCount: 0 }));

/** The probes, in the order in which they run. `remember` is told which are open. */
export function ladder(
  send: (message: FromWebview) => void,
  opened: readonly ProbeId[],
  remember: (open: readonly ProbeId[]) => void,
): Ladder {
  const list = h('ol', { class: 'ladder' });
  const rungs = new Map<ProbeId, RungView>();
  const open = new Set(opened);
  let last: PanelState | null = null;

  const viewOf = (probe: ProbeId): RungView => {
    const made = rungs.get(probe);
    if (made) return made;
    const view = rungView(
      probe,
      () => setOpen(probe, !open.has(probe)),
      (runId, from) => send({ type: 'evidence', runId, probe, from }),
      showEvidence,
    );
    rungs.set(probe, view);
    return view;
  };
  const setOpen = (probe: ProbeId, wanted: boolean): void => {
    if (wanted) open.add(probe);
    else open.delete(probe);
    remember([...open]);
    if (last) draw(last);
  };
  const draw = (state: PanelState): void => {
    last = state;
    const run = state.run !== null && state.run.rungs.length > 0 ? state.run : null;
    const shown = run?.rungs ?? preview(state.scope);
    const views = shown.map(({ probe }) => viewOf(probe.id));
    const elements = views.map(({ element }) => element);
    if (
      elements.length !== list.children.length ||
      elements.some((each, index) => list.children[index] !== each)
    )
      list.replaceChildren(...elements);
    shown.forEach((rung, index) => views[index]!.draw(rung, run?.runId ?? null, open.has(rung.probe.id)));
  };
  const showEvidence = (id: string): void => {
    const results = last?.run?.rungs.flatMap(({ result }) => result ?? []) ?? [];
    const holder = results.find(({ evidence }) => evidence.includes(id));
    if (holder === undefined) return;
    setOpen(holder.probe, true);
    rungs.get(holder.probe)?.focusEvidence(id, holder.evidence.indexOf(id));
  };
  return {
    element: h(
      'section',
      { 'aria-labelledby': 'ladder-title' },
      h('h2', { id: 'ladder-title' }, 'Probes'),
      list,
    ),
    draw,
    add: (page) => rungs.get(page.probe)?.add(page),
    show(probe) {
      setOpen(probe, true);
      rungs.get(probe)?.focus();
    },
    showEvidence,
  };
}
