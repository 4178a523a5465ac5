import { describe, expect, it } from 'vitest';
import { createMemory, restoredRun, storedRun } from '../../../src/extension/liveCheck/memory.ts';
import { runDocument, runFileName } from '../../../src/extension/liveCheck/runDocument.ts';
import { afterEvent, emptyRun } from '../../../src/extension/liveCheck/runRecord.ts';
import type { LiveCheckEvent } from '../../../src/livecheck/protocol.ts';
import { frame, started, wholeRun } from './events.ts';

const recordOf = (events: readonly LiveCheckEvent[]) =>
  events.reduce(afterEvent, emptyRun('shown-1', '2025-01-01T00:00:00.000Z'));

/** Through JSON, as the editor keeps it. */
const kept = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what is remembered of a workspace', () => {
  const fresh = () => {
    const values = new Map<string, unknown>();
    return createMemory({
      get: (key) => values.get(key),
      update: (key, value) => Promise.resolve(void values.set(key, kept(value ?? null))),
    });
  };

  it('is nothing at first', () => {
    const memory = fresh();
    expect([memory.target(), memory.user(), memory.urls(), memory.lastRun()]).toEqual([null, null, [], null]);
  });

  it('are the target, the user, and five addresses, the newest first', () => {
    const memory = fresh();
    memory.keepTarget('x');
    memory.keepUser('staging-e2e-user-002');
    for (const url of ['a', 'b', 'c', 'd', 'e', 'f', 'b']) memory.keepUrl(url);
    expect([memory.target(), memory.user()]).toEqual(['x', 'staging-e2e-user-002']);
    expect(memory.urls()).toEqual(['b', 'f', 'e', 'd', 'c']);
    memory.keepUser(null);
    expect(memory.user()).toBeNull();
  });

  it('is the last run, with its evidence', () => {
    const memory = fresh();
    const record = recordOf(wholeRun('warn', 'passed-with-warnings'));
    memory.keepRun(record);
    expect(memory.lastRun()).toEqual(record);
  });

  it.each([null, undefined, 'run', {}, { form: 2 }, { form: 1, view: {}, evidence: [] }])(
    'is not %j',
    (value) => {
      expect(restoredRun(value)).toBeNull();
    },
  );
});

describe('a run that is kept', () => {
  it('has a bounded part of its evidence, and says what is lacking', () => {
    const frames = Array.from({ length: 10_000 }, (_, index): LiveCheckEvent => ({
      type: 'evidence',
      evidence: frame('liveness', index),
    }));
    const stored = kept(storedRun(recordOf([started, ...frames])));
    expect(JSON.stringify(stored).length).toBeLessThan(120_000);
    const again = restoredRun(stored)!;
    const items = again.evidence.get('liveness')!;
    const rung = again.view.rungs.find(({ probe }) => probe.id === 'liveness');
    expect(rung?.evidenceCount).toBe(items.length);
    expect(items.at(-1)?.detail).toEqual({
      kind: 'note',
      text: `${10_000 - (items.length - 1)} more pieces of evidence were not kept when the run ended`,
    });
  });
});

describe('a run that is exported', () => {
  it('is one JSON document with everything that was observed', () => {
    const tool = { name: 'ssot-migrator', version: '1.2.3' };
    const text = runDocument(recordOf(wholeRun('pass', 'passed')), tool);
    const document = JSON.parse(text) as Record<string, unknown[]>;
    expect(document).toMatchObject({
      schemaVersion: 1,
      tool,
      scope: 'connection',
      verdict: { status: 'passed' },
      durationMs: 12,
      cancelled: false,
    });
    expect([document['probes']?.length, document['evidence']?.length]).toEqual([8, 8]);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('gets a file name that every system takes', () => {
    expect(runFileName('2025-09-15T01:02:03.456Z')).toBe('live-check-2025-09-15T01-02-03Z.json');
  });
});
