import type { Evidence, EvidenceDetail, PhaseTimes } from '../livecheck/observations.ts';
import { closeCodes } from '../livecheck/protocol.ts';
import { h } from './dom.ts';
import { bytes, duration } from './wording.ts';

/** What a line says of a piece of evidence beside its title. */
export function evidenceLine({ detail }: Evidence): string {
  switch (detail.kind) {
    case 'http':
    case 'upgrade':
      return `in ${duration(detail.phases.total)}`;
    case 'frame':
      return bytes(detail.size);
    case 'close':
      return `by the ${detail.initiator}`;
    case 'error':
      return detail.category;
    case 'note':
      return '';
  }
}

/** Everything of a piece of evidence, as it was seen. */
export function evidenceDetail(detail: EvidenceDetail): HTMLElement[] {
  switch (detail.kind) {
    case 'http':
      return [
        facts([
          ['Request', `${detail.method} ${detail.url}`],
          ['Status', String(detail.status)],
          ['Time', phases(detail.phases)],
        ]),
        ...headers('Response headers', detail.headers),
        ...text(detail.truncated ? 'Body (cut off)' : 'Body', detail.body),
      ];
    case 'upgrade':
      return [
        facts([
          ['Request', `GET ${detail.url}`],
          ['Status', String(detail.status)],
          ['Offered', detail.offered.join(', ') || 'no subprotocol'],
          ['Selected', detail.selected ?? 'no subprotocol'],
          ['Time', phases(detail.phases)],
        ]),
        ...headers('Request headers', detail.requestHeaders),
        ...headers('Response headers', detail.headers),
        ...text('Body', detail.body),
      ];
    case 'frame':
      return [
        facts([
          ['Direction', detail.direction],
          ['Opcode', detail.opcode],
          ['Type', detail.type ?? 'none'],
          ['Size', bytes(detail.size)],
          ['Time', `${duration(detail.tMs)} after the socket was opened`],
        ]),
        ...text(detail.truncated ? 'Content (cut off)' : 'Content', detail.body),
      ];
    case 'close':
      return [
        facts([
          ['Code', `${detail.code} ${closeCodes[detail.code] ?? ''}`.trim()],
          ['Reason', detail.reason || 'none given'],
          ['By', `the ${detail.initiator}`],
          ['Time', `${duration(detail.tMs)} after the socket was opened`],
        ]),
      ];
    case 'error':
      return [
        facts([
          ['Address', detail.url],
          ['Failure', detail.code === null ? detail.category : `${detail.category} (${detail.code})`],
          ['Message', detail.message],
          ['Time', duration(detail.ms)],
        ]),
      ];
    case 'note':
      return [h('p', {}, detail.text)];
  }
}

/** Names and values, as a description list. */
export const facts = (pairs: readonly (readonly [string, string])[]): HTMLElement =>
  h('dl', { class: 'facts' }, ...pairs.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

function headers(title: string, values: Readonly<Record<string, string>>): HTMLElement[] {
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return text(title, lines.join('\n'));
}

/** A block that can be scrolled, and so can be reached with the keyboard. */
function text(title: string, content: string): HTMLElement[] {
  if (content === '') return [];
  return [h('h4', {}, title), h('pre', { tabindex: 0, role: 'group', 'aria-label': title }, content)];
}

function phases({ dns, tcp, tls, response, total }: PhaseTimes): string {
  const parts = [
    ['DNS', dns],
    ['TCP', tcp],
    ['TLS', tls],
    ['response', response],
  ] as const;
  const known = parts.flatMap(([name, ms]) => (ms === null ? [] : [`${name} ${duration(ms)}`]));
  return known.length === 0 ? duration(total) : `${duration(total)} (${known.join(', ')})`;
}
