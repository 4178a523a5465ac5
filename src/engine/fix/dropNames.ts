import type { ImportFact } from '../facts.ts';
import { contains, type Span } from '../text.ts';
import { wholeLine } from './dropUnused.ts';
import { isNeeded } from './neededNames.ts';
import { broughtBy, openChange, usesOf, type OpenChange, type Planning } from './planning.ts';

/**
 * Takes names out of TypeScript's imports whose every use stands in `removed`: a class's name, an argument that the factory does not
 * take. A compiler may well refuse what is imported and not used. Returns those of the module level.
 */
export function dropNames(planning: Planning, removed: readonly Span[]): string[] {
  const { changes, context } = planning;
  const { facts } = context;
  const dropped: string[] = [];
  if (removed.length === 0 || facts.language !== 'typescript') return dropped;
  for (const [index, { block, form, names }] of facts.imports.entries()) {
    const known = changes.get(index);
    if ((form !== 'from' && form !== 'module') || known?.removedLine || known?.retargeted) continue;
    const unused = [...names.entries()].flatMap(([position, { local }]) => {
      if (local === undefined || known?.leaving.has(position)) return [];
      const uses = usesOf(context, index, position).map((use) => facts.references.at(use).span);
      const isGone = uses.length > 0 && uses.every((use) => removed.some((span) => contains(span, use)));
      const isPassedOn = facts.exports.some((each) => each.local === local);
      return isGone && !isPassedOn && !isNeeded(planning, block, local) ? [{ position, local }] : [];
    });
    if (unused.length === 0) continue;
    if (isLeftEmpty(names.length, unused.length, known)) {
      const line = wholeLine(planning.text, facts.imports[index]!.statement)?.[0]!.span;
      if (!line || (isJavaScript.test(context.file) && !isLoadedAnyway(planning, index))) continue;
      openChange(planning, index).removedLine = line;
    }
    for (const { position, local } of unused) {
      openChange(planning, index).leaving.set(position, null);
      if (facts.blocks[block]!.scope === 0) dropped.push(local);
    }
  }
  return dropped;
}

/** There a module is loaded for what it does, too, when nothing that it exports is used. */
const isJavaScript = /\.[cm]?jsx?$/;

/** Whether another statement goes on to load the same module, and nothing is loaded before it that was loaded after it. */
function isLoadedAnyway({ context, changes }: Planning, index: number): boolean {
  const { facts, file, graph } = context;
  const { statement } = facts.imports[index]!;
  const { id } = graph.target(file, facts.imports[index]!);
  const willLoad = (fact: ImportFact): boolean => {
    const change = changes.get(facts.imports.indexOf(fact));
    if (!change) return graph.target(file, fact).id === id;
    const brought = broughtBy(change);
    return (
      !change.removedLine &&
      !change.retargeted &&
      change.leaving.size === fact.names.length &&
      brought.length > 0 &&
      brought.every(({ source }) => source.canonical.id === id)
    );
  };
  const others = facts.imports.filter(
    ({ form, block, typeOnly, statement: { start } }) =>
      loadingForms.has(form) && block === 0 && !typeOnly && start !== statement.start,
  );
  const next = others.find((other) => other.statement.start > statement.end && !willLoad(other));
  return others.some(
    (other) => willLoad(other) && (next === undefined || other.statement.start < next.statement.start),
  );
}

const loadingForms: ReadonlySet<ImportFact['form']> = new Set(['from', 'module', 'side-effect', 'reexport']);

/** Whether an import has no name any more once some are gone from it. */
function isLeftEmpty(names: number, unused: number, change: OpenChange | undefined): boolean {
  const brought = change ? [...change.leaving.values()].filter((each) => each !== null).length : 0;
  return (change?.leaving.size ?? 0) + unused === names && brought === 0 && (change?.added.size ?? 0) === 0;
}
