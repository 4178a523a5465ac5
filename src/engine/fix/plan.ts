import type { Analysis } from '../analysis.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { Span, TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import { renderPythonImport } from '../python/renderImport.ts';
import { renderTypeScriptImport } from '../typescript/renderImport.ts';
import type { FixEnvironment } from './environment.ts';
import { planFactoryCall, type FactoryCall } from './factoryCall.ts';
import type { ImportChange } from './importChange.ts';
import { renderFactoryCall } from './renderCall.ts';

/** Edits for some violations of one file, not yet through the gate. */
export interface FilePlan {
  readonly violations: readonly Violation[];
  readonly edits: readonly TextEdit[];
  /** The statements and calls that the edits may touch. */
  readonly sites: readonly Span[];
  /** Names that the file's module level loses. */
  readonly dropped: readonly string[];
  /** Local names whose meaning the plan changes on purpose: what was broken is repaired, or what is unsafe was asked for. */
  readonly changedNames: readonly string[];
}

export type PlanResult =
  { readonly ok: true; readonly plan: FilePlan } | { readonly ok: false; readonly reason: string };

/** A change of one import as it is being put together. */
interface OpenChange {
  readonly source: Source;
  readonly leaving: Map<number, string | null>;
  readonly added: Set<string>;
}

/** One plan for all of `violations`, each of which has a fix: edits of different rules never overlap. */
export function planFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
): PlanResult {
  const context = analysis.context(file);
  const snapshot = analysis.read(file);
  if (!context || !snapshot) return refused(`${file} cannot be read`);
  const { facts } = context;
  const changes = new Map<number, OpenChange>();
  const calls: { planned: FactoryCall; callee: string }[] = [];
  const changedNames: string[] = [];

  for (const violation of violations) {
    const source = analysis.sources.find(({ config }) => config.id === violation.source);
    if (!source) return refused(`there is no source ${violation.source}`);
    const added =
      violation.subject.kind === 'import'
        ? moveNames(context, environment, source, violation, changes, calls)
        : violation.subject.kind === 'reference'
          ? useFactory(context, source, violation.subject.reference, changes, calls)
          : `${violation.ruleId} has no fix`;
    if (added !== undefined) return refused(added);
    if (violation.fix.kind !== 'safe')
      changedNames.push(...violation.items.flatMap(({ local }) => (local === undefined ? [] : [local])));
  }

  const dropped = dropUnused(context, environment, changes, calls);
  const edits: TextEdit[] = [];
  const sites: Span[] = [];
  for (const [index, change] of changes) {
    const rendered = renderChange(context, environment, snapshot.text, index, change);
    if (!rendered.ok) return rendered;
    edits.push(...rendered.edits);
    sites.push(lineSpan(snapshot.text, facts.imports[index]!.statement));
  }
  for (const { planned, callee } of calls) {
    const rendered = renderFactoryCall(snapshot.text, facts, planned, callee);
    if (!rendered.ok) return rendered;
    edits.push(...rendered.edits);
    const { call } = facts.references[planned.reference]!;
    sites.push(call!.awaitSpan ?? call!.span);
  }
  return { ok: true, plan: { violations, edits, sites, dropped, changedNames } };
}

/** The names of an import violation leave its statement for one from the canonical module. */
function moveNames(
  context: FileContext,
  environment: FixEnvironment,
  source: Source,
  violation: Violation,
  changes: Map<number, OpenChange>,
  calls: { planned: FactoryCall; callee: string }[],
): string | undefined {
  const { subject } = violation;
  if (subject.kind !== 'import') return undefined;
  const fact = context.facts.imports[subject.import]!;
  const change = openChange(changes, subject.import, source);
  if (typeof change === 'string') return change;
  for (const [at, position] of subject.names.entries()) {
    const item = violation.items[at]!;
    const imported = fact.names[position]!;
    if (item.to === undefined) return item.why;
    const name = item.to.slice(item.to.lastIndexOf('.') + 1);
    if (name === imported.name) {
      change.leaving.set(position, writtenName(context, subject.import, position));
      continue;
    }
    const uses = usesOf(context, subject.import, position);
    const isFactory = name === source.factory?.name;
    if (!isFactory || !canRename(context, environment, uses, imported.local, name)) {
      if (imported.local === undefined) return `${imported.name} is re-exported under its own name`;
      change.leaving.set(position, `${name} as ${imported.local}`);
      if (isFactory) planCalls(context, source, uses, imported.local, calls);
      continue;
    }
    change.leaving.set(position, imported.localSpan ? `${name} as ${imported.local!}` : name);
    planCalls(context, source, uses, imported.localSpan ? imported.local! : name, calls);
  }
  return undefined;
}

