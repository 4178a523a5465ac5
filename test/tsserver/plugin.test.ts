import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type ts from 'typescript';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applied, copyFixture, golden, restarted, startServer, type Fixture, type Server } from './server.ts';

interface Status {
  readonly serves: boolean;
  readonly codeFixes: boolean;
  readonly work: {
    readonly probes: number;
    readonly walks: number;
    readonly checks: number;
    readonly analyses: number;
  };
}

const cli = join(import.meta.dirname, '../../dist/cli.js');

let server: Server;
let fixture: Fixture;

beforeAll(() => {
  server = startServer();
});
afterAll(() => server.close());

/** For tests about a server; the others have projects of their own in one. */
async function startAnew(): Promise<void> {
  server = await restarted(server);
}

beforeEach(() => {
  fixture = copyFixture('feed');
});
afterEach(() => {
  fixture.remove();
});

const statusOf = (path: string) => server.request<Status>('_ssot:status', { file: fixture.file(path) });

/** Our diagnostics of a file of the fixture, as `code line:column message`. */
async function violationsOf(path: string): Promise<string[]> {
  const all = await server.diagnostics(fixture.file(path));
  return all
    .filter(({ source }) => source === 'ssot')
    .map(({ code, start, text }) => `${code} ${start.line}:${start.offset} ${text}`);
}

function rewriteConfiguration(change: (text: string) => string): void {
  const file = fixture.file('ssot.config.json');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

async function fixesOf(path: string): Promise<ts.server.protocol.CodeFixAction[]> {
  const file = fixture.file(path);
  const [first] = (await server.diagnostics(file)).filter(({ source }) => source === 'ssot');
  return server.request('getCodeFixes', {
    file,
    startLine: first!.start.line,
    startOffset: first!.start.offset,
    endLine: first!.end.line,
    endOffset: first!.end.offset,
    errorCodes: [first!.code],
  });
}

describe('diagnostics', () => {
  it('say what is imported from where, and where the source of truth is', async () => {
    await server.open(fixture.file('src/page.ts'));
    expect(await violationsOf('src/page.ts')).toEqual([
      '97001 3:1 FeedClient is imported from src/legacy/feedClient; the source of truth is src/feed/client.',
    ]);
  });

  it('strike the legacy names through, and nothing else of their statement', async () => {
    const inbox = fixture.file('src/inbox.ts');
    const legacy = fixture.file('src/legacy/feedClient.ts');
    writeFileSync(legacy, `${readFileSync(legacy, 'utf8')}export const retries = 3;\n`);
    writeFileSync(
      inbox,
      `import { FeedClient as Feed, retries } from './legacy/feedClient';\nexport const open = (feed: Feed) => [feed, retries];\n`,
    );
    await server.open(inbox);
    const [violation, ...others] = await server.diagnostics(inbox);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ code: 97001, category: 'error', start: { line: 1, offset: 1 } });
    expect(violation).not.toHaveProperty('reportsDeprecated');
    const struck = {
      code: 97000,
      category: 'suggestion',
      reportsDeprecated: {},
      text: 'FeedClient is legacy; take it from src/feed/client.',
    };
    const suggestions = await server.request<object[]>('suggestionDiagnosticsSync', { file: inbox });
    expect(suggestions).toMatchObject([
      { ...struck, start: { line: 1, offset: 10 }, end: { line: 1, offset: 20 } },
      { ...struck, start: { line: 2, offset: 28 }, end: { line: 2, offset: 32 } },
    ]);
  });

  it('have the fix of an import where its legacy name is used, and none twice where it is imported', async () => {
    const inbox = fixture.file('src/inbox.ts');
    writeFileSync(
      inbox,
      `import { FeedClient as Feed } from './legacy/feedClient';\nexport const open = (feed: Feed) => [feed];\n`,
    );
    await server.open(inbox);
    const fixes = (line: number, from: number, to: number, ...errorCodes: number[]) =>
      server.request<ts.server.protocol.CodeFixAction[]>('getCodeFixes', {
        file: inbox,
        startLine: line,
        startOffset: from,
        endLine: line,
        endOffset: to,
        errorCodes,
      });
    const ofImport = await fixesOf('src/inbox.ts');
    expect(ofImport).toHaveLength(1);
    expect(await fixes(2, 28, 32, 97000)).toEqual(ofImport);
    expect(await fixes(2, 28, 32, 97000, 97001)).toEqual(ofImport);
    expect(await fixes(1, 10, 20, 97000)).toEqual([]);
    expect(await fixes(1, 10, 20, 97000, 97001)).toEqual(ofImport);
    expect(await fixes(2, 8, 12, 97000)).toEqual([]);
    expect(await server.request<string[]>('getSupportedCodeFixes')).toContain('97000');
  });

  it('of no weight are suggestions that an editor shows though it hides what is deprecated', async () => {
    const page = fixture.file('src/page.ts');
    rewriteConfiguration((text) =>
      text.replace('"sources"', '"rules": { "legacy-import": "info" }, "sources"'),
    );
    await server.open(page);
    const [suggestion] = await server.diagnostics(page);
    expect(suggestion).toMatchObject({ code: 97001, category: 'suggestion' });
    expect(suggestion).not.toHaveProperty('reportsDeprecated');
  });

  it('see through a barrel', async () => {
    await server.open(fixture.file('src/sidebar.ts'));
    expect(await violationsOf('src/sidebar.ts')).toHaveLength(1);
  });

  it.each([
    ['a name', "export { FeedClient as Stream } from '../legacy/feedClient';\n", '{ Stream }', '/streams/a'],
    [
      'a default',
      "import { FeedClient } from '../legacy/feedClient';\nexport default FeedClient;\n",
      'Any',
      '/streams/a',
    ],
    [
      'a second barrel',
      "export { FeedClient as Stream } from '../legacy/feedClient';\n",
      '{ Flow }',
      '/streams/b',
    ],
    [
      'a name behind a comment',
      "export { /* of old */ FeedClient as Stream } from '../legacy/feedClient';\n",
      '{ Stream }',
      '/streams/a',
    ],
    [
      'one of several constants',
      "import { FeedClient } from '../legacy/feedClient';\nexport const Plain = 1, Stream = FeedClient;\n",
      '{ Stream }',
      '/streams/a',
    ],
  ])('see through barrels that call it something else: %s', async (_name, barrel, taken, from) => {
    mkdirSync(fixture.file('src/streams'));
    writeFileSync(fixture.file('src/streams/a.ts'), barrel);
    writeFileSync(fixture.file('src/streams/b.ts'), "export { Stream as Flow } from './a';\n");
    writeFileSync(fixture.file('src/far.ts'), `import ${taken} from '.${from}';\n`);
    await server.open(fixture.file('src/far.ts'));
    expect(await violationsOf('src/far.ts')).toHaveLength(1);
  });

  it('see a star behind which such a name is', async () => {
    mkdirSync(fixture.file('src/streams'));
    writeFileSync(
      fixture.file('src/streams/a.ts'),
      "export { FeedClient as Stream } from '../legacy/feedClient';\n",
    );
    writeFileSync(fixture.file('src/far.ts'), "export * from './streams/a';\n");
    await server.open(fixture.file('src/far.ts'));
    expect(await violationsOf('src/far.ts')).toHaveLength(1);
  });

  it('leave the owners alone', async () => {
    await server.open(fixture.file('src/legacy/feedClient.ts'));
    expect(await violationsOf('src/legacy/feedClient.ts')).toEqual([]);
  });

  it('come beside the compiler’s own', async () => {
    const page = fixture.file('src/page.ts');
    writeFileSync(page, `${readFileSync(page, 'utf8')}export const wrong: number = 'text';\n`);
    await server.open(page);
    const all = await server.diagnostics(page);
    expect(all.map(({ code }) => code).sort()).toEqual([2322, 97001]);
  });
});

