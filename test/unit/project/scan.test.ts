import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/project/slices.ts';
import { canonicalImport, chat, config, hub, makeFolder, safeImport } from './chat.ts';
import { startServer } from './server.ts';

/** So many files that reading them takes more than one slice. */
function manyFiles(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `chat/many/m${at}.py`,
      `${safeImport}${'x = 1\n'.repeat(300)}`,
    ]),
  );
}

describe('a scan', () => {
  it('tells what files have, what configurations lack, and counts', async () => {
    const server = startServer(makeFolder(chat));
    const summary = await server.scan();
    expect(summary).toMatchObject({ filesSeen: 7, violations: 2, withoutConfiguration: [] });
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'], 'chat/safe.py': ['safe'] });
    expect(server.toldOf()).toEqual(['chat/repair.py', 'chat/safe.py']);
    expect(server.problems()).toEqual([]);
    const names = server.events.map(({ name }) => name).filter((name) => name !== 'progress');
    expect(names).toEqual(['configurationProblems', 'phases', 'violations', 'violations']);
  });

  it('looks in full only at files that may have one', async () => {
    const server = startServer(makeFolder({ ...chat, 'chat/broken.py': 'def (:\n' }));
    const { filesSeen, filesAnalyzed } = await server.scan();
    expect(filesSeen).toBe(8);
    // Neither other.py nor broken.py nor the package itself.
    expect(filesAnalyzed).toBeLessThan(6);
  });

  it('tells only what has changed when it is made again, and clears what is gone', async () => {
    const folder = makeFolder(chat);
    const server = startServer(folder);
    await server.scan();
    server.toldOf();
    await server.scan();
    expect(server.toldOf()).toEqual([]);
    folder.write({ 'chat/safe.py': canonicalImport });
    folder.remove('chat/repair.py');
    await server.scan();
    expect(server.toldOf().sort()).toEqual(['chat/repair.py', 'chat/safe.py']);
    expect(server.shown()).toEqual({});
  });

  it('says how far it is, up to the end', async () => {
    const server = startServer(makeFolder({ ...chat, ...manyFiles(400) }));
    await server.scan();
    const steps = server.events.flatMap((event) => (event.name === 'progress' ? [event.params] : []));
    expect(steps.length).toBeGreaterThan(1);
    for (const { done, total } of steps) {
      expect(total).toBeGreaterThanOrEqual(400);
      expect(done).toBeLessThanOrEqual(total);
    }
  });

  it('ends when it is cancelled, and the server goes on', async () => {
    const folder = makeFolder({ ...chat, ...manyFiles(400) });
    const server = startServer(folder);
    let asked = 0;
    const cancelled = server.ask('scan', { folders: [folder.path], exclude: [] }, () => ++asked > 1);
    await expect(cancelled).rejects.toBeInstanceOf(Cancelled);
    expect(asked).toBe(2);
    const [offer] = await server.ask('fixes', { path: folder.at('chat/safe.py') }, () => false);
    expect(offer).toMatchObject({ kind: 'safe' });
    expect((await server.scan()).violations).toBe(402);
  });

  it('shows what it showed before until a scan comes through that says otherwise', async () => {
    const folder = makeFolder({ ...chat, ...manyFiles(400) });
    const server = startServer(folder);
    await server.scan();
    const before = server.shown();
    folder.remove('chat/many');
    let asked = 0;
    const cancelled = server.ask('scan', { folders: [folder.path], exclude: [] }, () => ++asked > 0);
    await cancelled.catch(() => undefined);
    expect(Object.keys(server.shown()).length).toBeLessThanOrEqual(Object.keys(before).length);
    await server.scan();
    expect(server.shown()).toEqual({ 'chat/repair.py': ['repair'], 'chat/safe.py': ['safe'] });
  });

  it('ends an earlier one', async () => {
    const server = startServer(makeFolder({ ...chat, ...manyFiles(400) }));
    const first = server.scan();
    const second = server.scan();
    await expect(first).rejects.toBeInstanceOf(Cancelled);
    expect((await second).violations).toBe(402);
    expect(Object.keys(server.shown())).toHaveLength(402);
  });

  it('lets requests in between, and answers them from files that it has not come to', async () => {
    const folder = makeFolder({ ...chat, ...manyFiles(400), 'zoo.py': safeImport });
    const server = startServer(folder);
    let isOver = false;
    const scan = server.scan().then(() => (isOver = true));
    const answer = await server.ask('violations', { path: folder.at('zoo.py') }, () => false);
    expect(isOver).toBe(false);
    expect(answer.violations.map(({ fix }) => fix.kind)).toEqual(['safe']);
    await scan;
  });

  it('does not keep what it has read', async () => {
    const folder = makeFolder(chat);
    const server = startServer(folder);
    await server.scan();
    // Nobody has told of this change: only reading again shows it.
    folder.write({ 'chat/sockets.py': 'SocketHub = None\n', 'chat/safe.py': `\n${safeImport}` });
    const answer = await server.ask('violations', { path: folder.at('chat/safe.py') }, () => false);
    expect(answer.violations).toMatchObject([{ range: { start: { line: 2 } }, fix: { kind: 'unsafe' } }]);
  });
});

