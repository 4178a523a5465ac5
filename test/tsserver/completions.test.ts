import { readFileSync, writeFileSync } from 'node:fs';
import type ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applied, copyFixture, startServer, type Fixture, type Server } from './server.ts';

type Entry = ts.server.protocol.CompletionEntry;

const written = [
  'src/first.ts',
  'src/barrel.ts',
  'src/joining.ts',
  'src/legacyJoining.ts',
  'src/twin.ts',
  'src/feed/pool.ts',
  'src/plainer.ts',
  'src/renamed.ts',
  'src/clause.ts',
] as const;

let server: Server;
let fixture: Fixture;

beforeAll(async () => {
  fixture = copyFixture('feed');
  // Another class of that name, which the configuration calls legacy, and one that is nobody's.
  writeFileSync(
    fixture.file('src/legacy/twin.ts'),
    'export class FeedClient {\n  readonly isTwin = true;\n}\n',
  );
  writeFileSync(
    fixture.file('src/legacy/stream.ts'),
    `export { FeedClient as FeedStream } from '../feed/client';\nexport const feedRetries = 3;\n`,
  );
  writeFileSync(fixture.file('src/other.ts'), 'export class FeedClientOptions {}\n');
  // There before the project is loaded, so that it is sure to have them.
  for (const path of written) writeFileSync(fixture.file(path), 'export {};\n');
  const configuration = fixture.file('ssot.config.json');
  writeFileSync(
    configuration,
    readFileSync(configuration, 'utf8').replace(
      '"legacyModules": [',
      '"legacyModules": ["src/legacy/twin", ',
    ),
  );
  server = startServer();
  await server.request('configure', {
    preferences: {
      includeCompletionsForModuleExports: true,
      includeCompletionsWithInsertText: true,
      allowIncompleteCompletions: true,
    },
  });
});

afterAll(async () => {
  await server.close();
  fixture.remove();
});

interface Asked {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
}

/** Writes and opens a file, and asks at its last character but the line end. */
async function atEndOf(path: (typeof written)[number], text: string): Promise<Asked> {
  const file = fixture.file(path);
  writeFileSync(file, text);
  await server.open(file);
  const lines = text.trimEnd().split('\n');
  return { file, line: lines.length, offset: lines.at(-1)!.length + 1 };
}

/** The auto-imports of the fixture's names, in the order in which an editor shows them. */
async function offered(at: Asked): Promise<Entry[]> {
  const { entries } = await server.request<ts.server.protocol.CompletionInfo>('completionInfo', at);
  return entries
    .filter(({ data }) => data)
    .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
}

const shown = ({ name, sourceDisplay, kindModifiers }: Entry) =>
  `${name} ${sourceDisplay?.map(({ text }) => text).join('') ?? ''} ${kindModifiers ?? ''}`;

/** The text of a file with the import that comes with an entry. */
async function withImport(at: Asked, { name, source, data }: Entry): Promise<string> {
  const [details] = await server.request<ts.server.protocol.CompletionEntryDetails[]>(
    'completionEntryDetails',
    { ...at, entryNames: [{ name, source, data }] },
  );
  return applied(readFileSync(at.file, 'utf8'), details!.codeActions![0]!.changes[0]!.textChanges);
}

describe('completions', () => {
  it('offer the canonical module first, and strike through what another one has', async () => {
    const at = await atEndOf('src/first.ts', 'export {};\nFeedCl\n');
    expect((await offered(at)).map(shown)).toEqual([
      'FeedClient ./feed/client export',
      'FeedClientOptions ./other export',
      'FeedClient ./legacy/twin export,deprecated',
    ]);
  });

  it('strike through what a barrel calls something else, in a file that has nothing to do with it yet', async () => {
    const at = await atEndOf('src/renamed.ts', 'export {};\nFeedStr\n');
    expect((await offered(at)).map(shown)).toEqual(['FeedStream ./legacy/stream export,deprecated']);
  });

  it('strike through the legacy names that an import statement may name, and offer them last', async () => {
    const file = fixture.file('src/clause.ts');
    writeFileSync(file, `import {  } from './legacy/stream';\n`);
    await server.open(file);
    const at = { file, line: 1, offset: 'import { '.length + 1 };
    const { entries } = await server.request<ts.server.protocol.CompletionInfo>('completionInfo', at);
    const ofModule = entries
      .filter(({ name }) => /feed/i.test(name))
      .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
      .map(({ name, kindModifiers }) => `${name} ${kindModifiers}`);
    expect(ofModule).toEqual(['feedRetries export', 'FeedStream export,deprecated']);
  });

  it('import from the canonical module though the service would from a barrel', async () => {
    const at = await atEndOf('src/barrel.ts', 'export {};\nFeedCl\n');
    const [first] = await offered(at);
    expect(first!.source).toBe('./feed');
    expect(await withImport(at, first!)).toBe(
      'import { FeedClient } from "./feed/client";\n\nexport {};\nFeedCl\n',
    );
  });

  it('join the import of the canonical module that is there', async () => {
    const at = await atEndOf(
      'src/joining.ts',
      `import { openFeed } from './feed/client';\n\nexport const feed = openFeed;\nFeedCl\n`,
    );
    const [first] = await offered(at);
    expect(await withImport(at, first!)).toBe(
      `import { FeedClient, openFeed } from './feed/client';\n\nexport const feed = openFeed;\nFeedCl\n`,
    );
  });

  it('leave the import of a legacy module alone that they would have joined', async () => {
    const at = await atEndOf(
      'src/legacyJoining.ts',
      `import { openFeed } from './feed';\n\nexport const feed = openFeed;\nFeedCl\n`,
    );
    const [first] = await offered(at);
    const text = await withImport(at, first!);
    expect(text).toContain(`import { FeedClient } from './feed/client';\n`);
    expect(text).toContain(`import { openFeed } from './feed';\n`);
  });

  it('leave another object what it is', async () => {
    const at = await atEndOf('src/twin.ts', 'export {};\nFeedCl\n');
    const twin = (await offered(at)).at(-1)!;
    expect(await withImport(at, twin)).toContain('from "./legacy/twin";');
  });

  it('are the service’s own in the files that implement the source', async () => {
    const at = await atEndOf('src/feed/pool.ts', 'export {};\nFeedCl\n');
    const entries = await offered(at);
    expect(entries.map(({ name, kindModifiers }) => `${name} ${kindModifiers}`)).toEqual([
      'FeedClient export',
      'FeedClient export',
      'FeedClientOptions export',
    ]);
    expect(new Set(entries.map(({ sortText }) => sortText)).size).toBe(1);
  });

  it('cost no work where no name of a source is among them', async () => {
    const at = await atEndOf('src/plainer.ts', 'export {};\ndoub\n');
    const work = async () => (await server.request<{ work: object }>('_ssot:status', { file: at.file })).work;
    const before = await work();
    expect((await offered(at)).map(({ name }) => name)).toContain('double');
    expect(await work()).toEqual(before);
  });
});
