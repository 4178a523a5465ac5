import { describe, expect, it } from 'vitest';
import { scanImportLines } from '../../../src/engine/python/importLines.ts';

function scanned(source: string): string[] {
  const { modules, firstNames, names, locals } = scanImportLines(new TextEncoder().encode(source));
  return modules.map((module, i) => {
    const range = [firstNames[i], firstNames[i + 1]] as const;
    const own = names.slice(...range).map((name, at) => `${name}=${locals.slice(...range)[at]!}`);
    return `${module}: ${own.join(' ')}`;
  });
}

describe('the fast pass over imports', () => {
  it('reads modules and names with aliases', () => {
    expect(scanned('import a, b.c as d\nfrom e.f import g as h, i\nfrom j import *\n')).toEqual([
      'a: *=a',
      'b.c: *=d',
      'e.f: g=h i=i',
      'j: *=',
    ]);
  });
  it('reads brackets with comments and line ends of all kinds', () => {
    expect(scanned('from a import ( # one\r\n  b, # two\r  c as d,\n)\n')).toEqual(['a: b=b c=d']);
  });
  it('reads continuations, tabs and form feeds', () => {
    expect(scanned('from\ta . \\\n b\\\r\n import\\\n c\n\f\timport d\n')).toEqual(['a.b: c=c', 'd: *=d']);
  });
  it('reads relative imports however they are spaced', () => {
    expect(scanned('from . import a\nfrom..b import c\nfrom .d.e import(f)\nfrom ... import*\n')).toEqual([
      '.: a=a',
      '..b: c=c',
      '.d.e: f=f',
      '...: *=',
    ]);
  });
  it('reads behind colons, semicolons, lazy and a byte order mark', () => {
    expect(scanned('\ufeffimport a; import b\nif x: import c\nlazy from d import e\n')).toEqual([
      'a: *=a',
      'b: *=b',
      'c: *=c',
      'd: e=e',
    ]);
  });
  it('passes over longer words, prose and attributes', () => {
    expect(
      scanned('important = reimport\n# to import x one must\nx.import_module("y")\nraise A from b\n'),
    ).toEqual([]);
  });
  it('reports what stands in a string at a line start: it does not read strings', () => {
    expect(scanned('"""\nimport a\n"""\n')).toEqual(['a: *=a']);
  });
  it('gives names beyond ASCII in the form in which Python compares them', () => {
    expect(scanned('from é import ﬁn\n')).toEqual(['é: fin=fin']);
  });
  it('looks at each byte a bounded number of times', () => {
    const pieces = [
      'import ',
      'from . import ',
      'lazy ',
      '\\\n',
      ' . ',
      'a.',
      '(',
      ',',
      'importimport',
      '   ',
    ];
    for (const piece of pieces) {
      const bytes = new TextEncoder().encode(piece.repeat(2000));
      let reads = 0;
      const counted = new Proxy(bytes, {
        get(target, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      scanImportLines(counted);
      expect([piece, reads < bytes.length * 40]).toEqual([piece, true]);
    }
  });
});
