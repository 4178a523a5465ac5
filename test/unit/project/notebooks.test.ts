import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notebookText } from '../../../src/extension/notebooks/notebookText.ts';
import type { FileViolations } from '../../../src/project/protocol.ts';
import { cell, file, notebook } from '../notebook/cells.ts';
import { canonicalImport, chat, makeFolder, safeImport } from './chat.ts';
import { startServer } from './server.ts';

const onDisk = file(notebook([cell('# Title', { kind: 'markdown' }), safeImport.trimEnd(), canonicalImport]));

async function scanned() {
  const folder = makeFolder({ ...chat, 'notes/a.ipynb': onDisk });
  const server = startServer(folder);
  await server.scan();
  return { server, path: folder.at('notes/a.ipynb') };
}

/** An open notebook, as the editor tells of it. */
const open = (...sources: readonly string[]): string =>
  notebookText(sources.map((text) => ({ isCode: true, language: 'python', text })));

describe('a notebook in the analysis worker', () => {
  it('is scanned, with places in the file and in the cell', async () => {
    const { server, path } = await scanned();
    expect(server.shown()['notes/a.ipynb']).toEqual(['safe']);
    const { violations } = await server.ask('violations', { path }, () => false);
    const { range, cell: place } = violations[0]!;
    expect(place).toMatchObject({ index: 2, range: { start: { line: 1, column: 1 } } });
    const line = readFileSync(path, 'utf8').split('\n')[range.start.line - 1];
    expect(line?.slice(range.start.column - 1)).toContain('from chat.sockets import');
  });

  it('is fixed by cell: what is asked for, and all of it', async () => {
    const { server, path } = await scanned();
    const line = { start: { line: 1, column: 1 }, end: { line: 1, column: 5 } };
    const inCell = async (index: number) =>
      server.ask('fixes', { path, range: line, cell: index }, () => false);
    const [offer, ...others] = await inCell(2);
    expect(others).toEqual([]);
    expect(offer).toMatchObject({
      kind: 'safe',
      edits: [],
      cells: [{ index: 2, edits: [{ text: 'chat.hub' }] }],
    });
    expect(offer!.cells![0]!.length).toBe(safeImport.trimEnd().length);
    expect(await inCell(3)).toEqual([]);
    const all = await server.ask('fixAll', { path, limit: 'safe' }, () => false);
    expect(all).toMatchObject({ fixed: 1, edits: [], cells: [{ index: 2 }], left: [] });
  });

  it('counts as its open cells are, until it is closed', async () => {
    const { server, path } = await scanned();
    server.tell('document', { path, text: open('%time x', 'import os', safeImport, safeImport) });
    await server.rest();
    const told = server.events
      .flatMap((event) => (event.name === 'violations' ? [event.params] : []))
      .at(-1)!;
    expect(cellsOf(told)).toEqual([3, 4]);
    expect(told.legacyNames.map(({ cell: place }) => [place?.index, place?.range.start])).toEqual(
      [3, 3, 4, 4].map((index, at) => [
        index,
        at % 2 === 0 ? { line: 1, column: 26 } : { line: 3, column: 7 },
      ]),
    );
    server.tell('document', { path, text: open(canonicalImport) });
    await server.rest();
    expect(server.shown()['notes/a.ipynb']).toBeUndefined();
    server.tell('document', { path, text: null });
    await server.rest();
    expect(server.shown()['notes/a.ipynb']).toEqual(['safe']);
  });

  it('skips what the editor says is in another language', async () => {
    const { server, path } = await scanned();
    const cells = [
      { isCode: true, language: 'sql', text: safeImport },
      { isCode: false, language: 'markdown', text: safeImport },
    ];
    server.tell('document', { path, text: notebookText(cells) });
    await server.rest();
    expect(server.shown()['notes/a.ipynb']).toBeUndefined();
  });
});

function cellsOf({ violations }: FileViolations): (number | undefined)[] {
  return violations.map(({ cell: place }) => place?.index);
}
