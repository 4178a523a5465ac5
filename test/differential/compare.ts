import type { FileFacts } from '../../src/engine/facts.ts';
import { lineStarts, positionAt, type LineStarts } from '../../src/engine/text.ts';

/** One line of `oracle.py`: its documentation says what stands in it. */
export interface OracleFile {
  readonly file: string;
  readonly error?: string;
  readonly imports: readonly OracleImport[];
  readonly loads: readonly [offset: number, name: string, members: string, args: number, awaited: boolean][];
  readonly fields: readonly string[];
  readonly scopes: readonly [kind: string, name: string, line: number, bound: readonly string[]][];
}

type OracleImport = readonly [
  start: number,
  end: number,
  module: string | null,
  level: number,
  names: readonly (readonly [name: string, asname: string | null, start: number, end: number])[],
];

/** What one side has and the other has not, as lines. */
export interface Difference {
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
}

/** The difference of two multisets. */
function difference(expected: readonly string[], actual: readonly string[]): Difference {
  const counts = new Map<string, number>();
  for (const line of actual) counts.set(line, (counts.get(line) ?? 0) + 1);
  const missing: string[] = [];
  for (const line of expected) {
    const count = counts.get(line) ?? 0;
    if (count === 0) missing.push(line);
    else counts.set(line, count - 1);
  }
  const surplus = [...counts].flatMap(([line, count]) => Array.from({ length: count }, () => line));
  return { missing, surplus };
}

function importLines(imports: readonly OracleImport[]): string[] {
  return imports.flatMap(([start, end, module, level, names]) =>
    names.map(([name, asname, from, to]) => {
      const source = module === null ? name : '.'.repeat(level) + module;
      const what = module === null ? '*' : name;
      const local = asname ?? (module === null ? name.split('.')[0]! : name);
      return `import ${start}-${end} ${source} ${what} as ${name === '*' ? '-' : local} ${from}-${to}`;
    }),
  );
}

function ownImportLines(facts: FileFacts): string[] {
  return facts.imports.flatMap(({ statement, module, names }) =>
    names.map(
      ({ name, local, span }) =>
        `import ${statement.start}-${statement.end} ${module} ${name} as ${local ?? '-'} ${span.start}-${span.end}`,
    ),
  );
}

function loadLine(offset: number, name: string, members: string, args: number, awaited: boolean): string {
  return `load ${offset} ${name}${members && '.'}${members}${args < 0 ? '' : `(${args}${awaited ? ' awaited' : ''})`}`;
}

/** Scopes with what they bind. What is only deleted is bound too, by Python's rules. */
function ownScopeLines(facts: FileFacts, starts: LineStarts): string[] {
  const bound = facts.blocks.map(() => new Set<string>());
  // A `nonlocal` that finds no function (`__class__`) leaves its binding where it is.
  for (const { scope, name } of facts.bindings) {
    if (!facts.blocks[scope]!.nonlocals?.includes(name)) bound[scope]!.add(name);
  }
  for (const { use, members, scope, name } of facts.references.all()) {
    if (use !== 'delete' || members.length > 0) continue;
    const { globals, nonlocals } = facts.blocks[scope]!;
    if (nonlocals?.includes(name)) continue;
    bound[globals?.includes(name) ? 0 : scope]!.add(name);
  }
  return facts.blocks.flatMap((block, index) => {
    if (block.scope !== index) return [];
    const line = block.kind === 'module' ? 1 : positionAt(starts, block.span.start).line;
    return [scopeLine(block.kind, block.name ?? '', line, [...bound[index]!].sort())];
  });
}

function scopeLine(kind: string, name: string, line: number, bound: readonly string[]): string {
  return `scope ${kind} ${name} line ${line}: ${bound.join(' ')}`;
}

/**
 * How our facts differ from what CPython reads. Names inside f-strings are compared without places where the oracle has none.
 */
export function compare(oracle: OracleFile, facts: FileFacts, text: string): Difference {
  const starts = lineStarts(text);
  const sorted = (names: readonly string[]): string[] => [...names].sort();
  const expected = [
    ...importLines(oracle.imports),
    ...oracle.loads.map((load) => loadLine(...load)),
    ...oracle.scopes.map(([kind, name, line, names]) => scopeLine(kind, name, line, sorted(names))),
  ];
  const references = facts.references.all().filter(({ inString }) => inString !== true);
  const actual = [
    ...ownImportLines(facts),
    ...references.map(({ nameSpan, name, members, call }) =>
      loadLine(
        nameSpan.start,
        name,
        members.join('.'),
        call === undefined ? -1 : call.arguments.length,
        call?.awaitSpan !== undefined,
      ),
    ),
    ...ownScopeLines(facts, starts),
  ];
  const exact = difference(expected, actual);
  if (oracle.fields.length === 0) return exact;
  const isLoad = (line: string): boolean => line.startsWith('load ');
  const unplaced = exact.surplus.filter(isLoad).map((line) => /^load \d+ ([^.(]+)/.exec(line)![1]!);
  const fields = difference(oracle.fields, unplaced);
  return {
    missing: [...exact.missing, ...fields.missing.map((name) => `load in an f-string: ${name}`)],
    surplus: [
      ...exact.surplus.filter((line) => !isLoad(line)),
      ...fields.surplus.map((name) => `load that is in no f-string: ${name}`),
    ],
  };
}