function planCalls(
  context: FileContext,
  source: Source,
  uses: readonly number[],
  callee: string,
  calls: { planned: FactoryCall; callee: string }[],
): void {
  for (const use of uses) {
    const planned = planFactoryCall(context, use, source, 'legacy-factory');
    if (planned.ok) calls.push({ planned: planned.call, callee });
  }
}

/** The construction at `index` becomes a call of the factory, which is imported where the class is. */
function useFactory(
  context: FileContext,
  source: Source,
  index: number,
  changes: Map<number, OpenChange>,
  calls: { planned: FactoryCall; callee: string }[],
): string | undefined {
  const { graph, file, facts } = context;
  const planned = planFactoryCall(context, index, source, 'class');
  if (!planned.ok) return planned.reason;
  const { factory } = source;
  const reference = facts.references[index]!;
  const there = graph.bindingsOf(file, { ...reference, name: factory!.name, members: [] });
  const callee = factory!.name;
  if (there.length > 0) {
    const means = graph.bound(file, there.at(-1)!);
    const isFactory =
      means.kind === 'definition' &&
      means.file === factory!.definition.file &&
      means.name === factory!.definition.name;
    if (!isFactory && !willBeFactory(there.at(-1)!, changes, callee))
      return `${callee} means something else here`;
    calls.push({ planned: planned.call, callee });
    return undefined;
  }
  const binding = graph.bindingsOf(file, reference).findLast(({ kind }) => kind === 'import');
  if (binding?.kind !== 'import')
    return `${reference.name} is another name for the class; the factory would have to be imported beside it`;
  const change = openChange(changes, binding.import, source);
  if (typeof change === 'string') return change;
  change.added.add(callee);
  calls.push({ planned: planned.call, callee });
  return undefined;
}

/** A legacy factory of the same name that this very plan imports from the canonical module. */
function willBeFactory(
  binding: { kind: string; import?: number; imported?: number },
  changes: Map<number, OpenChange>,
  callee: string,
): boolean {
  return (
    binding.kind === 'import' &&
    binding.import !== undefined &&
    binding.imported !== undefined &&
    changes.get(binding.import)?.leaving.get(binding.imported) === callee
  );
}

function openChange(changes: Map<number, OpenChange>, index: number, source: Source): OpenChange | string {
  const known = changes.get(index);
  if (known)
    return known.source === source
      ? known
      : 'the statement imports names of two sources; fix one of them first';
  const change: OpenChange = { source, leaving: new Map(), added: new Set() };
  changes.set(index, change);
  return change;
}

/** Class names that nothing uses once their constructions are gone leave their import too. Returns those of the module level. */
function dropUnused(
  context: FileContext,
  environment: FixEnvironment,
  changes: Map<number, OpenChange>,
  calls: readonly { planned: FactoryCall }[],
): string[] {
  const { facts } = context;
  const replaced = new Set(calls.map(({ planned }) => planned.reference));
  const dropped: string[] = [];
  for (const [index, change] of changes) {
    if (change.added.size === 0) continue;
    const fact = facts.imports[index]!;
    for (const [position, { local }] of fact.names.entries()) {
      if (local === undefined) continue;
      const uses = usesOf(context, index, position);
      if (
        uses.length === 0 ||
        !uses.every((use) => replaced.has(use)) ||
        isNeeded(context, environment, fact.block, local)
      )
        continue;
      change.leaving.set(position, null);
      if (facts.blocks[fact.block]!.scope === 0) dropped.push(local);
    }
  }
  return dropped;
}

