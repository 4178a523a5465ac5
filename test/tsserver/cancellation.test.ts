import { createKnownViolations } from '../../src/engine/baseline/knownViolations.ts';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/engine/config/schema.ts';
import { parseConfig } from '../../src/engine/config/parseConfig.ts';
import { codeFixesAt } from '../../src/tsplugin/codeFixes.ts';
import { codeOf } from '../../src/tsplugin/codes.ts';
import { createViolations } from '../../src/tsplugin/violations.ts';

const files: Readonly<Record<string, string>> = {
  '/w/src/feed/client.ts':
    'export class FeedClient {}\nexport function openFeed() { return new FeedClient(); }\n',
  '/w/src/legacy/feed.ts': `export { FeedClient } from '../feed/client';\n`,
  '/w/src/index.ts': `export * from './legacy/feed';\n`,
  '/w/src/page.ts': `import { FeedClient } from './index';\nexport const made = () => new FeedClient();\n`,
};

function readConfig(): Config {
  const parsed = parseConfig(
    JSON.stringify({
      sources: [
        {
          id: 'feed',
          language: 'typescript',
          module: 'src/feed/client',
          factory: { name: 'openFeed' },
          classes: ['FeedClient'],
          legacyModules: ['src/legacy/feed'],
          owners: ['src/legacy/**'],
        },
      ],
    }),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

/** The violations over a program of {@link files}, and a switch that cancels at the poll of that number. */
function createChecked() {
  const program = ts.createProgram(
    Object.keys(files),
    { noLib: true, types: [] },
    {
      getSourceFile: (path, target) =>
        files[path] === undefined ? undefined : ts.createSourceFile(path, files[path], target),
      fileExists: (path) => path in files,
      readFile: (path) => files[path],
      getCurrentDirectory: () => '/w',
      getDefaultLibFileName: () => 'lib.d.ts',
      getCanonicalFileName: (path) => path,
      getNewLine: () => '\n',
      useCaseSensitiveFileNames: () => true,
      writeFile: () => undefined,
    },
  );
  const host = {
    fileExists: (path: string) => path in files,
    directoryExists: (path: string) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    readFile: (path: string) => files[path],
  } as unknown as ts.server.ServerHost;
  const configuration = { root: '/w', config: readConfig(), known: createKnownViolations([]) };
  const polls = { count: 0, cancelAt: Infinity };
  const violations = createViolations(
    ts,
    host,
    { above: () => configuration, close: () => undefined },
    { probes: 0, walks: 0, checks: 0, analyses: 0 },
    () => {
      // oxlint-disable-next-line typescript/only-throw-error -- as the compiler does
      if (++polls.count === polls.cancelAt) throw new ts.OperationCanceledException();
    },
  );
  const page = program.getSourceFile('/w/src/page.ts')!;
  const check = () => violations.of(program, page)!;
  return {
    polls,
    rules: () => check().violations.map(({ ruleId }) => ruleId),
    fixes: () =>
      codeFixesAt(check(), { start: 0, end: 0 }, [codeOf['legacy-import']]).map(({ fixName }) => fixName),
  };
}

const rules = ['legacy-import', 'direct-construction'];

describe('a cancellation', () => {
  it('is looked for before a check and whenever it looks at a file', () => {
    const { polls, rules: found } = createChecked();
    expect(found()).toEqual(rules);
    expect(polls.count).toBeGreaterThan(10);
  });

  it('ends a check in its middle, and the next one answers all the same', () => {
    const counted = createChecked();
    counted.rules();
    for (let at = 1; at <= counted.polls.count; at++) {
      const { polls, rules: found } = createChecked();
      polls.cancelAt = at;
      expect(found, `cancelled at poll ${at}`).toThrow(ts.OperationCanceledException);
      expect(found(), `after a cancellation at poll ${at}`).toEqual(rules);
    }
  });

  it('ends the proof of a fix, and the next one finds it', () => {
    const counted = createChecked();
    counted.rules();
    const checked = counted.polls.count;
    expect(counted.fixes()).toEqual(['ssot-legacy-import']);
    expect(counted.polls.count).toBeGreaterThan(checked + 10);
    for (let at = checked + 1; at <= counted.polls.count; at += 7) {
      const { polls, rules: found, fixes } = createChecked();
      expect(found()).toEqual(rules);
      polls.cancelAt = at;
      expect(fixes, `cancelled at poll ${at}`).toThrow(ts.OperationCanceledException);
      expect(fixes(), `after a cancellation at poll ${at}`).toEqual(['ssot-legacy-import']);
    }
  });
});
