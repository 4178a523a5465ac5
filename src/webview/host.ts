import type { EvidencePage, FromWebview, PanelState, ToWebview } from '../livecheck/panelProtocol.ts';
import type { ProbeId } from '../livecheck/protocol.ts';

/** What the document itself remembers while it is hidden, and over a reload of the window. */
export interface Remembered {
  readonly open: readonly ProbeId[];
}

export interface Host {
  readonly send: (message: FromWebview) => void;
  readonly remembered: () => Remembered;
  readonly remember: (value: Remembered) => void;
}

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The extension host, as the document reaches it. Can be called once per document. */
export function connectToHost(): Host {
  const api = acquireVsCodeApi();
  return {
    send: (message) => api.postMessage(message),
    remembered() {
      const state = api.getState();
      const open = isRecord(state) && Array.isArray(state['open']) ? (state['open'] as unknown[]) : [];
      return { open: open.filter((each): each is ProbeId => typeof each === 'string') };
    },
    remember: (value) => api.setState(value),
  };
}

/** A message of the host; null for anything else that arrives at this window. */
export function readToWebview(value: unknown): ToWebview | null {
  if (!isRecord(value)) return null;
  const { type, state, page } = value;
  if (type === 'state' && isState(state)) return { type, state };
  if (type === 'evidence' && isPage(page)) return { type, page };
  return null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isState = (value: unknown): value is PanelState =>
  isRecord(value) &&
  ['targets', 'problems', 'users', 'history'].every((key) => Array.isArray(value[key])) &&
  (value['run'] === null || (isRecord(value['run']) && Array.isArray(value['run']['rungs'])));

const isPage = (value: unknown): value is EvidencePage =>
  isRecord(value) &&
  typeof value['runId'] === 'string' &&
  typeof value['probe'] === 'string' &&
  typeof value['from'] === 'number' &&
  typeof value['total'] === 'number' &&
  Array.isArray(value['items']);
