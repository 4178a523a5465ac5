import { readFileSync, writeFileSync } from 'node:fs';
import type ts from 'typescript';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applied, copyFixture, golden, restarted, startServer, type Fixture, type Server } from './server.ts';

let server: Server;
let fixture: Fixture;

beforeAll(() => {
  server = startServer();
});
afterAll(() => server.close());

beforeEach(() => {
  fixture = copyFixture('feed');
});
afterEach(() => {
  fixture.remove();
});

type Refactor = ts.server.protocol.ApplicableRefactorInfo;

const page = { startLine: 3, startOffset: 12, endLine: 3, endOffset: 12 };

/** Our refactorings at a place of a file. */
async function refactorsAt(path: string, place: object, more: object = {}): Promise<Refactor[]> {
  const all = await server.request<Refactor[]>('getApplicableRefactors', {
    file: fixture.file(path),
    ...place,
    triggerReason: 'invoked',
    ...more,
  });
  return all.filter(({ name }) => name.startsWith('ssot-'));
}

describe('the refactoring', () => {
  it('imports from the canonical module as the golden file has it', async () => {
    const file = fixture.file('src/page.ts');
    await server.open(file);
    const [refactor, ...others] = await refactorsAt('src/page.ts', page);
    expect(others).toEqual([]);
    expect(refactor).toMatchObject({
      name: 'ssot-import',
      description: 'Import from the canonical module',
      actions: [
        {
          description: 'Import FeedClient from the canonical module',
          kind: 'refactor.rewrite.ssot.import',
        },
      ],
    });
    const { edits } = await server.request<ts.server.protocol.RefactorEditInfo>('getEditsForRefactor', {
      file,
      ...page,
      refactor: 'ssot-import',
      action: refactor!.actions[0]!.name,
    });
    expect(edits.map(({ fileName }) => fileName)).toEqual([file]);
    expect(applied(readFileSync(file, 'utf8'), edits[0]!.textChanges)).toBe(golden('feed.page.golden'));
  });

  it('moves to the canonical factory, and says that this may change behavior', async () => {
    const file = fixture.file('src/made.ts');
    const text = `import { FeedClient, type Viewer } from './feed/client';

export const open = (viewer: Viewer) => new FeedClient(viewer);
`;
    writeFileSync(file, text);
    await server.open(file);
    const place = { startLine: 3, startOffset: 46, endLine: 3, endOffset: 46 };
    const [refactor] = await refactorsAt('src/made.ts', place, { kind: 'refactor.rewrite.ssot.factory' });
    expect(refactor).toMatchObject({ name: 'ssot-factory', description: 'Move to the canonical factory' });
    const [action] = refactor!.actions;
    expect(action!.description).toMatch(/^Use the canonical factory openFeed \(suggestion: /);
    const { edits } = await server.request<ts.server.protocol.RefactorEditInfo>('getEditsForRefactor', {
      file,
      ...place,
      refactor: refactor!.name,
      action: action!.name,
    });
    expect(applied(text, edits[0]!.textChanges)).toBe(`import { openFeed, type Viewer } from './feed/client';

export const open = (viewer: Viewer) => openFeed(viewer);
`);
  });

  it('is not offered to a light bulb that nobody asked for, nor among those of another kind', async () => {
    await server.open(fixture.file('src/page.ts'));
    expect(await refactorsAt('src/page.ts', page, { triggerReason: 'implicit' })).toEqual([]);
    expect(await refactorsAt('src/page.ts', page, { kind: 'refactor.extract' })).toEqual([]);
    expect(await refactorsAt('src/page.ts', page, { kind: 'refactor.rewrite' })).toHaveLength(1);
  });

  it('says why it cannot be done to an editor that shows it', async () => {
    const file = fixture.file('src/closed.ts');
    writeFileSync(file, `import { FeedClient } from './feed/client';\nexport type Feed = FeedClient;\n`);
    await server.open(file);
    const place = { startLine: 1, startOffset: 12, endLine: 1, endOffset: 12 };
    expect(await refactorsAt('src/closed.ts', place)).toEqual([]);
    await server.request('configure', { preferences: { provideRefactorNotApplicableReason: true } });
    const refused = await refactorsAt('src/closed.ts', place);
    expect(refused.flatMap(({ actions }) => actions.map((each) => each.notApplicableReason))).toEqual([
      'it is imported from the canonical module already',
      'nothing is constructed here that could be had from it',
    ]);
  });

  it('leaves the compiler’s own where they are', async () => {
    const file = fixture.file('src/page.ts');
    await server.open(file);
    const all = await server.request<Refactor[]>('getApplicableRefactors', {
      file,
      startLine: 6,
      startOffset: 10,
      endLine: 6,
      endOffset: 26,
      triggerReason: 'invoked',
    });
    expect(all.map(({ name }) => name)).toContain('Extract Symbol');
  });

  it('is left to the extension where that offers it', async () => {
    server = await restarted(server);
    await server.request('configurePlugin', {
      pluginName: 'ssot-tsserver-plugin',
      configuration: { codeFixes: false },
    });
    await server.open(fixture.file('src/page.ts'));
    expect(await refactorsAt('src/page.ts', page)).toEqual([]);
    const answer = await server.request<ts.server.protocol.RefactorEditInfo>('getEditsForRefactor', {
      file: fixture.file('src/page.ts'),
      ...page,
      refactor: 'ssot-import',
      action: 'Import FeedClient from the canonical module',
    });
    expect(answer.edits).toEqual([]);
  });

  it('costs one search of the text in a file without a candidate', async () => {
    server = await restarted(server);
    await server.open(fixture.file('src/plain.ts'));
    const place = { startLine: 1, startOffset: 18, endLine: 1, endOffset: 18 };
    expect(await refactorsAt('src/plain.ts', place)).toEqual([]);
    const { work } = await server.request<{ work: object }>('_ssot:status', {
      file: fixture.file('src/plain.ts'),
    });
    expect(work).toEqual({ probes: 1, walks: 0, checks: 0, analyses: 0 });
  });
});
