import { describe, expect, it } from 'vitest';
import type { Progress, Tally } from '../../src/engine/phases/progress.ts';
import { chat, makeFolder, runCli } from './runCli.ts';

/** Seven imports, of which two are left, and two calls, of which one is. */
const files = {
  ...chat,
  'chat/rooms/calls.py':
    'from chat.hub import SocketHub, open_hub\n\n\ndef run(session):\n    open_hub(session)\n    return SocketHub()\n',
  CODEOWNERS: '/chat/ @chat\n/chat/safe.py @web @design\n/chat/rooms/\n',
};

const progress = (folder: string, ...more: readonly string[]): ReturnType<typeof runCli> =>
  runCli(folder, 'progress', ...more);

async function document(folder: string, ...more: readonly string[]): Promise<Progress> {
  const run = await progress(folder, '--format', 'json', ...more);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(run.stdout) as Progress;
}

const line = ({ right, left, percent }: Tally): string => `${right} right, ${left} left, ${percent}%`;

describe('ssot progress', () => {
  it('writes one JSON document: by phase, class, folder and owner', async () => {
    const found = await document(makeFolder(files));
    expect(found).toMatchObject({ schemaVersion: 1, tool: { name: 'ssot-migrator' } });
    expect(line(found.whole)).toBe('6 right, 3 left, 66%');
    expect(found.phases.map((each) => `${each.id}: ${each.title}: ${line(each)}`)).toEqual([
      '1: Imports: 5 right, 2 left, 71%',
      '2: Factory: 1 right, 1 left, 50%',
    ]);
    expect(found.classes.map((each) => `${each.source} ${each.name}: ${line(each)}`)).toEqual([
      'hub SocketHub: 2 right, 2 left, 50%',
      // A construction is left of what has to be called in its place.
      'hub open_hub: 4 right, 1 left, 80%',
    ]);
    expect(found.modules.map((each) => `${each.name}: ${line(each)}`)).toEqual([
      'chat: 3 right, 2 left, 60%',
      'chat/rooms: 3 right, 1 left, 75%',
    ]);
    expect(found.owners?.map((each) => `${each.name}: ${line(each)}`)).toEqual([
      '@chat: 3 right, 1 left, 75%',
      'nobody: 3 right, 1 left, 75%',
      '@design: 0 right, 1 left, 0%',
      '@web: 0 right, 1 left, 0%',
    ]);
  });

  it('prints bars for people, and ends well though something is left', async () => {
    const { code, stdout, stderr } = await progress(makeFolder(files));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      'by phase\n 1: Imports  ██████████████░░░░░░   71%  2 of 7 left\n 2: Factory  ██████████░░░░░░░░░░   50%  1 of 2 left\n',
    );
    expect(stdout).toContain('by folder\n chat        ████████████░░░░░░░░   60%  2 of 5 left\n');
    expect(stdout).toMatch(/\n6 of 9 uses are as they should be: 66%\.\n$/);
    expect(stdout).not.toContain('\u001b');
  });

  it('counts in a part alone, and says of whom nothing is known', async () => {
    const folder = makeFolder({ ...files, CODEOWNERS: '' });
    const part = await document(folder, 'chat/rooms');
    expect(line(part.whole)).toBe('3 right, 1 left, 75%');
    expect(part.modules.map(({ name }) => name)).toEqual(['chat/rooms']);
    const none = makeFolder(chat);
    expect((await document(none)).owners).toBeNull();
    expect((await progress(none)).stdout).toContain('there is no CODEOWNERS.');
  });

  it('has no share of nothing', async () => {
    const folder = makeFolder({ 'ssot.config.json': '{}' });
    const found = await document(folder);
    expect(found).toMatchObject({
      whole: { right: 0, left: 0, others: 0, percent: null },
      phases: [],
      classes: [],
      modules: [],
      owners: null,
    });
    expect((await progress(folder)).stdout).toMatch(/^Nothing is used yet that could be counted\.\n/);
  });

  it('is a usage error without a configuration, with a bad one, and for what is not there', async () => {
    const folder = makeFolder({ ...files, 'bad.json': '{ "phases": 1 }' });
    const failures: readonly (readonly [string, readonly string[], string])[] = [
      [makeFolder({}), [], 'ssot: no ssot.config.json in '],
      [folder, ['--config', 'bad.json'], 'ssot: bad.json:1:13: phases: '],
      [folder, ['--config', 'no.json'], 'ssot: no.json:1:1: there is no such file'],
      [folder, ['chat/gone'], 'ssot: chat/gone: there is no such file or folder'],
      [folder, ['--format', 'xml'], "error: option '--format <format>' argument 'xml' is invalid"],
    ];
    for (const [where, given, told] of failures) {
      const { code, stdout, stderr } = await progress(where, ...given);
      expect([code, stdout, stderr.startsWith(told) ? told : stderr]).toEqual([2, '', told]);
    }
  });
});
