import { expect, it } from 'vitest';
import { harness } from './module.ts';

const { lineFilter, worthShowing } = await harness<{
  lineFilter: () => (line: string) => boolean;
  worthShowing: (message: string) => string | undefined;
}>('test/headless/noise.mjs');

it('drops the report of an unbuilt native module, to its last line, and nothing after it', () => {
  const lines = [
    'before',
    'Error: Could not locate the bindings file. Tried:',
    ' → /x/build/spdlog.node',
    '    at bindings (/x/bindings.js:126:9)',
    '    at async _3 (file:///x/server-main.js:80:4903) {',
    '  tries: [',
    "    '/x/build/spdlog.node',",
    '  ]',
    '}',
    '    at least this is shown',
  ];
  expect(lines.filter(lineFilter())).toEqual(['before', '    at least this is shown']);
});

it('keeps what a suite prints, and its own stack', () => {
  const message = 'AssertionError: 1 == 2\n    at Context.<anonymous> (dist/test/suite/x.test.js:1:2)';
  expect(worthShowing(message)).toBe(message);
});

it("cuts the editor's own part of a stack", () => {
  const message =
    'Oops\n    at f (http://127.0.0.1:1/stable-1/static/out/vs/code/browser/workbench/workbench.js:1:2)';
  expect(worthShowing(message)).toBe('Oops');
});