describe('code fixes', () => {
  it('move the import as the golden file has it', async () => {
    const page = fixture.file('src/page.ts');
    await server.open(page);
    const [fix, ...others] = await fixesOf('src/page.ts');
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ fixName: 'ssot-legacy-import', fixId: 'ssot-safe' });
    expect(fix!.changes.map(({ fileName }) => fileName)).toEqual([page]);
    expect(applied(readFileSync(page, 'utf8'), fix!.changes[0]!.textChanges)).toBe(
      golden('feed.page.golden'),
    );
  });

  it('fix all of a file in one change', async () => {
    const page = fixture.file('src/page.ts');
    await server.open(page);
    const { changes } = await server.request<ts.server.protocol.CombinedCodeActions>('getCombinedCodeFix', {
      scope: { type: 'file', args: { file: page } },
      fixId: 'ssot-safe',
    });
    expect(applied(readFileSync(page, 'utf8'), changes[0]!.textChanges)).toBe(golden('feed.page.golden'));
  });

  it('leave the compiler’s own fixes where they are', async () => {
    const plain = fixture.file('src/plain.ts');
    writeFileSync(
      plain,
      `export const n: number = duble(2);\nfunction double(value: number): number { return value * 2; }\n`,
    );
    await server.open(plain);
    const [misspelt] = await server.diagnostics(plain);
    const fixes = await server.request<ts.server.protocol.CodeFixAction[]>('getCodeFixes', {
      file: plain,
      startLine: 1,
      startOffset: misspelt!.start.offset,
      endLine: 1,
      endOffset: misspelt!.end.offset,
      errorCodes: [misspelt!.code],
    });
    expect(fixes.map(({ fixName }) => fixName)).toContain('spelling');
  });

  it('are supported, with and without a file', async () => {
    const page = fixture.file('src/page.ts');
    await server.open(page);
    const general = await server.request<string[]>('getSupportedCodeFixes');
    const ofFile = await server.request<string[]>('getSupportedCodeFixes', { file: page });
    for (const supported of [general, ofFile])
      expect(supported).toEqual(expect.arrayContaining(['97001', '2322']));
    expect(ofFile.filter((code) => code === '97001')).toHaveLength(1);
  });
});

