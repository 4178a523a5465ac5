import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../../../src/engine/baseline/entry.ts';
import { renderBaseline } from '../../../src/engine/baseline/format.ts';
import { chat, makeFolder, safeImport, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

/** Whether each violation that is shown is in the baseline, by file. */
function known(folder: Folder, server: RecordedServer): Record<string, boolean[]> {
  const byPath = new Map(
    server.events.flatMap((event) =>
      event.name === 'violations' ? [[event.params.path, event.params.violations] as const] : [],
    ),
  );
  return Object.fromEntries(
    [...byPath].map(([path, violations]) => [
      path.slice(folder.path.length + 1),
      violations.map(({ baselined }) => baselined === true),
    ]),
  );
}

/** A scanned folder, and the text of a baseline of all that is in it. */
async function scanned(): Promise<{ folder: Folder; server: RecordedServer; baseline: string }> {
  const folder = makeFolder(chat);
  const server = startServer(folder);
  await server.scan();
  const violations = server.events.flatMap((event) =>
    event.name === 'violations' ? event.params.violations : [],
  );
  return { folder, server, baseline: renderBaseline(violations.map(entryOf)) };
}

async function put(folder: Folder, server: RecordedServer, text: string): Promise<void> {
  folder.write({ 'ssot.baseline': text });
  server.tell('filesChanged', { paths: [folder.at('ssot.baseline')] });
  await server.rest();
}

describe('a baseline in an editor', () => {
  it('marks what it knows as soon as it is there, and until it is gone', async () => {
    const { folder, server, baseline } = await scanned();
    await put(folder, server, baseline);
    expect(known(folder, server)).toEqual({ 'chat/safe.py': [true], 'chat/repair.py': [true] });
    folder.remove('ssot.baseline');
    server.tell('filesChanged', { paths: [folder.at('ssot.baseline')] });
    await server.rest();
    expect(known(folder, server)).toEqual({ 'chat/safe.py': [false], 'chat/repair.py': [false] });
  });

  it('counts in a scan, and marks nothing that is typed anew', async () => {
    const { folder, baseline } = await scanned();
    folder.write({ 'ssot.baseline': baseline });
    const server = startServer(folder);
    expect(await server.scan()).toMatchObject({ violations: 0 });
    server.tell('document', {
      path: folder.at('chat/safe.py'),
      text: `${safeImport}from chat.gone import open_hub\n`,
    });
    await server.rest();
    expect(known(folder, server)['chat/safe.py']).toEqual([true, false]);
  });

  it('knows a file under its new name', async () => {
    const { folder, server, baseline } = await scanned();
    await put(folder, server, baseline);
    folder.write({ 'chat/renamed.py': readFileSync(folder.at('chat/safe.py')) });
    folder.remove('chat/safe.py');
    server.tell('filesChanged', { paths: [folder.at('chat/safe.py'), folder.at('chat/renamed.py')] });
    await server.rest();
    expect(known(folder, server)).toMatchObject({ 'chat/safe.py': [], 'chat/renamed.py': [true] });
  });

  it('that cannot be read marks nothing, and is a problem where it stands', async () => {
    const { folder, server, baseline } = await scanned();
    await put(folder, server, baseline);
    await put(folder, server, `${baseline}>>>>>>> theirs\n`);
    expect(known(folder, server)).toEqual({ 'chat/safe.py': [false], 'chat/repair.py': [false] });
    expect(server.problems()).toMatchObject([
      { path: folder.at('ssot.baseline'), range: { start: { line: 7, column: 1 } } },
    ]);
    await put(folder, server, baseline);
    expect(server.problems()).toEqual([]);
  });
});
