import type { Analysis } from './analysis.ts';
import type { FileFacts } from './facts.ts';
import { targetsAt, type TargetAt } from './refactor/targetsAt.ts';
import { replacementOf } from './replacement.ts';
import { contains, type Span } from './text.ts';
import type { FixKind, Violation, ViolationItem } from './violation.ts';

/** One file, and what is wrong in it as it is shown. */
export interface CheckedText {
  readonly analysis: Analysis;
  readonly file: string;
  readonly violations: readonly Violation[];
}

/** What is said of a name that violations are about. */
export interface Replacement {
  /** One paragraph for each name, in Markdown that also reads well as it is. */
  readonly text: string;
  /** The module specifier under the cursor, of which the service itself may have nothing to say. */
  readonly specifier: Span | undefined;
}

/**
 * What replaces the legacy name at an offset, or all that are imported there; undefined where nothing is.
 *
 * @param isNamed false where a diagnostic beside it names what replaces it
 */
export function replacementAt(
  checked: CheckedText,
  offset: number,
  isNamed: boolean,
): Replacement | undefined {
  const { analysis, file, violations } = checked;
  const facts = analysis.read(file)?.facts;
  if (!facts || violations.length === 0) return undefined;
  const cursor = { start: offset, end: offset };
  const said = targetsAt(analysis, file, cursor).flatMap((at) =>
    violations.flatMap((violation) =>
      itemsAt(violation, at).map((item) =>
        isNamed ? say(checked, violation, item) : `SSOT: ${outlookOf(item)}`,
      ),
    ),
  );
  if (said.length === 0) return undefined;
  return { text: [...new Set(said)].join('\n\n'), specifier: specifierAt(facts, cursor) };
}

/** The names of a violation that stand there: of an import some, where it brings several. */
export function itemsAt({ subject, items }: Violation, at: TargetAt): readonly ViolationItem[] {
  if (subject.kind === 'reference') return at.references.has(subject.reference) ? items : [];
  if (subject.kind !== 'import' || !at.imports.has(subject.import)) return [];
  return items.filter(({ name, source }) => source === at.source && (at.names?.includes(name) ?? true));
}

function say({ analysis }: CheckedText, { ruleId }: Violation, item: ViolationItem): string {
  const { name } = item;
  const { module, isChosen, name: there } = replacementOf(analysis.sources, item);
  const end = outlookOf(item);
  if (there === undefined)
    return ruleId === 'direct-construction'
      ? `SSOT: \`${name}\` is not to be constructed directly. ${end}`
      : `SSOT: \`${name}\` ${isChosen ? `should come from \`${module}\`` : 'is legacy'}. ${end}`;
  const use = ruleId === 'direct-construction' ? `call \`${there}\`` : `take \`${there}\``;
  return `SSOT: in place of \`${name}\`, ${use} from \`${module}\`. ${end}`;
}

/** Whether there is a fix, and why. */
function outlookOf({ kind, why }: ViolationItem): string {
  return `${sentences[kind]}${why}.`;
}

const sentences: Readonly<Record<FixKind, string>> = {
  safe: 'The fix is safe: ',
  repair: 'The fix is a repair: ',
  unsafe: 'The fix is a suggestion, which may change behavior: ',
  none: 'There is no fix: ',
};

function specifierAt({ imports }: FileFacts, cursor: Span): Span | undefined {
  return imports.find(({ moduleSpan }) => contains(moduleSpan, cursor))?.moduleSpan;
}
