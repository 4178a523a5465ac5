import { replacementOf } from './replacement.ts';
import type { FileContext } from './rule.ts';
import { moduleUses } from './rules/moduleUses.ts';
import type { Span } from './text.ts';
import type { Violation, ViolationItem } from './violation.ts';

/** A legacy name where it is written, in its import or where it is used: what editors strike through. */
export interface LegacyName {
  readonly span: Span;
  /** What the name is, and what replaces it. */
  readonly message: string;
  /** Of the import that brings it. */
  readonly violation: Violation;
}

/**
 * Where the legacy names of a file stand, in source order. A statement may import others beside them, which are nobody's: a
 * violation is about the statement, this about its names. A name that somebody chose for it, as behind `as`, is no legacy
 * one where it is bound; what it is used for is.
 *
 * @param violations those of the file that are shown
 */
export function legacyNames(context: FileContext, violations: readonly Violation[]): LegacyName[] {
  const imports = violations.filter(({ ruleId }) => ruleId === 'legacy-import');
  if (imports.length === 0) return [];
  const named = imports.flatMap((violation) => namedBy(context, violation));
  const found = new Map<number, LegacyName>();
  for (const { span, item, violation } of [
    ...named,
    ...usesOf(context, named),
    ...imports.flatMap((violation) => throughModule(context, violation)),
  ])
    // A name of TypeScript may be read in both of its spaces at once.
    if (!found.has(span.start)) found.set(span.start, { span, message: messageOf(context, item), violation });
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

interface Written {
  readonly span: Span;
  readonly item: ViolationItem;
  readonly violation: Violation;
}

/** A name of an import statement. */
interface Named extends Written {
  readonly import: number;
  readonly imported: number;
}

/** The names that a statement writes; of a star import, and of a module that is taken whole, there are none. */
function namedBy({ facts }: FileContext, violation: Violation): Named[] {
  const { subject, items } = violation;
  if (subject.kind !== 'import') return [];
  const { names } = facts.imports[subject.import]!;
  return subject.names.flatMap((imported, at) => {
    const { name, nameSpan } = names[imported]!;
    const item = items[at];
    return item && name !== '*'
      ? [{ span: nameSpan, item, violation, import: subject.import, imported }]
      : [];
  });
}

/** Where the names are read. One that may as well be another import's, as a fallback's, is left alone. */
function usesOf(context: FileContext, named: readonly Named[]): Written[] {
  const { facts, file, graph } = context;
  const byName = new Map(named.map((each) => [`${each.import}:${each.imported}`, each]));
  if (byName.size === 0) return [];
  const locals = new Set(named.map((each) => facts.imports[each.import]!.names[each.imported]!.local));
  return context.followed().references.flatMap((index) => {
    const reference = facts.references.at(index);
    if (!locals.has(reference.name)) return [];
    const meant = graph
      .bindingsOf(file, reference)
      .map((binding) =>
        binding.kind === 'import' ? byName.get(`${binding.import}:${binding.imported}`) : undefined,
      );
    const [first] = meant;
    if (!first || meant.includes(undefined)) return [];
    return [{ span: reference.nameSpan, item: first.item, violation: first.violation }];
  });
}

/** Where the names are read as members of a module that the statement brings. */
function throughModule(context: FileContext, violation: Violation): Written[] {
  const { subject, items, module, form } = violation;
  if (form !== 'module-import' || subject.kind !== 'import') return [];
  const uses = moduleUses(context).get(subject.import) ?? [];
  return uses.flatMap((use): Written[] => {
    const item = items.find(({ name }) => name === use.name);
    return item && use.nameSpan && use.module === module ? [{ span: use.nameSpan, item, violation }] : [];
  });
}

function messageOf({ sources }: FileContext, item: ViolationItem): string {
  const { module, name } = replacementOf(sources, item);
  const there = name === item.name ? 'it' : name;
  const what = there === undefined ? `the source of truth is ${module}` : `take ${there} from ${module}`;
  return `${item.name} is legacy; ${what}.`;
}
