import { describe, expect, it } from 'vitest';
import { afterEvent, emptyRun } from '../../../src/extension/liveCheck/runRecord.ts';
import type { RunView } from '../../../src/livecheck/panelProtocol.ts';
import type { LiveCheckEvent } from '../../../src/livecheck/protocol.ts';
import { newsOf } from '../../../src/webview/announcer.ts';
import { bytes, duration, sentence } from '../../../src/webview/wording.ts';
import { finished, result, started, wholeRun } from './events.ts';

describe('the words of the panel', () => {
  it.each([
    [0.4, '<1 ms'],
    [1, '1 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [1_240, '1.2 s'],
    [99_949, '99.9 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms are %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [1023, '1023 B'],
    [1024, '1.0 KB'],
    [1_572_864, '1.5 MB'],
  ])('%d bytes are %s', (size, text) => {
    expect(bytes(size)).toBe(text);
  });

  it.each([
    ['open after 2 ms', 'Open after 2 ms.'],
    ['netra-ai-platform calls itself healthy', 'netra-ai-platform calls itself healthy.'],
    ['/ws opens', '/ws opens.'],
    ['user_id is missing', 'user_id is missing.'],
    ['Done.', 'Done.'],
    ['closed with 1008 "no"', 'Closed with 1008 "no".'],
    ['is it?', 'Is it?'],
    ['', ''],
  ])('%j is the sentence %j', (text, said) => {
    expect(sentence(text)).toBe(said);
  });
});

describe('what is read out', () => {
  const after = (...events: readonly LiveCheckEvent[]): RunView =>
    events.reduce(afterEvent, emptyRun('r', '2025-01-01T00:00:00.000Z')).view;
  const health: LiveCheckEvent = { type: 'probe-finished', result: result('health', 'warn') };

  it('is nothing without news', () => {
    expect(newsOf(null, null)).toEqual([]);
    expect(newsOf(after(started), after(started))).toEqual([]);
  });

  it('is that the check has started', () => {
    expect(newsOf(null, after(started))).toEqual(['The check has started.']);
  });

  it('is each probe that has ended since, once', () => {
    expect(newsOf(after(started), after(started, health))).toEqual(['Health: Warning.']);
    expect(newsOf(after(started, health), after(started, health))).toEqual([]);
  });

  it('is not the frames in between', () => {
    const [, , evidence] = wholeRun('pass', 'passed');
    expect(newsOf(after(started), after(started, evidence!))).toEqual([]);
  });

  it('is the verdict in the end', () => {
    const news = newsOf(after(started, health), after(started, health, finished('failed')));
    expect(news).toEqual(['FAILED. A sentence. 0 probes not tested.']);
  });

  it('is that it was cancelled, refused or has crashed', () => {
    expect(newsOf(after(started), after(started, finished('partial', true))).join()).toMatch(/^Cancelled\./);
    const refusal = { code: 'invalid-target', message: 'no URL' } as const;
    expect(newsOf(null, after({ type: 'run-refused', refusal }))).toEqual(['The check did not run: no URL']);
  });
});
