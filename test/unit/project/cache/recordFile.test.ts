import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../../src/project/cache/cacheFolder.ts';
import { createRecordFile } from '../../../../src/project/cache/recordFile.ts';
import type { ScanResults, ScanRests } from '../../../../src/project/cache/scanRecord.ts';
import { makeFolder, type Folder } from '../chat.ts';

const range = { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
const results: ScanResults = {
  files: ['chat/ä.py'],
  stamps: ['1 2 3 4'],
  nested: [],
  watched: [['', 'stat', '5 6 7 8']],
  day: '2027-03-31',
  findings: [{ file: 'chat/ä.py', violations: [], problems: [{ range, message: 'it is binary' }] }],
};
const none = { consulted: [], files: [], directories: [], read: [], links: [] };
const rests: ScanRests = {
  languages: { python: { ...none, consulted: ['chat/hub.py'] }, typescript: none },
  python: { sought: [], leading: [], contributions: [['chat/a.py', ['Hub']]], words: [] },
};

/** A cache with one scan in it. */
function filled(): { folder: Folder; path: string } {
  const folder = makeFolder({});
  createRecordFile(folder.path, 'project', 'key').write(results, rests);
  const [name] = readdirSync(folder.path);
  return { folder, path: folder.at(name!) };
}

describe('the file of a scan', () => {
  it('gives back what was kept', () => {
    const { folder } = filled();
    const stored = createRecordFile(folder.path, 'project', 'key').read();
    expect(stored?.results).toEqual(results);
    expect(stored?.rests()).toEqual(rests);
  });

  it('gives nothing to another project, and nothing under another key', () => {
    const { folder } = filled();
    expect(createRecordFile(folder.path, 'other', 'key').read()).toBeUndefined();
    expect(createRecordFile(folder.path, 'project', 'other key').read()).toBeUndefined();
  });

  it('is one for each project, whatever the key', () => {
    const { folder } = filled();
    createRecordFile(folder.path, 'project', 'other key').write(results, rests);
    expect(readdirSync(folder.path)).toHaveLength(1);
    createRecordFile(folder.path, 'other', 'key').write(results, rests);
    expect(readdirSync(folder.path)).toHaveLength(2);
  });

  it.skipIf(process.platform === 'win32')('is nobody else’s to read', () => {
    const { path } = filled();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('gives nothing of what is cut off or changed anywhere', () => {
    const { folder, path } = filled();
    const whole = readFileSync(path);
    const record = createRecordFile(folder.path, 'project', 'key');
    for (let length = 0; length < whole.length; length += 3) {
      writeFileSync(path, whole.subarray(0, length));
      const stored = record.read();
      // What changes need comes last, and is read by itself.
      expect(stored?.rests()).toBeUndefined();
      if (stored) expect(stored.results).toEqual(results);
    }
    for (let at = 0; at < whole.length; at += 3) {
      const broken = Buffer.from(whole);
      broken[at]! ^= 1;
      writeFileSync(path, broken);
      const stored = record.read();
      if (stored) expect(stored.results).toEqual(results);
      expect(stored?.rests()).toBeUndefined();
    }
    record.write(results, rests);
    expect(record.read()?.rests()).toEqual(rests);
  });

  it('need not be written, and need not be readable', () => {
    const { path } = filled();
    // A file stands where the folder would be.
    const record = createRecordFile(join(path, 'below'), 'project', 'key');
    record.write(results, rests);
    expect(record.read()).toBeUndefined();
    chmodSync(path, 0);
    expect(() => createRecordFile(join(path, '..'), 'project', 'key').read()).not.toThrow();
  });

  it('is cleared away when nobody has used it for long, or when there are too many', () => {
    const { folder, path } = filled();
    const old = Date.now() / 1000 - 31 * 24 * 60 * 60;
    utimesSync(path, old, old);
    for (let each = 0; each < 70; each++)
      createRecordFile(folder.path, `p${each}`, 'key').write(results, rests);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder.path)).toHaveLength(64);
    expect(createRecordFile(folder.path, 'p69', 'key').read()).toBeDefined();
  });

  it('is cleared away when all together are too large, the one that was not used for the longest first', () => {
    const folder = makeFolder({});
    const paths = ['a', 'b', 'c'].map((name, at) => {
      createRecordFile(folder.path, name, 'key').write(results, rests);
      const [path] = readdirSync(folder.path).flatMap((each) =>
        statSync(folder.at(each)).size < 9999 ? [folder.at(each)] : [],
      );
      truncateSync(path!, 90_000_000);
      const used = Date.now() / 1000 - 60 * (3 - at);
      utimesSync(path!, used, used);
      return path!;
    });
    expect(paths.map((path) => existsSync(path))).toEqual([true, true, true]);
    createRecordFile(folder.path, 'd', 'key').write(results, rests);
    expect(paths.map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('stays while it is used, though nothing changes', () => {
    const { folder, path } = filled();
    const old = Date.now() / 1000 - 29 * 24 * 60 * 60;
    utimesSync(path, old, old);
    createRecordFile(folder.path, 'project', 'key').read();
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(60_000);
  });
});

describe('the folder of caches', () => {
  const home = join('/home', 'ada');
  it.each([
    ['linux', {}, join(home, '.cache', 'ssot-migrator')],
    ['linux', { XDG_CACHE_HOME: '/var/ada' }, join('/var/ada', 'ssot-migrator')],
    ['linux', { XDG_CACHE_HOME: 'relative' }, join(home, '.cache', 'ssot-migrator')],
    ['darwin', { XDG_CACHE_HOME: '/var/ada' }, join(home, 'Library', 'Caches', 'ssot-migrator')],
    ['win32', { LOCALAPPDATA: '/local' }, join('/local', 'ssot-migrator', 'Cache')],
    ['win32', {}, join(home, 'AppData', 'Local', 'ssot-migrator', 'Cache')],
    ['linux', { SSOT_CACHE_DIR: '/tmp/mine', XDG_CACHE_HOME: '/var/ada' }, '/tmp/mine'],
  ])('on %s with %j is %s', (platform, environment, expected) => {
    expect(cacheFolder({ platform, environment, home })).toBe(expected);
  });
});
