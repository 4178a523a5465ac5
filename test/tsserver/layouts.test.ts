import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFixture, startServer, type Fixture, type Server } from './server.ts';

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

/** Our diagnostics of a file of the fixture, as `code line:column`. */
async function violationsOf(path: string): Promise<string[]> {
  const all = await server.diagnostics(fixture.file(path));
  return all
    .filter(({ source }) => source === 'ssot')
    .map(({ code, start }) => `${code} ${start.line}:${start.offset}`);
}

/** How long the server may take to notice a change, in milliseconds: it looks each second. */
const patience = { timeout: 20_000, interval: 100 };

function write(path: string, text: string): void {
  const file = fixture.file(path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('a configuration', () => {
  it.each([
    ['broken and repaired', () => write('ssot.config.json', '{ "sources": [')],
    ['deleted and made again', () => rmSync(fixture.file('ssot.config.json'))],
  ])('that is %s while the server runs is served again', async (_, harm) => {
    const text = readFileSync(fixture.file('ssot.config.json'), 'utf8');
    await server.open(fixture.file('src/page.ts'));
    expect(await violationsOf('src/page.ts')).toEqual(['97001 3:1']);
    // The server tells of changes with an event, but the end of the fixture before this one may be what an event is about.
    harm();
    await expect.poll(() => violationsOf('src/page.ts'), patience).toEqual([]);
    write('ssot.config.json', text);
    await expect.poll(() => violationsOf('src/page.ts'), patience).toEqual(['97001 3:1']);
  });
});

describe('a project', () => {
  it('of JavaScript without a tsconfig is looked at', async () => {
    rmSync(fixture.file('tsconfig.json'));
    write(
      'src/chat.js',
      `const { FeedClient } = require('./legacy/feedClient');\nexports.all = [FeedClient];\n`,
    );
    write(
      'src/other.mjs',
      `import { FeedClient } from './legacy/feedClient.js';\nexport const all = [FeedClient];\n`,
    );
    await server.open(fixture.file('src/chat.js'));
    expect(await violationsOf('src/chat.js')).toEqual(['97001 1:1']);
    await server.open(fixture.file('src/other.mjs'));
    expect(await violationsOf('src/other.mjs')).toEqual(['97001 1:1']);
  });

  it('that references another is looked at', async () => {
    const options = { composite: true, module: 'esnext', moduleResolution: 'bundler', outDir: 'out' };
    write('src/feed/tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['.'] }));
    write(
      'src/legacy/tsconfig.json',
      JSON.stringify({ compilerOptions: options, include: ['.'], references: [{ path: '../feed' }] }),
    );
    write(
      'app/tsconfig.json',
      JSON.stringify({
        compilerOptions: options,
        include: ['.'],
        references: [{ path: '../src/feed' }, { path: '../src/legacy' }],
      }),
    );
    write(
      'tsconfig.json',
      JSON.stringify({ files: [], references: [{ path: 'app' }, { path: 'src/feed' }] }),
    );
    write(
      'app/page.ts',
      `import { FeedClient } from '../src/legacy/feedClient';\nexport const all = [FeedClient, new FeedClient('a')];\n`,
    );
    await server.open(fixture.file('app/page.ts'));
    expect(await violationsOf('app/page.ts')).toEqual(['97001 1:1', '97003 2:33']);
  });
});

describe('a file', () => {
  it('of a megabyte is looked at', async () => {
    const line = (at: number) =>
      `export const value${at} = { name: 'value ${at}', all: [${at}, ${at + 1}] };\n`;
    const filler = Array.from({ length: 16_000 }, (_, at) => line(at)).join('');
    write(
      'src/large.ts',
      `import { FeedClient } from './legacy/feedClient';\n${filler}export const all = [FeedClient];\n`,
    );
    await server.open(fixture.file('src/large.ts'));
    expect(await violationsOf('src/large.ts')).toEqual(['97001 1:1']);
  });
});
