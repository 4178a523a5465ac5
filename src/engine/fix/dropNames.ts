import { contains, type Span } from '../text.ts';
import { wholeLine } from './dropUnused.ts';
import { isNeeded } from './neededNames.ts';
import { openChange, usesOf, type OpenChange, type Planning } from './planning.ts';

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
      // In JavaScript the module is loaded for what it does, too.
      if (!line || /\.[cm]?jsx?$/.test(context.file)) continue;
      openChange(planning, index).removedLine = line;
    }
    for (const { position, local } of unused) {
      openChange(planning, index).leaving.set(position, null);
      if (facts.blocks[block]!.scope === 0) dropped.push(local);
    }
  }
  return dropped;
}

/** Whether an import has no name any more once some are gone from it. */
function isLeftEmpty(names: number, unused: number, change: OpenChange | undefined): boolean {
  const brought = change ? [...change.leaving.values()].filter((each) => each !== null).length : 0;
  return (change?.leaving.size ?? 0) + unused === names && brought === 0 && (change?.added.size ?? 0) === 0;
}
