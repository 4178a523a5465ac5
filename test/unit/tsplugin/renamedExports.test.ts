import { describe, expect, it } from 'vitest';
import { passedOnBy } from '../../../src/tsplugin/renamedExports.ts';

/** `from>to` or `from>to@specifier` of what others can take under another name. */
const renamed = (text: string): string[] =>
  passedOnBy(text).renamed.map(
    ([from, to, specifier]) => `${from}>${to}${specifier === undefined ? '' : `@${specifier}`}`,
  );

describe('what a text passes on under another name', () => {
  it.each([
    ['a re-export', `export { A as B, C } from 'm';`, 'A>B@m'],
    ['a comment in the list', `export { /* the one */ A as B, // last\n } from 'm';`, 'A>B@m'],
    ['an address in quotes', `export { A as B } from 'https://host/m';`, 'A>B@https://host/m'],
    ['a namespace', `export * as n from 'm';`, '*>n@m'],
    ['an import under another name', `import D, { A as L } from 'm'; export { L as B, D as E };`, 'A>B@m'],
    ['an import of the default', `import D, { A as L } from 'm'; export { L as B, D as E };`, 'default>E@m'],
    ['an exported equation', `import n = require('m');\nexport import B = n.A;`, 'A>B'],
    ['an exported constant', `export const B = n.A;`, 'A>B'],
    ['several constants', `export const B: typeof A = A, C = A;`, 'A>C'],
    ['a pattern', `export const { A: B } = n;`, 'A>B'],
    ['a constant that is exported later', `const B = A; export { B };`, 'A>B'],
    ['what is set as a whole', `import { A } from 'm';\nexport = A;`, 'A>default'],
    ['a default', `export default A;`, 'A>default'],
    ['a default in a list', `export { A as default };`, 'A>default'],
    ['a member of exports', `exports.B = require('m').A;`, 'A>B@m'],
    ['a module in exports', `exports.n = require('m');`, '*>n@m'],
    ['an object of exports', `const { A: q } = require('m');\nmodule.exports = { B: q, q };`, 'A>B@m'],
    ['a member in the object', `module.exports = { B: require('m').A };`, 'A>B@m'],
    ['all of exports', `const { A } = require('m');\nmodule.exports = A;`, 'A>default'],
    ['all of another module', `module.exports = require('m');`, '*>default@m'],
  ])('%s', (_name, text, expected) => {
    expect(renamed(text)).toContain(expected);
  });

  it.each([
    ['a constant of its own', `const B = A;`],
    ['a name that stays', `export { A } from 'm';`],
    ['code in a comment', `// export { A as B } from 'm';\n/* exports.B = A; */`],
  ])('not %s', (_name, text) => {
    expect(renamed(text)).toEqual([]);
  });

  it('is said once of what functions declare again and again', () => {
    const body = `() => {\n  const B = A;\n  const C = B;\n  const D = C;\n}`;
    const text = `${`run(${body});\n`.repeat(100)}export { D as E };`;
    expect(renamed(text)).toEqual(['D>E', 'C>E', 'B>E', 'A>E']);
  });

  it('is said of stars as they are written', () => {
    expect(passedOnBy(`export *  from "./m";`).stars).toEqual([
      { written: '*  from "./m"', specifier: './m' },
    ]);
  });
});
