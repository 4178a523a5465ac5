import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { differenceFrom } from '../../../src/report/difference.ts';
import { renderSarif } from '../../../src/report/sarif.ts';
import type { ScanResult } from '../../../src/report/scanResult.ts';
import { everything, ruleDocs, scan, violation } from './sample.ts';

const root = join(import.meta.dirname, '../../..');

/** The schema of SARIF 2.1.0 as Microsoft's SARIF Multitool ships it. */
function validator(): (log: unknown) => string[] {
  const schema = JSON.parse(
    readFileSync(
      join(root, `node_modules/@microsoft/sarif-multitool-${process.platform}/sarif-2.1.0.json`),
      'utf8',
    ),
  ) as object;
  const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  return (log) =>
    validate(log)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const problemsOf = validator();
const render = (result: ScanResult): Log =>
  JSON.parse(renderSarif(result, { toolVersion: '0.1.0', rules: ruleDocs })) as Log;

describe('SARIF', () => {
  it('is what the golden file has', async () => {
    const short = ruleDocs.map((doc) => ({ ...doc, page: `The page of ${doc.id}` }));
    const text = renderSarif(everything, { toolVersion: '0.1.0', rules: short });
    await expect(text).toMatchFileSnapshot('golden/everything.sarif');
  });

  it('is valid by the schema of 2.1.0, with and without results', () => {
    expect(problemsOf(render(everything))).toEqual([]);
    expect(problemsOf(render(scan([])))).toEqual([]);
    const log = render(everything);
    expect(problemsOf({ ...log, version: '2.0.0' })).not.toEqual([]);
  });

  it('explains every rule, and says what the configuration makes of it', () => {
    const rules = render(everything).runs[0]!.tool.driver.rules!;
    expect(rules.map(({ id }) => id)).toEqual(ruleDocs.map(({ id }) => id));
    for (const { shortDescription, help } of rules) {
      expect(shortDescription?.text).toMatch(/^A .+\.$|^The .+\.$/);
      expect(help?.markdown).toMatch(/^# /);
    }
    expect(rules.find(({ id }) => id === 'look-alike-class')?.defaultConfiguration).toEqual({
      enabled: false,
      level: 'none',
    });
  });

  it('keeps suppressed results as such, and deliberate ones as no failure', () => {
    const { results = [] } = render(everything).runs[0]!;
    const suppressed = results.filter(({ suppressions }) => suppressions);
    expect(suppressed.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'inSource', justification: 'the plugin API hands this out' }],
    ]);
    expect(results.filter(({ kind }) => kind === 'informational').map(({ level }) => level)).toEqual([
      'none',
    ]);
    expect(results).toHaveLength(everything.violations.length);
  });

  it('names files relative to the repository, as URIs', () => {
    const { results = [] } = render(everything).runs[0]!;
    const uris = new Set(
      results.map(({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri),
    );
    expect([...uris]).toEqual([
      'apps/my%20backend/chat/rooms.py',
      'apps/my%20backend/chat/odd%20%5B1%5D%2C%20100%25%3A%20%22a%22%26b.py',
      'apps/my%20backend/notebooks/audience.ipynb',
    ]);
    expect(renderSarif(everything, { toolVersion: '0.1.0', rules: ruleDocs })).not.toContain('/home/');
  });

  it('says of each result whether it is new, where it is compared with an earlier scan', () => {
    const [old, added] = [violation({ fingerprint: 'a' }), violation({ fingerprint: 'b' })];
    const base = [{ ...old, line: 1 }];
    const difference = differenceFrom(base, [old, added], () => false);
    const log = render(scan([old, added], { difference }));
    expect(log.runs[0]!.results!.map(({ baselineState }) => baselineState)).toEqual(['unchanged', 'new']);
    expect(problemsOf(log)).toEqual([]);
  });

  it('keeps what a baseline knows as suppressed from outside, and tells what is new', () => {
    const known = violation({ fingerprint: '0123456789abcdef', baselined: true });
    const fresh = violation({ fingerprint: 'fedcba9876543210' });
    const log = render({ ...scan([known, fresh]), baseline: { file: 'ssot.baseline', absent: [] } });
    expect(problemsOf(log)).toEqual([]);
    expect(
      log.runs[0]!.results!.map(({ baselineState, suppressions }) => [baselineState, suppressions]),
    ).toEqual([
      ['unchanged', [{ kind: 'external', justification: 'known in ssot.baseline' }]],
      ['new', undefined],
    ]);
  });
});
