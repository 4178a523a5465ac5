import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileFacts } from '../../../src/engine/facts.ts';
import type { Span } from '../../../src/engine/text.ts';
import { extract } from './extract.ts';

/** Pieces that make texts which nearly parse: what an editor holds between two keystrokes. */
const pieces = [
  'import ',
  'export ',
  'default ',
  'type ',
  '{ a, b as c }',
  '* as n',
  ' from ',
  `'m'`,
  ';',
  '\n',
  'class A ',
  'extends B',
  'function f',
  '(x: T = y)',
  '=> ',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '<',
  '>',
  '=',
  'const ',
  'let ',
  'new ',
  'await ',
  'async ',
  'require',
  'module.exports',
  'exports.a',
  '.b',
  '?.c',
  '`${',
  '`',
  '@D ',
  'infer U ',
  'namespace N ',
  'enum E ',
  'try ',
  'catch (e) ',
  'for (const x of y) ',
  '...',
  '// ssot-disable-line x -- y\n',
  '/** @type {T} */',
  '<A b={c} />',
  '"',
];

function spansOf(facts: FileFacts): Span[] {
  return [
    ...facts.blocks.map(({ span }) => span),
    ...facts.imports.flatMap(({ statement, span, moduleSpan, names }) => [
      statement,
      span,
      moduleSpan,
      ...names.flatMap((name) => [name.span, name.nameSpan]),
    ]),
    ...facts.bindings.map(({ span }) => span),
    ...facts.references
      .all()
      .flatMap(({ span, nameSpan, call }) => [
        span,
        nameSpan,
        ...(call ? [call.span, call.argumentsSpan] : []),
      ]),
    ...facts.exports.map(({ span }) => span),
    ...facts.strings.map(({ contentSpan }) => contentSpan),
    ...facts.directives.map(({ span }) => span),
  ];
}

describe('any text', () => {
  it.each(['a.ts', 'a.tsx', 'a.cjs'])('gives facts whose spans and indices hold, as %s', (path) => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const facts = extract(written, path);
        for (const { start, end } of spansOf(facts)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(written.length);
        }
        for (const [index, { parent }] of facts.blocks.entries()) expect(parent).toBeLessThan(index);
        for (const { scope, block } of [...facts.bindings, ...facts.references.all()]) {
          expect(facts.blocks[scope]).toBeDefined();
          expect(facts.blocks[block]).toBeDefined();
        }
        for (const binding of facts.bindings)
          if (binding.kind === 'import')
            expect(facts.imports[binding.import]?.names[binding.imported]?.local).toBe(binding.name);
        for (const { import: index, imported } of facts.exports)
          if (index !== undefined) expect(facts.imports[index]?.names[imported!]).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
