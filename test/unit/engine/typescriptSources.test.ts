import { describe, expect, it } from 'vitest';
import { createTypeScriptModules } from '../../../src/engine/graph/typescriptModules.ts';
import { hostOf } from '../typescript/host.ts';
import { openMemory, type MemoryWorkspace } from './memoryWorkspace.ts';

const files = {
  'src/feed/client.ts': 'export class FeedClient {}\n',
  'src/legacy/feed.ts':
    "export { FeedClient } from '../feed/client';\nexport const feed = new FeedClient();\n",
  'src/legacy/index.ts': "export { FeedClient as Stream } from './feed';\n",
};

function open(source: object, importer: string): MemoryWorkspace {
  const config = { sources: [{ id: 'feed', language: 'typescript', classes: ['FeedClient'], ...source }] };
  return openMemory(
    new Map(
      Object.entries({ ...files, 'ssot.config.json': JSON.stringify(config), 'src/page.ts': importer }),
    ),
  );
}

describe('a canonical module', () => {
  const host = (links: Record<string, string> = {}) => ({
    ...hostOf(
      {
        ...files,
        'packages/core/package.json': '{ "exports": { "./feed": "./feed.ts" } }',
        'packages/core/feed.ts': '',
      },
      links,
    ),
    files: () => Object.keys(files),
  });
  const resolve = (id: string, links?: Record<string, string>) =>
    createTypeScriptModules(host(links)).resolveId(id);

  it.each([
    ['a glob over folders', 'src/**/client', 'src/feed/client.ts'],
    ['a glob with its extension', './src/*/client.ts', 'src/feed/client.ts'],
    ['a glob of an index', 'src/leg*', 'src/legacy/index.ts'],
  ])('is the one file that is matched by %s', (_name, glob, file) => {
    expect(resolve(glob)).toMatchObject({ kind: 'file', file });
  });

  it('is not there where a glob matches nothing', () => {
    expect(resolve('src/**/gone')).toEqual({ kind: 'missing', id: 'src/**/gone' });
  });

  it('cannot be told where a glob matches more', () => {
    expect(resolve('src/legacy/*')).toMatchObject({
      kind: 'unknown',
      reason: 'it matches src/legacy/feed.ts, src/legacy/index.ts, and has to match one file',
    });
  });

  it('may be what a package of the workspace exports', () => {
    expect(resolve('@acme/core/feed', { '@acme/core': 'packages/core' })).toMatchObject({
      kind: 'file',
      file: 'packages/core/feed.ts',
    });
    expect(resolve('@acme/core/feed')).toEqual({ kind: 'missing', id: '@acme/core/feed' });
  });
});

describe('a source without a canonical module', () => {
  const source = { singletons: ['feed'], legacyModules: ['src/legacy/feed', 'src/old/feed'] };
  const undecided = 'no canonical module is chosen yet: set “module” of the source';
  const found = (text: string) => {
    const { analysis } = open(source, text);
    expect(analysis.problems).toEqual([]);
    return analysis
      .check('src/page.ts')
      .map(({ ruleId, names, fix, reason }) => [ruleId, names.join(), fix.kind, reason]);
  };

  it.each([
    ['a class', "import { FeedClient } from './legacy/feed';\n", 'FeedClient'],
    ['an instance', "import { feed } from './legacy/feed';\n", 'feed'],
    ['a class behind a barrel', "import { Stream } from './legacy';\n", 'Stream'],
    ['a class of a module that is gone', "import { FeedClient } from './old/feed';\n", 'FeedClient'],
  ])('has no counterpart for %s', (_name, text, names) => {
    expect(found(text)).toEqual([['legacy-import', names, 'none', undecided]]);
  });

  it('knows what its modules do not have', () => {
    expect(found("import { Feed } from './legacy/feed';\n")).toEqual([
      ['broken-import', 'Feed', 'none', 'missing: src/legacy/feed has no Feed'],
    ]);
  });

  it('sees a mock of one', () => {
    expect(found("jest.mock('./legacy/feed');\n").map(([rule, , kind]) => [rule, kind])).toEqual([
      ['legacy-string-reference', 'none'],
    ]);
  });

  it('says nothing of what is constructed', () => {
    expect(found("import { FeedClient } from './legacy/feed';\nnew FeedClient();\n")).toHaveLength(1);
  });

  it('says that nothing is chosen', () => {
    const [violation] = open(source, "import { feed } from './legacy/feed';\n").analysis.check('src/page.ts');
    expect(violation?.message).toBe(
      'feed is imported from src/legacy/feed; the source of truth is not chosen yet.',
    );
  });

  it('has no text in the place of its module', () => {
    const { analysis } = open(
      { ...source, lookAlikes: ['*Feed*'] },
      'export class PageFeed {}\nexport const made = new FeedClient();\n',
    );
    expect(analysis.sources[0]?.config.module).toBe('');
    expect(analysis.check('src/page.ts').map(({ ruleId, module }) => [ruleId, module])).toEqual([
      ['look-alike-class', ''],
      ['broken-import', ''],
    ]);
    expect(analysis.check('src/page.ts')[0]?.message).toBe(
      'PageFeed looks like a copy of FeedClient; the source of truth is not chosen yet.',
    );
  });
});

it('a glob that matches more than one file is a problem of the configuration', () => {
  const { problems } = open({ module: 'src/legacy/*' }, '').analysis;
  expect(problems).toEqual([
    {
      source: 'feed',
      key: 'sources[0].module',
      message:
        'the canonical module “src/legacy/*” of source “feed” cannot be told: it matches src/legacy/feed.ts, src/legacy/index.ts, and has to match one file; nothing can be compared with it',
    },
  ]);
});

it('a module that is named by a glob is called by its path', () => {
  const source = { module: 'src/**/client', legacyModules: ['src/legacy/feed'] };
  const [violation] = open(source, "import { FeedClient } from './legacy/feed';\n").analysis.check(
    'src/page.ts',
  );
  expect(violation).toMatchObject({
    message: 'FeedClient is imported from src/legacy/feed; the source of truth is src/feed/client.',
    fix: { kind: 'safe', title: 'Import FeedClient from src/feed/client' },
  });
});

describe('legacy modules that are named by a glob', () => {
  it('are all that it matches, but for the canonical one', () => {
    const source = { module: 'src/feed/client', legacyModules: ['./src/**'] };
    const { analysis } = open(
      source,
      "import { FeedClient } from './feed/client';\nexport { FeedClient };\n",
    );
    expect([...analysis.sources[0]!.legacyModules]).toEqual(['src/legacy/feed', 'src/legacy', 'src/page']);
    expect(analysis.check('src/page.ts')).toEqual([]);
  });

  it('own their names, also those that are not there', () => {
    const source = { module: 'src/feed/client', legacyModules: ['src/legacy/*'] };
    const importer =
      "import { FeedClient } from './legacy';\nimport { gone } from './legacy/feed';\nexport { FeedClient, gone };\n";
    const { analysis } = open(source, importer);
    expect(
      analysis.check('src/page.ts').map(({ ruleId, module, fix }) => [ruleId, module, fix.kind]),
    ).toEqual([
      ['legacy-import', 'src/legacy', 'repair'],
      ['broken-import', 'src/legacy/feed', 'none'],
    ]);
  });
});
