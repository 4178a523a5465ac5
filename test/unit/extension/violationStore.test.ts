import { describe, expect, it } from 'vitest';
import type { Violation } from '../../../src/engine/violation.ts';
import { createViolationStore } from '../../../src/extension/violationStore.ts';

const position = { line: 1, column: 1 };
const violation: Violation = {
  ruleId: 'legacy-import',
  source: 'manager',
  span: { start: 0, end: 1 },
  range: { start: position, end: position },
  form: 'from-import',
  module: 'a.b',
  names: ['X'],
  items: [],
  message: 'X is imported from a.b.',
  reason: null,
  intentional: false,
  subject: { kind: 'comment' },
  severity: 'error',
  phase: '1',
  file: 'a.py',
  fix: { kind: 'safe', title: 'Import X' },
  suppressed: false,
  fingerprint: 'f',
};

const put = (path: string, ...violations: Violation[]) => ({
  path,
  violations,
  legacyNames: [],
  syntaxErrors: [],
});

describe('the violation store', () => {
  it('counts what is to be done, and not what somebody decided', () => {
    const store = createViolationStore();
    store.put(put('/a.py', violation, { ...violation, suppressed: true }));
    store.put(put('/b.py', { ...violation, intentional: true }));
    store.put(put('/c.py', violation, violation));
    expect(store.counts()).toEqual({ violations: 3, files: 2, configurationProblems: 0 });
    expect(store.violationsOf('/a.py')).toHaveLength(2);
  });

  it('forgets a file whose list is empty', () => {
    const store = createViolationStore();
    store.put(put('/a.py', violation));
    store.put(put('/a.py'));
    expect([...store.files()]).toEqual([]);
  });

  it('says what it had when it is cleared', () => {
    const store = createViolationStore();
    store.put(put('/a.py', violation));
    store.putConfigurationProblems([{ path: '/ssot.config.json', range: violation.range, message: 'bad' }]);
    expect(store.counts().configurationProblems).toBe(1);
    expect(store.clear()).toEqual(['/a.py']);
    expect(store.counts()).toEqual({ violations: 0, files: 0, configurationProblems: 0 });
  });
});
