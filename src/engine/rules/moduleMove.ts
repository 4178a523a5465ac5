import { counterpartOf, type Counterpart } from '../counterpart.ts';
import { whereLoaded } from '../loading/failedLoad.ts';
import type { ImportFact } from '../facts.ts';
import { planFactoryCall } from '../fix/factoryCall.ts';
import { usesOf } from '../fix/planning.ts';
import {
  isCanonicalAt,
  isCanonicalIfImported,
  isCanonicalPerhaps,
  isDeclared,
  isFreeAt,
  isFreeAtImport,
} from '../fix/renameUses.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import type { FileContext } from '../rule.ts';
import { failureIsCaught } from '../surroundings.ts';
import type { ModuleUse } from './moduleUses.ts';

/** How owned names that are used through an imported module come to be used through the canonical one. */
export interface ModuleMove {
  /** What each name becomes, by its legacy name. */
  readonly counterparts: ReadonlyMap<string, Counterpart>;
  /**
   * `retarget`: the import names the canonical module in place of the legacy one, and binds the same name. `names`: the
   * names are imported beside it, and its uses lose the module in front.
   */
  readonly how: 'retarget' | 'names';
}

export type ModuleMoveResult =
  { readonly ok: true; readonly move: ModuleMove } | { readonly ok: false; readonly reason: string };

/** Works out how the uses of owned names of one module through one import move, or why they cannot. */
export function planModuleMove(context: FileContext, uses: readonly ModuleUse[]): ModuleMoveResult {
  const { facts } = context;
  const { module, import: index, imported } = uses[0]!;
  const fact = facts.imports[index]!;
  const local = fact.names[imported]?.local;
  if (local === undefined)
    return refused(`${uses[0]!.name} is used through the module ${module}; import it by name first`);
  const all = usesOf(context, index, imported);
  const obstacle = bindingObstacle(context, fact, local) ?? wholeUse(context, fact, local, all, module);
  if (obstacle !== undefined) return refused(obstacle);

  const moved = new Set(uses.map(({ reference }) => reference));
  const isWhole = all.every((at) => moved.has(at));
  const counterparts = new Map<string, Counterpart>();
  const isCaught = fact.isCaught ?? failureIsCaught(facts, fact.block);
  for (const use of uses) {
    const from = context.graph.target(context.file, { module });
    const same = counterpartOf(use.source, use.name, use.origin, isCaught);
    const counterpart = whereLoaded(context, use.source, from, use.origin, isCaught, same);
    if (counterpart.name === undefined) return refused(counterpart.why);
    counterparts.set(use.name, counterpart);
    const called = counterpart.replacesFactory ? callObstacle(context, use) : undefined;
    if (called !== undefined) return refused(called);
    if (use.origin.kind === 'missing' && use.origin.what === 'module' && !isWhole)
      return refused(`${local} is used for other names too, and there is no module ${module}`);
  }
  const apart = uses.find(
    ({ reference }) => !inOneCell(facts, fact.statement.start, facts.references.at(reference).span.start),
  );
  const isRetargeted = isWhole && canRetarget(context, fact, uses);
  const isRenamed = uses.some(({ name }) => counterparts.get(name)!.name !== name);
  if (apart && (isRenamed || !isRetargeted))
    return refused(
      `${apart.name} is used in another cell than ${local} is imported in, which may not be run again`,
    );
  if (isRetargeted) return ok('retarget', counterparts);
  if (facts.language === 'typescript' && fact.form !== 'module' && fact.form !== 'from')
    return refused(
      `${local} is used for other names too; take ${uses[0]!.name} from the module by name first`,
    );
  for (const use of uses) {
    const name = counterparts.get(use.name)!.name!;
    const reference = facts.references.at(use.reference);
    const isAbove = reference.span.start < fact.statement.start;
    if (isAbove && context.graph.bindingsOf(context.file, reference).length > 1)
      return refused(`${use.name} is used above this import of ${local}, and may be read before it is made`);
    if (reference.isEntity)
      return refused(`${use.name} is given another name by a statement that needs ${local} before it`);
    const isThere =
      isCanonicalAt(context, use.source, reference, name, index) ||
      isCanonicalIfImported(context, use.source, reference, name, index);
    if (!isThere && !(isFreeAt(context, reference, name) && isFreeAtImport(context, index, name)))
      return refused(
        isCanonicalPerhaps(context, use.source, reference, name)
          ? `${name} is imported further down, or only perhaps; import it before it is needed first`
          : `${name} means something else here, so that ${use.name} cannot be imported by name`,
      );
  }
  return ok('names', counterparts);
}

