/** Which forms × rules × outcomes, and which forms × kinds of files, the fixtures of TypeScript show. */
import { ruleIds, type RuleId } from '../../src/engine/config/schema.ts';
import { lineStarts } from '../../src/engine/text.ts';
import { forms, readForms, type Form } from './forms.ts';
import type { ExpectedViolation, Golden } from './goldens.ts';

/** What becomes of a violation: its fix, or none where there is no fix or it is refused. */
export const outcomes = ['safe', 'repair', 'unsafe', 'none'] as const;
export type Outcome = (typeof outcomes)[number];

export const fileKinds = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'] as const;
export type FileKind = (typeof fileKinds)[number];

export interface Cell {
  readonly form: Form;
  readonly rule: RuleId;
  readonly outcome: Outcome;
}

export interface KindCell {
  readonly form: Form;
  readonly kind: FileKind;
}

export const cells: readonly Cell[] = forms.flatMap((form) =>
  ruleIds.flatMap((rule) => outcomes.map((outcome) => ({ form, rule, outcome }))),
);

export const kindCells: readonly KindCell[] = forms.flatMap((form) =>
  fileKinds.map((kind) => ({ form, kind })),
);

/** As it is spelt in messages, and as the key of what covers it. */
export const nameOf = (cell: Cell | KindCell): string => Object.values(cell).join(' | ');

/** The fixtures that show each cell, by the cell's name. */
export interface Covered {
  readonly cells: ReadonlyMap<string, ReadonlySet<string>>;
  readonly kindCells: ReadonlyMap<string, ReadonlySet<string>>;
}

export function coveredBy(goldens: readonly Golden[]): Covered {
  const covered = { cells: new Map<string, Set<string>>(), kindCells: new Map<string, Set<string>>() };
  const add = (to: Map<string, Set<string>>, cell: Cell | KindCell, fixture: string): void => {
    to.set(nameOf(cell), (to.get(nameOf(cell)) ?? new Set()).add(fixture));
  };
  for (const golden of goldens)
    for (const file of golden.code) {
      const violations = golden.violations.filter((each) => each.file === file);
      if (violations.length === 0) continue;
      const text = golden.files.get(file)!;
      const found = readForms(file, text);
      const starts = lineStarts(text);
      for (const violation of violations) {
        const [start = 0, end = 0] = violation.range.split('-').map((place) => {
          const [line = 1, column = 1] = place.split(':').map(Number);
          return starts[line - 1]! + column - 1;
        });
        const rule = ruleIds.find((each) => each === violation.rule)!;
        const outcome = outcomeOf(golden, violation);
        const kind = fileKinds.find((each) => file.endsWith(`.${each}`))!;
        for (const form of found.at(start, end, violation.names, isCall(violation))) {
          add(covered.cells, { form, rule, outcome }, golden.name);
          add(covered.kindCells, { form, kind }, golden.name);
        }
      }
    }
  return covered;
}

function isCall({ form }: ExpectedViolation): boolean {
  return form === 'call';
}

/** A fix that is refused when it is asked for is none, unless it is made together with those of other files. */
function outcomeOf(golden: Golden, { file, range, fix }: ExpectedViolation): Outcome {
  if (fix === 'none') return 'none';
  return golden.refused(file, fix).includes(Number.parseInt(range)) ? 'none' : fix;
}
