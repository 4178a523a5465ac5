import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRecordFile } from '../../../../src/project/cache/recordFile.ts';
import { loadConfig } from '../../../../src/project/configuration.ts';
import * as readText from '../../../../src/project/readText.ts';
import { scanFiles, type ScanOutcome } from '../../../../src/project/scanFiles.ts';
import { canonicalImport, chat, makeFolder, safeImport, type Files, type Folder } from '../chat.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Scan {
  readonly outcome: ScanOutcome;
  /** The files whose bytes were read, relative and sorted. */
  readonly read: readonly string[];
}

/** A project that is scanned again and again. @param later milliseconds by which its clock is ahead of the files */
function scanned(files: Files = chat, later = 60_000): { folder: Folder; again: () => Scan } {
  const folder = makeFolder(files);
  const cache = makeFolder({});
  const again = (): Scan => {
    const result = loadConfig(folder.at('ssot.config.json'));
    if (!result.ok) throw new Error('the configuration is wrong');
    const reads = vi.spyOn(readText, 'readBytes');
    const { loaded } = result;
    const record = createRecordFile(cache.path, folder.path, JSON.stringify(loaded.config));
    const scanning = scanFiles({ loaded, record, startedAt: Date.now() + later });
    for (;;) {
      const step = scanning.next();
      if (!step.done) continue;
      const read = new Set(reads.mock.calls.map(([path]) => path.slice(folder.path.length + 1)));
      reads.mockRestore();
      return { outcome: step.value, read: [...read].sort() };
    }
  };
  again();
  return { folder, again };
}

/** The files with violations. */
function violating({ outcome }: Scan): readonly string[] {
  return outcome.ok
    ? outcome.findings.flatMap(({ file, violations }) => (violations.length > 0 ? [file] : []))
    : [];
}

