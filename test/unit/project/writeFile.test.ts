import { chmodSync, chownSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replaceFile, writeAtomically } from '../../../src/project/writeFile.ts';
import { makeFolder } from './chat.ts';

describe('a file in whose place a text is put', () => {
  it('stays a link, and what is behind it keeps its permissions', () => {
    const folder = makeFolder({ 'real/list': 'old' });
    chmodSync(folder.at('real/list'), 0o640);
    symlinkSync('real/list', folder.at('list'));
    expect(replaceFile(folder.at('list'), 'new')).toEqual({ ok: true });
    expect(lstatSync(folder.at('list')).isSymbolicLink()).toBe(true);
    expect(readFileSync(folder.at('real/list'), 'utf8')).toBe('new');
    expect(statSync(folder.at('real/list')).mode & 0o777).toBe(0o640);
  });

  it('is left alone where it is read-only', () => {
    const folder = makeFolder({ list: 'old' });
    chmodSync(folder.at('list'), 0o444);
    expect(replaceFile(folder.at('list'), 'new')).toEqual({ ok: false, message: 'the file is read-only' });
    expect(readFileSync(folder.at('list'), 'utf8')).toBe('old');
  });

  // Nobody else may give files away.
  it.runIf(process.getuid?.() === 0)('stays its owner’s, whoever writes', () => {
    const folder = makeFolder({ 'a.py': 'old', list: 'old' });
    for (const name of ['a.py', 'list']) chownSync(folder.at(name), 12345, 54321);
    const edit = { span: { start: 0, end: 3 }, text: 'new' };
    expect(writeAtomically([{ path: folder.at('a.py'), before: 'old', edits: [edit] }])).toEqual({
      ok: true,
    });
    expect(replaceFile(folder.at('list'), 'new')).toEqual({ ok: true });
    for (const name of ['a.py', 'list']) {
      expect(readFileSync(folder.at(name), 'utf8')).toBe('new');
      expect(statSync(folder.at(name))).toMatchObject({ uid: 12345, gid: 54321 });
    }
  });
});
