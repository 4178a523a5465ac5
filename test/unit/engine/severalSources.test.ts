import { expect, it } from 'vitest';
import { explain } from '../../../src/engine/explain.ts';
import { openMemory, type MemoryWorkspace } from './memoryWorkspace.ts';

/** Two sources whose names come from one shim. */
function open(importer: string): MemoryWorkspace {
  const source = { legacyModules: ['shim', 'old.gone'] };
  return openMemory(
    new Map([
      [
        'ssot.config.json',
        JSON.stringify({
          sources: [
            { ...source, id: 'hub', module: 'hub', classes: ['Hub'], owners: ['hub.py'] },
            { ...source, id: 'log', module: 'log', classes: ['Log'], owners: ['log.py'] },
          ],
        }),
      ],
      ['hub.py', 'class Hub:\n    pass\n'],
      ['log.py', 'class Log:\n    pass\n'],
      ['shim.py', 'from hub import Hub\nfrom log import Log\n\nJournal = Log\n'],
      ['old/__init__.py', ''],
      ['user.py', importer],
    ]),
  );
}

it('a statement of two sources says of each name where its truth is', () => {
  const [violation, ...others] = open('from shim import Journal, Hub, Log\n').analysis.check('user.py');
  expect(others).toEqual([]);
  expect(violation).toMatchObject({
    source: 'hub',
    names: ['Journal', 'Hub', 'Log'],
    message:
      'Journal, Hub, Log are imported from shim; the sources of truth are hub for Hub and log for Journal, Log.',
    fix: { kind: 'safe', title: 'Import Log in place of Journal, Log from log, and Hub from hub' },
  });
  expect(violation?.items.map(({ source }) => source)).toEqual(['log', 'hub', 'log']);
});

it('a statement of one source is told as if there were no other', () => {
  const [violation] = open('from shim import Log, nothing\n').analysis.check('user.py');
  expect(violation).toMatchObject({
    source: 'log',
    message: 'Log is imported from shim; the source of truth is log.',
    fix: { title: 'Import Log from log' },
    // What a baseline written before there was a second source holds.
    fingerprint: '36ed03af39d7c630',
  });
});

it('a star import of a module that is gone says what the truths are', () => {
  const [violation] = open('from old.gone import *\n').analysis.check('user.py');
  expect(violation?.message).toBe(
    'Everything is imported from old.gone; the sources of truth are hub and log.',
  );
});

it('explains each name by its own source', () => {
  const { analysis } = open('from shim import Hub, Log\n');
  const [violation] = analysis.check('user.py');
  const { names } = explain(analysis, violation!);
  expect(names.map(({ canonical }) => [canonical?.name, canonical?.end])).toEqual([
    ['hub.Hub', 'the class Hub in hub.py'],
    ['log.Log', 'the class Log in log.py'],
  ]);
});
