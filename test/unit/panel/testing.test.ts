import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/engine/config/parseConfig.ts';
import { targetsOf } from '../../../src/extension/liveCheck/targets.ts';
import { outcomeOfTest, outputOf } from '../../../src/extension/liveCheck/testing/outcome.ts';
import { askedOf, probeTestId, testTree } from '../../../src/extension/liveCheck/testing/testTree.ts';
import type { ProbeResult } from '../../../src/livecheck/protocol.ts';
import { connection, frame, result } from './events.ts';

const text = `{
  // One target on three lines, one on one.
  "staging": {
    "targets": {
      "one": {
        "apiUrl": "http://127.0.0.1:1",
      },
      "two": { "apiUrl": "http://127.0.0.1:2", "label": "The second" },
    },
  },
}`;
const uri = 'file:///w/ssot.config.json';
const { targets } = targetsOf([{ uri, file: 'ssot.config.json', text }], parseConfig);
const tree = testTree(targets, [{ file: 'b/ssot.config.json', message: 'sources: wrong' }], connection);
const [one, two] = tree.map(({ id }) => id);
const nothing: ReadonlySet<string> = new Set();

describe('the tests of a workspace', () => {
  it('are the probes below each target, in the order of a run, at the line that names it', () => {
    expect(tree.map(({ label, description, place }) => [label, description, place?.line])).toEqual([
      ['one', 'http://127.0.0.1:1', 4],
      ['The second', 'http://127.0.0.1:2', 7],
      ['b/ssot.config.json', '', undefined],
    ]);
    for (const { children } of tree.slice(0, 2)) {
      expect(children.map(({ label, description }) => [label, description])).toEqual(
        connection.map(({ title, question }) => [title, question]),
      );
      const sorted = children.toSorted((a, b) => (a.sortText < b.sortText ? -1 : 1));
      expect(sorted).toEqual(children);
    }
  });

  it('stand at the right line whatever ends the lines', () => {
    for (const end of ['\r\n', '\r']) {
      const file = { uri, file: '', text: text.replaceAll('\n', end) };
      expect(targetsOf([file], parseConfig).targets.map(({ place }) => place?.line)).toEqual([4, 7]);
    }
  });

  it('have ids of their own', () => {
    const ids = tree.flatMap(({ id, children }) => [id, ...children.map((child) => child.id)]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('say which configuration cannot be read, and that one cannot be run', () => {
    expect(tree[2]).toMatchObject({ error: 'sources: wrong', runs: null, children: [] });
    expect(askedOf(tree, new Set([tree[2]!.id]), nothing)).toEqual([]);
  });
});

describe('a request of the Testing view', () => {
  const test = (target: string | undefined, probe: Parameters<typeof probeTestId>[1]): string =>
    probeTestId(target!, probe);

  it.each([
    [
      'of everything',
      undefined,
      nothing,
      [
        [one, null],
        [two, null],
      ],
    ],
    ['of a target', new Set([two!]), nothing, [[two, null]]],
    [
      'of two probes',
      new Set([test(one, 'close'), test(one, 'health')]),
      nothing,
      [[one, ['health', 'close']]],
    ],
    [
      'of probes of two targets',
      new Set([test(one, 'close'), test(two, 'health')]),
      nothing,
      [
        [one, ['close']],
        [two, ['health']],
      ],
    ],
    ['of everything but a target', undefined, new Set([one!]), [[two, null]]],
    [
      'of a target but a probe',
      new Set([one!]),
      new Set([test(one, 'liveness')]),
      [[one, connection.map(({ id }) => id).filter((id) => id !== 'liveness')]],
    ],
    ['of nothing that is left', new Set([test(one, 'close')]), new Set([test(one, 'close')]), []],
  ] as const)('%s', (_, include, exclude, asked) => {
    expect(
      askedOf(tree, include, exclude).map(({ target, probes, whole }) => [target, whole ? null : probes]),
    ).toEqual(asked);
  });
});

describe('the outcome of a test', () => {
  const failed: ProbeResult = {
    ...result('auth-none', 'fail'),
    summary: 'accepted as <img src=x> *everybody*',
    findings: [{ verdict: 'fail', text: 'accepted', evidence: ['E-02'] }],
    cause: {
      failure: 'F30',
      text: 'relaxed mode is on',
      candidates: [{ failure: 'F29', text: 'demo mode is on', ruledOut: 'no demo user' }],
    },
    nextStep: 'Turn it off.',
  };
  const evidence = [frame('auth-none', 1), frame('auth-none', 2), frame('auth-none', 3)];

  it.each([
    ['pass', 'passed', false],
    ['warn', 'passed', false],
    ['fail', 'failed', true],
    ['inconclusive', 'errored', true],
    ['skipped', 'skipped', false],
  ] as const)('of the verdict %s is %s', (verdict, state, told) => {
    const outcome = outcomeOfTest('Health', result('health', verdict), []);
    expect([outcome.state, outcome.message !== null]).toEqual([state, told]);
    expect(outcome.output).toBe(`Health: ${verdict}: health is ${verdict}\r\n`);
  });

  it('has summary, cause with its failure id, candidates, next step and the evidence it stands on', () => {
    const { message } = outcomeOfTest('Refusal', failed, evidence);
    const lines = message!.split('\n').filter((line) => line !== '');
    expect(lines).toEqual([
      '**accepted as &#60;img src=x&#62; \\*everybody\\***',
      'Likely cause \\(F30\\): relaxed mode is on',
      '- or \\(F29\\): demo mode is on; ruled out: no demo user',
      'Next step: Turn it off.',
      '- E\\-02: received tick',
    ]);
  });

  it('of a warning says in the output what is the matter', () => {
    const { output } = outcomeOfTest('Refusal', { ...failed, verdict: 'warn' }, evidence);
    expect(output).toMatch(
      /^Refusal: warn: .*\r\n {4}Likely cause \(F30\): .*\r\n {4}Next step: Turn it off\.\r\n$/,
    );
  });

  it('bounds the evidence that it lists', () => {
    const many = Array.from({ length: 500 }, (_, index) => frame('health', index));
    const ids = many.map(({ id }) => id);
    const { message } = outcomeOfTest('Health', { ...result('health', 'fail'), evidence: ids }, many);
    expect(message!.match(/received tick/g)).toHaveLength(10);
  });

  it('lets no server write to the terminal', () => {
    expect(outputOf(['a\u001b[31mred\r\nb\u2028c', 'd'])).toBe('a [31mred b c\r\nd\r\n');
  });
});
