/** The cells of the matrix that no fixture can show, and why: each line holds for every cell that it names. */
import type { RuleId } from '../../src/engine/config/schema.ts';
import { forms, type Form } from './forms.ts';
import type { Cell, FileKind, KindCell, Outcome } from './matrix.ts';

interface Impossible {
  /** All where it is left out. */
  readonly forms?: readonly Form[];
  readonly rules: readonly RuleId[];
  /** All where it is left out. */
  readonly outcomes?: readonly Outcome[];
  readonly why: string;
}

const strings: readonly Form[] = ['jest.mock', 'doMock', 'vi.mock'];
const actual: readonly Form[] = ['jest.requireActual', 'vi.importActual'];
const types: readonly Form[] = [
  'import type',
  'inline type',
  'import("x").T',
  'typeof import("x")',
  'JSDoc @import',
  'JSDoc import()',
];
const reexports: readonly Form[] = ['export { } from', 'export * from', 'export * as'];
const fixes: readonly Outcome[] = ['safe', 'repair', 'unsafe'];

export const impossible: readonly Impossible[] = [
  {
    rules: ['look-alike-class'],
    why: 'it reports a class where it is defined, which is no form of an import',
  },
  { rules: ['unused-suppression'], why: 'it reports a comment, whatever stands below it' },
  {
    forms: forms.filter((form) => !strings.includes(form) && !actual.includes(form)),
    rules: ['legacy-string-reference'],
    why: 'it is no string that is given to a call: legacy-import and broken-import report it',
  },
  {
    forms: strings,
    rules: ['legacy-import', 'broken-import', 'direct-construction', 'factory-misuse'],
    why: 'a mock brings no name: legacy-string-reference reports it, a module that is gone too',
  },
  {
    forms: [...strings, ...actual],
    rules: ['legacy-string-reference'],
    outcomes: fixes,
    why: 'a string moves in the plan of the imports that it is meant for, and has no fix of its own',
  },
  { forms: ['side-effect'], rules: ['legacy-import'], why: 'it brings no name, so none that is owned' },
  {
    forms: ['export * from'],
    rules: ['legacy-import'],
    outcomes: ['repair', 'unsafe'],
    why: 'a star brings nothing of a module that is missing, and nobody who imports from it may get another object',
  },
  {
    forms: ['export { } from'],
    rules: ['legacy-import'],
    outcomes: ['unsafe'],
    why: 'who imports the name from there would get another object, which the gate refuses',
  },
  {
    forms: ['export * as'],
    rules: ['legacy-import'],
    outcomes: fixes,
    why: 'who uses which of the names is not known where the module is exported whole',
  },
  { rules: ['broken-import'], outcomes: fixes, why: 'what is not there has no counterpart to move to' },
  {
    forms: ['export * from'],
    rules: ['broken-import'],
    why: 'a star of a module that is gone is a legacy import of everything',
  },
  {
    rules: ['direct-construction', 'factory-misuse'],
    outcomes: ['safe'],
    why: 'a call of another function, or an await more or less, is never sure to be the same',
  },
  {
    forms: types,
    rules: ['direct-construction', 'factory-misuse'],
    why: 'a type cannot be called',
  },
  {
    forms: [...reexports, 'side-effect'],
    rules: ['direct-construction', 'factory-misuse'],
    why: 'it binds no name that could be called in its file',
  },
];

interface ImpossibleKind {
  readonly forms: readonly Form[];
  readonly kinds: readonly FileKind[];
  readonly why: string;
}

const javaScript: readonly FileKind[] = ['js', 'jsx', 'mjs', 'cjs'];

export const impossibleKinds: readonly ImpossibleKind[] = [
  {
    forms: ['import type', 'inline type', 'import x = require()', 'import("x").T', 'typeof import("x")'],
    kinds: javaScript,
    why: 'it is syntax of TypeScript, an error in JavaScript',
  },
  {
    forms: ['JSDoc @import', 'JSDoc import()'],
    kinds: ['ts', 'tsx', 'mts', 'cts'],
    why: 'a comment of TypeScript imports nothing',
  },
  {
    forms: ['named', 'aliased', 'default', 'namespace', 'side-effect', ...reexports],
    kinds: ['cjs'],
    why: 'Node reads the file as CommonJS, where the statement is an error',
  },
];

export function whyImpossible({ form, rule, outcome }: Cell): Impossible | undefined {
  return impossible.find(
    (each) =>
      each.rules.includes(rule) &&
      (each.forms?.includes(form) ?? true) &&
      (each.outcomes?.includes(outcome) ?? true),
  );
}

export function whyImpossibleKind({ form, kind }: KindCell): ImpossibleKind | undefined {
  return impossibleKinds.find((each) => each.forms.includes(form) && each.kinds.includes(kind));
}
