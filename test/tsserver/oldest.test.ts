import { readFileSync } from 'node:fs';
import type ts from 'typescript';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { applied, copyFixture, golden, startServer, type Fixture, type Server } from './server.ts';

let server: Server;
let fixture: Fixture;

beforeAll(() => {
  fixture = copyFixture('feed');
  server = startServer(inject('oldestTsserver'));
});

afterAll(async () => {
  await server.close();
  fixture.remove();
});

describe('the oldest TypeScript', () => {
  it('loads the plugin', async () => {
    const file = fixture.file('src/page.ts');
    await server.open(file);
    const { typescript, serves } = await server.request<{ typescript: string; serves: boolean }>(
      '_ssot:status',
      { file },
    );
    expect({ typescript, serves }).toEqual({ typescript: '5.0.4', serves: true });
  });

  it.each(['src/page.ts', 'src/badge.tsx'])('has the diagnostics of %s', async (path) => {
    await server.open(fixture.file(path));
    const diagnostics = await server.diagnostics(fixture.file(path));
    expect(diagnostics.map(({ code, source }) => ({ code, source }))).toEqual([
      { code: 97001, source: 'ssot' },
    ]);
  });

  it('has the code fix', async () => {
    const file = fixture.file('src/page.ts');
    await server.open(file);
    const [fix] = await server.request<ts.server.protocol.CodeFixAction[]>('getCodeFixes', {
      file,
      startLine: 3,
      startOffset: 1,
      endLine: 3,
      endOffset: 1,
      errorCodes: [97001],
    });
    expect(applied(readFileSync(file, 'utf8'), fix!.changes[0]!.textChanges)).toBe(
      golden('feed.page.golden'),
    );
  });
});
