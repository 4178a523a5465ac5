import type { RunView } from '../livecheck/panelProtocol.ts';
import type { NotTested } from '../livecheck/protocol.ts';
import type { Section } from './controls.ts';
import { h, place } from './dom.ts';
import { facts } from './evidenceDetail.ts';
import { historyParts } from './history.ts';
import { duration, sentence } from './wording.ts';

/** Beside the ladder: which run this is, how those before it went, and what nobody may take for tested. */
export function aside(): Section {
  const content = place(h('aside', { 'aria-label': 'About this run' }));
  return {
    element: content.element,
    draw({ run, history }) {
      const shown = run !== null && run.target !== null ? run : null;
      content.element.hidden = shown === null;
      const about = shown && { ...shown, rungs: [] };
      content.draw([about, history], () =>
        shown === null
          ? []
          : [...runFacts(shown), ...historyParts(history, shown.runId), ...untested(shown.notTested)],
      );
    },
  };
}

/** What the summary line does not say already. */
function runFacts({ target, user, tokenSource, durationMs }: RunView): HTMLElement[] {
  const pairs: [string, string][] = [];
  if (target) pairs.push(['Address', target.apiUrl], ['Paths', paths(target.webSocketUrls)]);
  if (user !== null) pairs.push(['User', user]);
  if (tokenSource !== null) pairs.push(['Token', sentence(tokenSource)]);
  if (durationMs !== null) pairs.push(['Duration', duration(durationMs)]);
  return [h('h2', {}, 'Run'), facts(pairs)];
}

const paths = (urls: readonly string[]): string =>
  urls.map((url) => (URL.canParse(url) ? new URL(url).pathname : url)).join(', ');

/** Grouped by reason: most share one. */
function untested(all: readonly NotTested[]): HTMLElement[] {
  if (all.length === 0) return [];
  const reasons = [...new Set(all.map(({ reason }) => reason))];
  return [
    h('h2', {}, 'Not tested'),
    ...reasons.flatMap((reason) => [
      h('p', { class: 'why' }, sentence(reason)),
      h(
        'ul',
        { class: 'untested' },
        ...all
          .filter((each) => each.reason === reason)
          .map(({ probe, title }) => h('li', { 'data-not-tested': probe }, title)),
      ),
    ]),
  ];
}