describe('options', () => {
  beforeEach(startAnew);

  const configure = (configuration: object) =>
    server.request('configurePlugin', { pluginName: 'ssot-tsserver-plugin', configuration });

  it('sent before the project opens leave the fixes to the extension', async () => {
    await configure({ codeFixes: false });
    await server.open(fixture.file('src/page.ts'));
    expect(await violationsOf('src/page.ts')).toHaveLength(1);
    expect(await fixesOf('src/page.ts')).toEqual([]);
  });

  it('sent later take effect, and make the editor ask again', async () => {
    await server.open(fixture.file('src/page.ts'));
    expect(await violationsOf('src/page.ts')).toHaveLength(1);
    const refreshed = server.event('projectsUpdatedInBackground');
    await configure({ enable: false });
    await refreshed;
    expect(await violationsOf('src/page.ts')).toEqual([]);
    expect((await statusOf('src/page.ts')).serves).toBe(false);
  });
});

describe('the configuration', () => {
  beforeEach(startAnew);

  it('is read again when it changes', async () => {
    await server.open(fixture.file('src/page.ts'));
    expect(await violationsOf('src/page.ts')).toHaveLength(1);
    const refreshed = server.event('projectsUpdatedInBackground');
    rewriteConfiguration((text) =>
      text.replace('"sources"', '"rules": { "legacy-import": "off" }, "sources"'),
    );
    await refreshed;
    expect(await violationsOf('src/page.ts')).toEqual([]);
  });

  it('with an error costs nobody the compiler’s diagnostics', async () => {
    rewriteConfiguration(() => '{ "sources": [');
    const page = fixture.file('src/page.ts');
    writeFileSync(page, `export const wrong: number = 'text';\n`);
    await server.open(page);
    expect((await server.diagnostics(page)).map(({ code }) => code)).toEqual([2322]);
    expect((await statusOf('src/page.ts')).serves).toBe(false);
  });
});

describe('the handshake', () => {
  beforeEach(startAnew);

  it('is answered once a project has the plugin', async () => {
    await expect(statusOf('src/page.ts')).rejects.toThrow('Unrecognized JSON command');
    await server.open(fixture.file('src/page.ts'));
    expect(await statusOf('src/page.ts')).toMatchObject({ serves: true, codeFixes: true });
  });

  it('denies a file that no configuration covers', async () => {
    await server.open(fixture.file('src/page.ts'));
    expect((await statusOf('../elsewhere.ts')).serves).toBe(false);
  });
});

describe('work', () => {
  beforeEach(startAnew);

  it('on a file without a candidate is one search of its text', async () => {
    await server.open(fixture.file('src/plain.ts'));
    expect(await violationsOf('src/plain.ts')).toEqual([]);
    expect(await violationsOf('src/plain.ts')).toEqual([]);
    const plain = fixture.file('src/plain.ts');
    expect(await server.request('suggestionDiagnosticsSync', { file: plain })).toEqual([]);
    expect((await statusOf('src/plain.ts')).work).toEqual({
      probes: 1,
      walks: 0,
      checks: 0,
      analyses: 0,
    });
  });

  it('on a file that did not change is done once', async () => {
    await server.open(fixture.file('src/page.ts'));
    await violationsOf('src/page.ts');
    const { work } = await statusOf('src/page.ts');
    await violationsOf('src/page.ts');
    expect((await statusOf('src/page.ts')).work).toEqual(work);
    expect(work).toMatchObject({ probes: 1, checks: 1 });
  });

  it('after an edit is done for the edited file alone', async () => {
    await server.open(fixture.file('src/page.ts'));
    await violationsOf('src/page.ts');
    const before = (await statusOf('src/page.ts')).work;
    await server.request('updateOpen', {
      changedFiles: [
        {
          fileName: fixture.file('src/page.ts'),
          textChanges: [{ start: { line: 1, offset: 1 }, end: { line: 1, offset: 1 }, newText: '\n' }],
        },
      ],
    });
    expect(await violationsOf('src/page.ts')).toHaveLength(1);
    expect((await statusOf('src/page.ts')).work).toEqual({
      ...before,
      probes: 2,
      walks: before.walks + 1,
      checks: 2,
      analyses: before.analyses + 1,
    });
  });
});

describe('a baseline', () => {
  beforeEach(startAnew);

  it('turns what it knows into suggestions as soon as it is there, or hides it', async () => {
    const page = fixture.file('src/page.ts');
    const categories = async (): Promise<string[]> =>
      (await server.diagnostics(page)).map(({ category }) => category);
    await server.open(page);
    expect(await categories()).toEqual(['error']);
    const refreshed = server.event('projectsUpdatedInBackground');
    const { stderr } = spawnSync(
      process.execPath,
      [cli, 'baseline', 'write', dirname(fixture.file('ssot.config.json'))],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toContain('ssot.baseline: 3 entries');
    await refreshed;
    expect(await categories()).toEqual(['suggestion']);
    await server.request('configurePlugin', {
      pluginName: 'ssot-tsserver-plugin',
      configuration: { baselined: 'hidden' },
    });
    expect(await categories()).toEqual([]);
  });
});
