import type { ImportFact } from '../facts.ts';
import type { Violation, ViolationItem } from '../violation.ts';
import { planFactoryCall } from './factoryCall.ts';
import { runsAtLoad } from './importCycle.ts';
import { isNeeded } from './neededNames.ts';
import {
  isBroughtFor,
  isBroughtForAnother,
  openChange,
  usesOf,
  writtenName,
  type Planning,
} from './planning.ts';

/** The names of an import violation leave its statement for those from their canonical modules. Answers why they cannot. */
export function moveNames(planning: Planning, violation: Violation): string | undefined {
  const { analysis, context } = planning;
  const { subject } = violation;
  if (subject.kind !== 'import') return undefined;
  const fact = context.facts.imports[subject.import]!;
  const change = openChange(planning, subject.import);
  for (const [at, position] of subject.names.entries()) {
    const item = violation.items[at]!;
    const imported = fact.names[position]!;
    const source = analysis.sources.find(({ config }) => config.id === item.source);
    if (!source) return `there is no source ${item.source}`;
    if (item.to === undefined) return item.why;
    const obstacle = mockedModule(planning, fact) ?? patchedName(planning, fact, item);
    if (obstacle !== undefined) return obstacle;
    const name = item.to.slice(item.to.lastIndexOf('.') + 1);
    if (name !== source.factory?.name || name === imported.name) {
      change.leaving.set(position, {
        source,
        written: writtenName(context, subject.import, position, name),
      });
      continue;
    }
    const uses = usesOf(context, subject.import, position);
    if (imported.local === undefined) return `${imported.name} is re-exported under its own name`;
    const isRenamed =
      imported.localSpan === undefined &&
      canRename(planning, subject.import, uses, imported.local, name) &&
      !isBroughtFor(planning, subject.import, name, Infinity) &&
      !isBroughtForAnother(planning, subject.import, name, source);
    change.leaving.set(position, {
      source,
      written: isRenamed ? name : `${name} as ${imported.local}`,
    });
    for (const use of uses) {
      const planned = planFactoryCall(context, use, source, 'legacy-factory');
      if (!planned.ok) return planned.reason;
      planning.calls.set(use, { call: planned.call, callee: isRenamed ? name : imported.local });
    }
  }
  return undefined;
}

/** A test that replaces the module by a mock has its imports mocked by their path. */
function mockedModule({ context, analysis }: Planning, fact: ImportFact): string | undefined {
  if (context.facts.language !== 'typescript') return undefined;
  const { id } = context.graph.target(context.file, fact);
  const mock = context.facts.strings.find(
    ({ value }) => analysis.modules.typescript.resolve(context.file, value).id === id,
  );
  return mock && `${mock.callee} names ${fact.module} here: the import and the mock have to move together`;
}

/** A string patches the legacy module's name, and a function that imports it when it runs gets the patched one. */
function patchedName(
  { context, environment }: Planning,
  fact: ImportFact,
  { from, kind }: ViolationItem,
): string | undefined {
  if (context.facts.language !== 'python' || kind === 'repair') return undefined;
  return !runsAtLoad(context.facts, fact.block) && environment.isNamedInString(from)
    ? `a string patches ${from}, which is imported here when the code runs: both have to move together`
    : undefined;
}

/** Whether all uses of an import can take the new name: each means this import alone, and the new name is free there. */
function canRename(
  planning: Planning,
  index: number,
  uses: readonly number[],
  local: string,
  name: string,
): boolean {
  const { facts, graph, file } = planning.context;
  if (isNeeded(planning, facts.imports[index]!.block, local)) return false;
  if (facts.bindings.filter((binding) => binding.name === local).length > 1) return false;
  const { block, statement } = facts.imports[index]!;
  const here = {
    name,
    members: [],
    span: statement,
    nameSpan: statement,
    block,
    scope: facts.blocks[block]!.scope,
    use: 'bare' as const,
    space: 'value' as const,
  };
  if (graph.bindingsOf(file, here).length > 0) return false;
  return uses.every((use) => {
    const reference = facts.references[use]!;
    const taken = graph.bindingsOf(file, { ...reference, name, members: [] });
    return taken.length === 0 && graph.bindingsOf(file, reference).length === 1;
  });
}
