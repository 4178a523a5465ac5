import { describe, expect, it } from 'vitest';
import { readFromWebview } from '../../../src/extension/liveCheck/incoming.ts';
import type { EvidencePage, PanelState } from '../../../src/livecheck/panelProtocol.ts';
import { readToWebview } from '../../../src/webview/host.ts';

describe('what the host takes from the panel', () => {
  it.each([
    { type: 'ready' },
    { type: 'enter-url' },
    { type: 'enter-secret' },
    { type: 'forget-secret' },
    { type: 'run' },
    { type: 'cancel' },
    { type: 'export' },
    { type: 'choose-target', target: 'file:///x#local' },
    { type: 'choose-user', user: null },
    { type: 'choose-scope', scope: 'connection' },
    { type: 'choose-scope', scope: 'full' },
    { type: 'choose-user-count', count: 2 },
    { type: 'choose-user-count', count: 50 },
    { type: 'choose-user', user: 'staging-e2e-user-001' },
    { type: 'open-configuration', file: 'ssot.config.json' },
    { type: 'evidence', runId: 'r', probe: 'health', from: 0 },
  ])('$type', (message) => {
    expect(readFromWebview(message)).toEqual(message);
  });

  it('drops what a message has beyond its type', () => {
    expect(readFromWebview({ type: 'run', allowProduction: true })).toEqual({ type: 'run' });
  });

  it.each([
    null,
    'run',
    [],
    {},
    { type: 'toString' },
    { type: 'RUN' },
    { type: 'choose-target' },
    { type: 'choose-target', target: 7 },
    { type: 'choose-user' },
    { type: 'choose-scope', scope: 'everything' },
    { type: 'choose-user-count', count: 1 },
    { type: 'choose-user-count', count: 51 },
    { type: 'choose-user-count', count: 2.5 },
    { type: 'choose-user-count', count: '3' },
    { type: 'open-configuration', file: null },
    { type: 'evidence', runId: 'r', probe: 'no-such-probe', from: 0 },
    { type: 'evidence', runId: 'r', probe: 'health', from: -1 },
    { type: 'evidence', runId: 'r', probe: 'health', from: 0.5 },
    { type: 'evidence', runId: 1, probe: 'health', from: 0 },
  ])('takes nothing else: %j', (message) => {
    expect(readFromWebview(message)).toBeNull();
  });
});

describe('what the panel takes from the host', () => {
  const state: PanelState = {
    targets: [],
    target: null,
    problems: [],
    users: [],
    user: null,
    scope: 'full',
    userCount: 3,
    credentials: null,
    blocked: null,
    searching: false,
    preparing: false,
    run: null,
    history: [],
  };
  const page: EvidencePage = { runId: 'r', probe: 'health', from: 0, total: 0, items: [] };

  it('a state and a page of evidence', () => {
    expect(readToWebview({ type: 'state', state })).toEqual({ type: 'state', state });
    expect(readToWebview({ type: 'evidence', page })).toEqual({ type: 'evidence', page });
  });

  it.each([
    undefined,
    { type: 'state' },
    { type: 'state', state: { ...state, targets: 'none' } },
    { type: 'state', state: { ...state, run: {} } },
    { type: 'state', state: { ...state, history: null } },
    { type: 'evidence', page: { ...page, items: {} } },
    { type: 'evidence', page: { ...page, total: '1' } },
    { type: 'other', state },
  ])('nothing else: %j', (message) => {
    expect(readToWebview(message)).toBeNull();
  });
});