describe('a scan that was made before', () => {
  it('reads no file where nothing has changed', () => {
    const { again } = scanned();
    const scan = again();
    expect(scan.read).toEqual([]);
    expect(violating(scan)).toEqual(['chat/repair.py', 'chat/safe.py']);
  });

  it('reads nothing either where a file came that is no code', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/notes.txt': 'from chat.sockets import SocketHub\n' });
    expect(again().read).toEqual([]);
    expect(again().read).toEqual([]);
  });

  it('reads a file that has changed alone, where that says nothing about others', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/other.py': 'import sys\n\nprint(sys.path)\n' });
    // With the canonical module, which says what is owned.
    expect(again().read).toEqual(['chat/hub.py', 'chat/other.py']);
  });

  it('reads what a file needs that has to be analyzed again, and no other', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/other.py': safeImport });
    const scan = again();
    expect(scan.read).toEqual(['chat/hub.py', 'chat/other.py', 'chat/sockets.py']);
    expect(violating(scan)).toEqual(['chat/other.py', 'chat/repair.py', 'chat/safe.py']);
  });

  it('reads a new file alone, where nobody asked for it', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/new.py': 'import os\n' });
    const scan = again();
    expect(scan.read).toEqual(['chat/hub.py', 'chat/new.py']);
    expect(scan.outcome).toMatchObject({ files: expect.arrayContaining(['chat/new.py']) as unknown });
  });

  it('forgets what is gone', () => {
    const { folder, again } = scanned();
    folder.remove('chat/safe.py');
    const scan = again();
    expect(scan.read).toEqual([]);
    expect(violating(scan)).toEqual(['chat/repair.py']);
  });

  it('analyzes again what rests on a module that has changed', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/sockets.py': 'class SocketHub:\n    pass\n' });
    const before = violating(again());
    folder.write({ 'chat/sockets.py': 'x = 1\n', 'chat/gone.py': canonicalImport });
    expect(before).toContain('chat/safe.py');
    const scan = again();
    expect(violating(scan)).toContain('chat/repair.py');
    const repaired = scan.outcome.ok && scan.outcome.findings.find(({ file }) => file === 'chat/repair.py');
    expect(repaired && repaired.violations.map(({ ruleId }) => ruleId)).toEqual(['legacy-import']);
  });

  it('leaves Python’s files alone where only TypeScript’s have changed', () => {
    const config = JSON.parse(chat['ssot.config.json']) as { sources: object[] };
    const feed = { id: 'feed', language: 'typescript', module: 'src/feed', classes: ['Feed'] };
    const { folder, again } = scanned({
      ...chat,
      'ssot.config.json': JSON.stringify({
        sources: [...config.sources, { ...feed, legacyModules: ['src/old'] }],
      }),
      'src/feed.ts': 'export class Feed {}\n',
      'src/page.ts': "import { Feed } from './old';\nnew Feed();\n",
    });
    folder.write({ 'src/page.ts': "import { Feed } from './feed';\nlet feed: Feed;\n" });
    const scan = again();
    expect(scan.read.filter((file) => !file.endsWith('.json'))).toEqual(['src/feed.ts', 'src/page.ts']);
    expect(violating(scan)).toEqual(['chat/repair.py', 'chat/safe.py']);
  });

  it('finds those who import a file that is covered again', () => {
    const { folder, again } = scanned({
      ...chat,
      'chat/.gitignore': 'a.py\n',
      'chat/a.py': 'from chat.sockets import SocketHub as Hub\n',
      'chat/b.py': 'from chat.a import Hub\n\nHub()\n',
    });
    expect(violating(again())).not.toContain('chat/b.py');
    folder.remove('chat/.gitignore');
    expect(violating(again())).toContain('chat/b.py');
  });

  it('follows a file that nobody imported before', () => {
    const { folder, again } = scanned();
    folder.write({ 'chat/other.py': 'from chat.safe import SocketHub\n\nSocketHub()\n' });
    const scan = again();
    expect(violating(scan)).toEqual(['chat/other.py', 'chat/repair.py', 'chat/safe.py']);
    expect(scan.read).not.toContain('chat/repair.py');
  });

  it('takes up what rules say that lie above its folder', () => {
    const { folder, again } = scanned({ ...chat, 'chat/.gitignore': '' });
    folder.write({ 'chat/.gitignore': 'safe.py\n' });
    expect(violating(again())).toEqual(['chat/repair.py']);
    mkdirSync(folder.at('.git/info'), { recursive: true });
    folder.write({ '.git/info/exclude': 'repair.py\n' });
    expect(violating(again())).toEqual([]);
  });

  it('sees where a link leads now', () => {
    const { folder, again } = scanned({ ...chat, 'kept/old.py': safeImport, 'kept/new.py': 'import os\n' });
    symlinkSync('kept/old.py', folder.at('linked.py'));
    expect(violating(again())).toContain('linked.py');
    folder.remove('linked.py');
    symlinkSync('kept/new.py', folder.at('linked.py'));
    expect(violating(again())).not.toContain('linked.py');
    folder.write({ 'kept/new.py': `${safeImport}\n` });
    expect(violating(again())).toContain('linked.py');
  });

  it('does not trust what changed in the moment in which it was read', () => {
    const { folder, again } = scanned(chat, 0);
    const before = again();
    expect(before.read).toContain('chat/safe.py');
    // As an editor may save twice within one tick of the clock.
    const time = new Date();
    folder.write({ 'chat/other.py': 'import os\n\nprint(os.abc)\n' });
    utimesSync(folder.at('chat/other.py'), time, time);
    expect(again().read).toContain('chat/other.py');
  });

  it('is made anew on another day, where a suppression says until when it counts', () => {
    const suppressed = (until: string): Files => ({
      ...chat,
      'chat/safe.py': `# ssot-disable-next-line legacy-import -- kept ${until}\n${safeImport}`,
    });
    for (const until of ['[until 2999-12-31]', 'until 2999-12-31']) {
      vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
      const { again } = scanned(suppressed(until));
      expect(again().read).toEqual([]);
      vi.setSystemTime(Date.now() + 86_400_000);
      expect(again().read.includes('chat/safe.py')).toBe(until.startsWith('['));
      expect(again().read).toEqual([]);
      vi.useRealTimers();
    }
  });
});
