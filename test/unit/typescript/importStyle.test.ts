import { describe, expect, it } from 'vitest';
import { importStyleOf, specifierFor } from '../../../src/engine/typescript/importStyle.ts';
import { createSpecifierResolver } from '../../../src/engine/typescript/resolveSpecifier.ts';
import { extract } from './extract.ts';

const files: Record<string, string> = {
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["src/*"], "~lib": ["src/lib/index"] } } }',
  'src/app/a.ts': '',
  'src/app/near.ts': '',
  'src/lib/index.ts': '',
  'src/lib/b.ts': '',
  'src/lib/c.mts': '',
};
const resolver = createSpecifierResolver({
  fileExists: (path) => path in files,
  readFile: (path) => files[path],
});

/** How `src/app/a.ts` with these imports writes one of `target`. */
function written(text: string, target: string): string | undefined {
  return specifierFor(resolver, importStyleOf(text, extract(text)), 'src/app/a.ts', target);
}

describe('import style', () => {
  it.each([
    ['single quotes and semicolons', `import a from 'a';\nimport b from 'b';`, "'", true],
    ['double quotes and none', `import a from "a"\nimport b from "b"`, '"', false],
    ['of a file without imports', ``, "'", true],
    ['of a file that requires', `const a = require("a");`, '"', true],
  ])('%s', (_name, text, quote, semicolons) => {
    expect(importStyleOf(text, extract(text))).toMatchObject({ quote, semicolons });
  });
});

describe('specifiers', () => {
  it.each([
    ['an alias where the file uses them', `import a from '@/x';`, 'src/lib/b.ts', '@/lib/b'],
    ['a relative path where the file climbs', `import a from '../x';`, 'src/lib/b.ts', '../lib/b'],
    ['an alias where the file shows neither', ``, 'src/lib/b.ts', '@/lib/b'],
    ['a neighbour', ``, 'src/app/near.ts', './near'],
    ['a neighbour of a file that uses aliases', `import a from '@/x';`, 'src/app/near.ts', '@/app/near'],
    ['a folder by its index', `import a from '../x';`, 'src/lib/index.ts', '../lib'],
    ['what the file compiles to', `import a from '../x.js';`, 'src/lib/b.ts', '../lib/b.js'],
    ['a module file by what it compiles to', `import a from '../x.js';`, 'src/lib/c.mts', '../lib/c.mjs'],
    ['what the file is called', `import a from '../x.ts';`, 'src/lib/index.ts', '../lib/index.ts'],
  ])('%s', (_name, text, target, expected) => {
    expect(written(text, target)).toBe(expected);
  });
});
