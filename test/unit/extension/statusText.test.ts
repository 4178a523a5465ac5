import { describe, expect, it } from 'vitest';
import type { ScanSummary } from '../../../src/project/protocol.ts';
import { many, statusText } from '../../../src/extension/statusText.ts';

const clean = { violations: 0, files: 0, configurationProblems: 0 };
const summary: ScanSummary = {
  filesSeen: 40,
  filesAnalyzed: 12,
  filesKnown: 0,
  violations: 0,
  durationMs: 10,
  withoutConfiguration: [],
};

describe('the status bar', () => {
  it('is hidden until something needs the analysis', () => {
    expect(statusText({ kind: 'idle' }, clean)).toBeUndefined();
  });

  it('counts violations and opens the Problems panel', () => {
    const shown = statusText({ kind: 'ready', summary }, { ...clean, violations: 7, files: 3 });
    expect(shown).toMatchObject({
      text: '$(git-merge) SSOT: 7',
      tooltip: '7 violations in 3 files; 40 files scanned',
      command: { id: 'workbench.actions.view.problems' },
      look: 'plain',
    });
  });

  it('says so when nothing is wrong', () => {
    expect(statusText({ kind: 'ready', summary }, clean)).toMatchObject({
      text: '$(pass) SSOT',
      tooltip: 'No violations; 40 files scanned',
    });
  });

  it('says that closed files were not looked at', () => {
    expect(statusText({ kind: 'ready' }, clean)?.tooltip).toContain('only open files');
  });

  it('shows how far a scan is', () => {
    expect(statusText({ kind: 'scanning', done: 3, total: 9 }, clean)).toMatchObject({
      text: '$(sync~spin) SSOT',
      tooltip: 'Scanning: 3 of 9 files',
    });
  });

  it('warns of a broken configuration before anything else that is found', () => {
    const counts = { violations: 7, files: 3, configurationProblems: 1 };
    expect(statusText({ kind: 'ready', summary }, counts)).toMatchObject({ look: 'warning' });
    expect(statusText({ kind: 'ready', summary }, counts)?.tooltip).toMatch(/^1 problem in a configuration/);
  });

  it('offers to create a configuration where a scan found none', () => {
    const none = { ...summary, filesSeen: 0, withoutConfiguration: ['/folder'] };
    expect(statusText({ kind: 'ready', summary: none }, clean)?.command?.id).toBe('ssot.createConfiguration');
  });

  it('does not offer that where one of two folders has one', () => {
    const one = { ...summary, withoutConfiguration: ['/other'] };
    expect(statusText({ kind: 'ready', summary: one }, clean)?.command?.id).toBe(
      'workbench.actions.view.problems',
    );
  });

  it('offers a restart after the analysis gave up', () => {
    const shown = statusText({ kind: 'stopped', reason: 'Error: out of memory\n  at x' }, clean);
    expect(shown).toMatchObject({ look: 'error', command: { id: 'ssot.restartAnalysis' } });
    expect(shown?.tooltip).toContain('out of memory. Click');
  });

  it('counts in words', () => {
    expect([many(0, 'file'), many(1, 'file'), many(12_345, 'file')]).toEqual([
      '0 files',
      '1 file',
      '12,345 files',
    ]);
  });
});
