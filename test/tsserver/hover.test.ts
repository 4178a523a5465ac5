import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyFixture, startServer, type Fixture, type Server } from './server.ts';

let server: Server;
let fixture: Fixture;

beforeAll(() => {
  fixture = copyFixture('feed');
  const configuration = fixture.file('ssot.config.json');
  writeFileSync(
    configuration,
    readFileSync(configuration, 'utf8')
      .replace('"classes": ["FeedClient"', '"classes": ["FeedClient", "FeedReader"')
      .replace('"legacyModules": [', '"legacyModules": ["src/old/feed", "src/legacy/twin", '),
  );
  writeFileSync(fixture.file('src/legacy/twin.ts'), '/** Follows topics. */\nexport class FeedClient {}\n');
  server = startServer();
});

afterAll(async () => {
  await server.close();
  fixture.remove();
});

interface QuickInfo {
  readonly displayString: string;
  readonly documentation: string;
  readonly start: { readonly line: number; readonly offset: number };
}

/** The hover on the first place of `what` in a file, which is written first where a text is given. */
async function hover(path: string, what: string, text?: string): Promise<QuickInfo> {
  const file = fixture.file(path);
  if (text !== undefined) writeFileSync(file, text);
  await server.open(file);
  const content = readFileSync(file, 'utf8');
  const before = content.slice(0, content.indexOf(what)).split('\n');
  return server.request('quickinfo', { file, line: before.length, offset: before.at(-1)!.length + 1 });
}

describe('the hover on a legacy symbol', () => {
  it.each([
    ['the imported name', 'FeedClient }'],
    ['the specifier', './legacy'],
    ['a use', 'FeedClient): string'],
  ])('says on %s what replaces it', async (_name, what) => {
    expect((await hover('src/page.ts', what)).documentation).toBe(
      'SSOT: in place of `FeedClient`, take `FeedClient` from `src/feed/client`. ' +
        'The fix is safe: both are the class FeedClient in src/feed/client.ts.',
    );
  });

  it('stands behind the documentation that is there', async () => {
    const { documentation } = await hover(
      'src/other.ts',
      'FeedClient }',
      `import { FeedClient } from './legacy/twin';\nexport type Feed = FeedClient;\n`,
    );
    expect(documentation).toMatch(
      /^Follows topics\.\n\nSSOT: in place of `FeedClient`.* The fix is a suggestion, which may change behavior: they are different objects/,
    );
  });

  it('says why there is no fix', async () => {
    const { documentation } = await hover(
      'src/reader.ts',
      'FeedReader }',
      `import { FeedReader } from './legacy/feedClient';\nexport type Feed = FeedReader;\n`,
    );
    expect(documentation).toBe(
      'SSOT: `FeedReader` should come from `src/feed/client`. There is no fix: src/feed/client has no FeedReader.',
    );
  });

  it('tells the factory where a class is constructed', async () => {
    const { documentation } = await hover(
      'src/made.ts',
      'FeedClient(viewer)',
      `import { FeedClient, type Viewer } from './feed/client';\nexport const open = (viewer: Viewer) => new FeedClient(viewer);\n`,
    );
    expect(documentation).toMatch(
      /^SSOT: in place of `FeedClient`, call `openFeed` from `src\/feed\/client`\. The fix is a suggestion/,
    );
  });

  it('is on the specifier of a module that is gone, of which the service says nothing', async () => {
    const { documentation, start } = await hover(
      'src/gone.ts',
      './old/feed',
      `import { FeedClient } from './old/feed';\nexport type Feed = FeedClient;\n`,
    );
    expect(documentation).toContain('The fix is a repair: ');
    expect(start).toEqual({ line: 1, offset: 29 });
  });

  it('leaves the replacement to the diagnostics where the editor has them in its hover', async () => {
    const told = (replacementInHover: boolean) =>
      server.request('configurePlugin', {
        pluginName: 'ssot-tsserver-plugin',
        configuration: { replacementInHover },
      });
    await told(false);
    expect((await hover('src/page.ts', 'FeedClient }')).documentation).toBe(
      'SSOT: The fix is safe: both are the class FeedClient in src/feed/client.ts.',
    );
    await told(true);
  });

  it('is the service’s own elsewhere, and costs no work in a file without a candidate', async () => {
    expect((await hover('src/page.ts', 'viewer.id')).documentation).toBe('');
    const work = async () =>
      (
        await server.request<{ work: { probes: number } }>('_ssot:status', {
          file: fixture.file('src/page.ts'),
        })
      ).work;
    const before = await work();
    expect((await hover('src/plain.ts', 'double')).displayString).toContain('function double');
    expect(await work()).toEqual({ ...before, probes: before.probes + 1 });
  });
});