/** Why what an import binds cannot be told apart from what else has its name. */
function bindingObstacle({ facts }: FileContext, fact: ImportFact, local: string): string | undefined {
  const { scope } = facts.blocks[fact.block]!;
  if (facts.blocks[scope]!.kind === 'class') return `${local} is an attribute of the class around it`;
  if (isDeclared(facts, local)) return `${local} is declared global or nonlocal`;
  const others = facts.bindings.filter((each) => each.name === local && each.scope === scope);
  // `import a.b` and `import a.c` bind the same `a`.
  const isPackage = others.every((each) => {
    if (each.kind !== 'import') return false;
    const other = facts.imports[each.import]!;
    return other.form === 'module' && other.names[each.imported]!.localSpan === undefined;
  });
  return others.length > 1 && !isPackage ? `${local} is bound in more than one place` : undefined;
}

/** Why the module's attributes may be others when they are read: it is passed on, or written to. */
function wholeUse(
  { facts, graph, file }: FileContext,
  { block }: ImportFact,
  local: string,
  uses: readonly number[],
  module: string,
): string | undefined {
  // What is exported under that name is the module's own, not a function's.
  if (facts.blocks[block]!.scope === 0 && facts.exports.some((each) => each.local === local))
    return `${local} is passed on whole, by an export`;
  const set = facts.memberAssignments.find(({ owner }) => owner === local || owner.startsWith(`${local}.`));
  if (set) return `${set.owner}.${set.member} is set here`;
  for (const at of uses) {
    const reference = facts.references.at(at);
    const written = [reference.name, ...reference.members].join('.');
    if (reference.use === 'delete') return `${written} is deleted`;
    const origins = graph.referenced(file, reference);
    const last = origins.at(-1)!;
    const isWhole =
      last.kind === 'module'
        ? origins.length > reference.members.length && isPart(module, last.target.id)
        : // Where the module is not there, what is written says how far it reaches.
          last.kind === 'missing' && isPart(module, written);
    if (reference.members.length === 0 || isWhole)
      return `${written} is passed on whole${reference.argumentOf === undefined ? '' : `, to ${reference.argumentOf}`}`;
  }
  return undefined;
}

function isPart(module: string, outer: string): boolean {
  return module === outer || module.startsWith(`${outer}.`);
}

function callObstacle(
  context: FileContext,
  { reference: index, source, members }: ModuleUse,
): string | undefined {
  const reference = context.facts.references.at(index);
  if (reference.use !== 'call' || reference.members.length !== members)
    return `${[reference.name, ...reference.members].join('.')} is used without being called, and its replacement is another function`;
  const planned = planFactoryCall(context, index, source, 'legacy-factory');
  return planned.ok ? undefined : planned.reason;
}

/** `import legacy as m` can name the canonical module, and `from package import legacy as m` one of the same package. */
function canRetarget(
  { facts, graph, file }: FileContext,
  fact: ImportFact,
  uses: readonly ModuleUse[],
): boolean {
  const { source, imported, members } = uses[0]!;
  if (uses.some((use) => use.source !== source || use.members !== members) || members !== 1) return false;
  // The whole of a module is bound as a namespace, or as what `require` and `await import` give.
  if (facts.language === 'typescript')
    return fact.names.length === 1 && fact.names[imported]!.name === '*' && fact.form !== 'from';
  if (fact.names[imported]!.localSpan === undefined) return false;
  const { id } = source.canonical;
  return fact.form === 'module' || id.slice(0, id.lastIndexOf('.')) === graph.target(file, fact).id;
}

function ok(how: ModuleMove['how'], counterparts: ModuleMove['counterparts']): ModuleMoveResult {
  return { ok: true, move: { counterparts, how } };
}

function refused(reason: string): ModuleMoveResult {
  return { ok: false, reason };
}