describe('a configuration', () => {
  it('that is nowhere is no mistake', async () => {
    const folder = makeFolder({ 'chat/safe.py': safeImport });
    const server = startServer(folder);
    expect(await server.scan()).toMatchObject({ filesSeen: 0, withoutConfiguration: [folder.path] });
    expect(server.problems()).toEqual([]);
  });

  it('that breaks is a problem at its place, and nothing of before stays', async () => {
    const folder = makeFolder(chat);
    const server = startServer(folder);
    await server.scan();
    folder.write({ 'ssot.config.json': '{\n  "sources": [],\n  "rulez": {}\n}\n' });
    await server.scan();
    expect(server.problems()).toMatchObject([
      { path: folder.at('ssot.config.json'), range: { start: { line: 3 } } },
    ]);
    expect(server.shown()).toEqual({});
    folder.write({ 'ssot.config.json': chat['ssot.config.json'] });
    await server.scan();
    expect(server.problems()).toEqual([]);
    expect(Object.keys(server.shown())).toHaveLength(2);
  });

  it('that goes takes its violations with it, and brings them back', async () => {
    const folder = makeFolder(chat);
    const server = startServer(folder);
    await server.scan();
    folder.remove('ssot.config.json');
    expect((await server.scan()).withoutConfiguration).toEqual([folder.path]);
    expect(server.shown()).toEqual({});
    folder.write({ 'ssot.config.json': chat['ssot.config.json'] });
    expect((await server.scan()).violations).toBe(2);
  });

  it('may begin with a byte order mark', async () => {
    const server = startServer(makeFolder({ ...chat, 'ssot.config.json': `\uFEFF${config()}` }));
    expect((await server.scan()).violations).toBe(2);
    expect(server.problems()).toEqual([]);
  });

  it('that names a canonical module which is not there is a problem at that key', async () => {
    const text = JSON.stringify(JSON.parse(config()), null, 2);
    const folder = makeFolder({ ...chat, 'ssot.config.json': text });
    const server = startServer(folder);
    await server.scan();
    folder.remove('chat/hub.py');
    await server.scan();
    const line = text.split('\n').findIndex((each) => each.includes('"module"')) + 1;
    expect(server.problems()).toMatchObject([{ range: { start: { line } } }]);
    expect(server.problems()[0]!.message).toContain('chat.hub');
    expect(server.shown()).toEqual({});
  });

  it('further inside has its folder to itself, whatever the folder is called', async () => {
    const inner = Object.fromEntries(
      Object.entries(chat).map(([path, text]) => [`apps/(web) [x]/${path}`, text]),
    );
    const folder = makeFolder({
      ...chat,
      ...inner,
      'apps/(web) [x]/ssot.config.json': config({ exclude: ['chat/safe.py'] }),
    });
    const server = startServer(folder);
    expect((await server.scan()).violations).toBe(3);
    expect(Object.keys(server.shown())).toEqual([
      'apps/(web) [x]/chat/repair.py',
      'chat/repair.py',
      'chat/safe.py',
    ]);
    folder.write({ 'apps/(web) [x]/ssot.config.json': '{' });
    await server.scan();
    expect(server.problems()).toHaveLength(1);
    expect(Object.keys(server.shown())).toEqual(['chat/repair.py', 'chat/safe.py']);
  });

  it('above the folder that is open shows what lies in that folder', async () => {
    const folder = makeFolder({
      ...chat,
      'tests/t.py': safeImport,
      'tests/skip/u.py': safeImport,
      'skip/v.py': safeImport,
    });
    const server = startServer(folder);
    // The editor's globs are relative to its own folder.
    expect(await server.scan([folder.at('tests')], ['skip'])).toMatchObject({ filesSeen: 1, violations: 1 });
    expect(server.shown()).toEqual({ 'tests/t.py': ['safe'] });
  });

  it('counts once for two folders below it, and each for two of their own', async () => {
    const folder = makeFolder({ ...chat, 'one/a.py': safeImport, 'two/b.py': safeImport });
    const server = startServer(folder);
    expect((await server.scan([folder.at('one'), folder.at('two')])).violations).toBe(2);
    folder.write({
      'two/ssot.config.json': config(),
      'two/chat/__init__.py': '',
      'two/chat/hub.py': hub,
      'two/chat/safe.py': safeImport,
    });
    await server.scan([folder.at('one'), folder.at('two')]);
    // In a project of its own the legacy module of two/b.py is not there.
    expect(server.shown()).toEqual({
      'one/a.py': ['safe'],
      'two/b.py': ['repair'],
      'two/chat/safe.py': ['repair'],
    });
  });
});