/** Whether a name of the file is used from outside it, or bound in a way that its references do not show. */
function isNeeded(
  { facts, file, graph }: FileContext,
  environment: FixEnvironment,
  block: number,
  local: string,
): boolean {
  const scope = facts.blocks[block]!.scope;
  if (facts.bindings.filter((binding) => binding.scope === scope && binding.name === local).length > 1)
    return true;
  if (scope !== 0) return false;
  if (facts.all === 'computed' || facts.all?.includes(local)) return true;
  if (environment.isNamedInString(`${moduleId(file)}.${local}`)) return true;
  return environment.importersOf(file).some((importer) => importsName(graph, importer, file, local));
}

function moduleId(file: string): string {
  return file.replace(/(\/__init__)?\.\w+$/, '').replaceAll('/', '.');
}

/** Whether `importer` imports `name` from `file`, or all of it. */
export function importsName(
  graph: FileContext['graph'],
  importer: string,
  file: string,
  name: string,
): boolean {
  return graph.importsOf(importer).some((fact) => {
    const target = graph.target(importer, fact);
    if (target.kind !== 'file' || target.file !== file) return false;
    return fact.names.some((imported) => imported.name === '*' || imported.name === name);
  });
}

/** Indices of the references that can mean the name which an import binds. */
function usesOf({ facts, graph, file }: FileContext, index: number, position: number): number[] {
  const { local } = facts.imports[index]!.names[position]!;
  return facts.references.flatMap((reference, at) =>
    reference.name === local &&
    graph
      .bindingsOf(file, reference)
      .some(
        (binding) => binding.kind === 'import' && binding.import === index && binding.imported === position,
      )
      ? [at]
      : [],
  );
}

/** Whether all uses of an import can take the new name: each means this import alone, and the new name is free there. */
function canRename(
  context: FileContext,
  environment: FixEnvironment,
  uses: readonly number[],
  local: string | undefined,
  name: string,
): boolean {
  const { facts, graph, file } = context;
  if (local === undefined) return true;
  const atModuleLevel = facts.bindings.some((binding) => binding.name === local && binding.scope === 0);
  if (atModuleLevel && isNeeded(context, environment, 0, local)) return false;
  if (facts.bindings.filter((binding) => binding.name === local).length > 1) return false;
  return uses.every((use) => {
    const reference = facts.references[use]!;
    const taken = graph.bindingsOf(file, { ...reference, name, members: [] });
    return taken.length === 0 && graph.bindingsOf(file, reference).length === 1;
  });
}

/** A name as the file writes it, with its alias. */
function writtenName({ facts }: FileContext, index: number, position: number): string {
  const { name, local, localSpan, exported, typeOnly } = facts.imports[index]!.names[position]!;
  const alias = exported ?? (localSpan ? local : undefined);
  const type = typeOnly && !facts.imports[index]!.typeOnly && facts.language === 'typescript' ? 'type ' : '';
  return `${type}${name}${alias === undefined || alias === name ? '' : ` as ${alias}`}`;
}

function renderChange(
  { file, facts, graph }: FileContext,
  environment: FixEnvironment,
  text: string,
  index: number,
  change: OpenChange,
): ReturnType<typeof renderPythonImport> {
  const { canonical } = change.source;
  const module = environment.specifier(file, canonical);
  if (module === undefined) return { ok: false, reason: `${file} has no way to name ${canonical.id}` };
  const rendered: ImportChange = {
    import: index,
    module,
    isCanonical: graph.target(file, facts.imports[index]!).id === canonical.id,
    leaving: change.leaving,
    added: [...change.added],
  };
  return facts.language === 'python'
    ? renderPythonImport(text, facts, rendered)
    : renderTypeScriptImport(text, facts, rendered);
}

/** A statement with the rest of its lines: a removed name takes its comment along. */
function lineSpan(text: string, { start, end }: Span): Span {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = end;
  rest.exec(text);
  return { start, end: rest.lastIndex };
}

function refused(reason: string): PlanResult {
  return { ok: false, reason };
}
