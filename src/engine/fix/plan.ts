import type { Analysis } from '../analysis.ts';
import { isStarImport } from '../facts.ts';
import type { FileContext } from '../rule.ts';
import { failureIsCaught } from '../surroundings.ts';
import { contains, overlaps, type Span, type TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import { renderPythonImport } from '../python/renderImport.ts';
import { renderTypeScriptImport } from '../typescript/renderImport.ts';
import { dropAddedTwice } from './addedTwice.ts';
import { awaitedDouble } from './awaitedDouble.ts';
import { dropNames } from './dropNames.ts';
import { dropImportsOf, dropUnusedClasses, isStillNamed } from './dropUnused.ts';
import type { FixEnvironment } from './environment.ts';
import type { PlanResult } from './filePlan.ts';
import type { CanonicalImport, ImportChange, RenderResult } from './importChange.ts';
import { markRepairedTypes, markTypes } from './markTypes.ts';
import { mergeImports } from './mergeImports.ts';
import { moveModuleUses } from './moveModuleUses.ts';
import { moveNames } from './moveNames.ts';
import { moveString, writeString } from './moveString.ts';
import type { TogetherIntents } from './movedTogether.ts';
import { nameStar } from './nameStar.ts';
import { nameTypes } from './nameTypes.ts';
import { broughtBy, type OpenChange, type Planning } from './planning.ts';
import { lineEndAt } from './list.ts';
import { isSingleton, replaceSingleton } from './replaceSingleton.ts';
import { renderRenames } from './renameUses.ts';
import { behindComment } from './renderNames.ts';
import { commentInTheWay, removedParts, renderFactoryCall, siteOf, wrapping } from './renderCall.ts';
import { renderAwaits, setAwait } from './setAwait.ts';
import { unnameable } from './unnameable.ts';
import { useFactory } from './useFactory.ts';

/**
 * One plan for all of `violations`, each of which has a fix.
 *
 * @param together what the file's part in a plan over several files is
 */
export function planFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
  together?: TogetherIntents,
): PlanResult {
  const context = analysis.context(file);
  const snapshot = analysis.read(file);
  if (!context || !snapshot) return refused(`${file} cannot be read`);
  const { text } = snapshot;
  // Both sides stand in the text: what is joined or taken away would be missing from the one that is kept.
  if (hasMarksOfMerge(text)) return refused('a merge left its marks in the file: resolve them first');
  const planning: Planning = {
    analysis,
    context,
    environment,
    text,
    violations,
    changes: new Map(),
    calls: new Map(),
    awaits: new Map(),
    strings: new Map(),
    renames: new Map(),
    variables: new Map(),
    dropped: new Set(),
    inserted: [],
    changed: [],
    unstarred: new Map(),
    together,
  };
  for (const [index, name] of together?.strings ?? []) {
    const why = writeString(planning, index, name);
    if (why !== undefined) return refused(why);
  }
  for (const violation of violations) {
    const why = planViolation(planning, violation);
    if (why !== undefined) return refused(why);
    const { subject } = violation;
    if (subject.kind === 'import' && violation.fix.kind !== 'safe')
      planning.changed.push(...subject.names.map((imported) => ({ import: subject.import, imported })));
  }
  for (const { call, callee, brought } of together?.calls ?? []) {
    const doubled = awaitedDouble(planning, context.facts.references.at(call.reference), call.await);
    if (doubled !== undefined) return refused(doubled);
    planning.calls.set(call.reference, { call, callee });
    planning.changed.push(...brought);
  }
  nameTypes(planning);
  dropAddedTwice(planning);
  const dropped = dropUnusedClasses(planning);
  leaveUnchanged(planning);
  dropped.push(...dropNames(planning, removedFrom(planning)));
  markTypes(planning);
  markRepairedTypes(planning);
  mergeImports(planning);
  const unused = dropImportsOf(planning, removedFrom(planning));
  const edits: TextEdit[] = [...unused.edits];
  const sites: Span[] = [...unused.sites];
  for (const [index, change] of planning.changes) {
    const rendered = renderChange(planning, index, change);
    if (!rendered.ok) return rendered;
    edits.push(...rendered.edits);
    sites.push(change.removedLine ?? siteOfImport(planning, index, change));
  }
  for (const { call: planned, callee } of planning.calls.values()) {
    const rendered = renderFactoryCall(text, context.facts, planned, callee);
    if (!rendered.ok) return rendered;
    edits.push(...rendered.edits);
    const { call } = context.facts.references.at(planned.reference);
    sites.push(siteOf(planned.await, call!));
  }
  const awaits = renderAwaits(planning);
  if (!awaits) return refused(commentInTheWay);
  edits.push(...awaits.edits);
  sites.push(...awaits.sites);
  for (const { edit, site } of planning.strings.values()) {
    edits.push(edit);
    sites.push(site);
  }
  const uses = renderRenames(planning);
  if (!uses.ok) return uses;
  edits.push(...uses.edits);
  sites.push(...uses.sites);
  for (const [index, name] of planning.variables) {
    const { span } = context.facts.bindings[index]!;
    edits.push({ span, text: name });
    sites.push(span);
  }
  for (const { at, name, source } of planning.inserted) {
    const module = environment.specifier(file, source.canonical);
    if (module === undefined) return refused(unnameable(file, source.canonical));
    const span = { start: at, end: at };
    edits.push({ span, text: `from ${module} import ${name}${lineEndAt(text, at)}` });
    sites.push(span);
  }
  const apart = withoutNested(edits);
  if (!apart) return refused('two of its changes touch the same text; fix them one after the other');
  return {
    ok: true,
    plan: {
      file,
      violations,
      edits: apart,
      asked: [
        ...violations.map(({ span }) => span),
        ...[...planning.strings.values()].map(({ edit }) => edit.span),
        ...(together?.calls ?? []).map(({ call }) => context.facts.references.at(call.reference).span),
      ],
      sites,
      dropped: [...planning.dropped, ...dropped, ...unused.names],
      changed: planning.changed,
      unstarred: planning.unstarred,
      renamed: [...planning.renames.values()],
      strings: [...planning.strings.values()],
    },
  };
}

/** Takes one violation into the plan. Answers why it cannot. */
function planViolation(planning: Planning, violation: Violation): string | undefined {
  const { subject, ruleId } = violation;
  if (violation.form === 'module-import' && subject.kind === 'import' && subject.names.length === 0)
    return moveModuleUses(planning, violation);
  if (subject.kind === 'import')
    return isStarImport(planning.context.facts.imports[subject.import]!)
      ? nameStar(planning, violation)
      : moveNames(planning, violation);
  if (ruleId === 'factory-misuse') return setAwait(planning, violation);
  if (subject.kind === 'string') return moveString(planning, violation);
  const source = planning.analysis.sources.find(({ config }) => config.id === violation.source);
  if (!source) return `there is no source ${violation.source}`;
  if (subject.kind === 'reference')
    return isSingleton(planning, source, subject.reference)
      ? replaceSingleton(planning, source, subject.reference)
      : useFactory(planning, source, subject.reference);
  return `${ruleId} has no fix`;
}

/** What the changed calls no longer hold, or stand in: the names that only this has used are not needed any more. */
function removedFrom({ context, calls, awaits }: Planning): Span[] {
  const { facts } = context;
  return [
    ...[...calls.values()].flatMap((planned) => [
      ...removedParts(facts, planned.call),
      ...(isStillNamed(facts, planned) ? [] : [facts.references.at(planned.call.reference).span]),
    ]),
    ...[...awaits].flatMap(([index, change]) =>
      calls.has(index) ? [] : wrapping(change, facts.references.at(index).call!),
    ),
  ];
}

/** Imports that were looked at and are needed as they are. */
function leaveUnchanged({ changes }: Planning): void {
  for (const [index, { leaving, added, retargeted, unstarred, removedLine }] of changes)
    if (leaving.size === 0 && added.size === 0 && !retargeted && !unstarred && !removedLine)
      changes.delete(index);
}

function renderChange(planning: Planning, index: number, change: OpenChange): RenderResult {
  const { context, environment, text } = planning;
  const { file, facts, graph } = context;
  if (change.removedLine) return { ok: true, edits: [{ span: change.removedLine, text: '' }] };
  const { id } = graph.target(file, facts.imports[index]!);
  const modules: CanonicalImport[] = [];
  for (const source of new Set(broughtBy(change).map((brought) => brought.source))) {
    const { canonical } = source;
    const module = environment.specifier(file, canonical, facts.imports[index]!.module);
    if (module === undefined) return { ok: false, reason: unnameable(file, canonical) };
    modules.push({
      module,
      isThisOne: id === canonical.id,
      replacing: new Map(
        [...change.leaving].flatMap(([position, brought]) =>
          brought?.source === source ? [[position, brought.written] as const] : [],
        ),
      ),
      added: [...change.added].flatMap(([written, of]) => (of === source ? [written] : [])),
    });
  }
  const { retargeted, unstarred } = change;
  const moved =
    retargeted && environment.specifier(file, retargeted.source.canonical, facts.imports[index]!.module);
  if (retargeted && moved === undefined)
    return { ok: false, reason: unnameable(file, retargeted.source.canonical) };
  const fragile = fragileName(context, index, change);
  const rendered: ImportChange = {
    import: index,
    leaving: new Set(change.leaving.keys()),
    modules,
    ...(fragile !== undefined && { fragile }),
    typesAreMarked: environment.importOptions?.(file)?.typesAreMarked ?? false,
    ...(retargeted &&
      moved !== undefined && { retargeted: { module: moved, position: retargeted.position } }),
    ...(unstarred && { unstarred }),
  };
  return facts.language === 'python'
    ? renderPythonImport(text, facts, rendered)
    : renderTypeScriptImport(text, facts, rendered);
}

function siteOfImport({ context, text }: Planning, index: number, change: OpenChange): Span {
  const { statement } = context.facts.imports[index]!;
  const isFollowed = fragileName(context, index, change) !== undefined;
  return isFollowed ? { start: statement.start, end: behindComment(text, statement) } : statement;
}

/** The position of the first name that stays in an import of Python, and of which it is not sure that it is there: its failure is caught. */
function fragileName(
  { facts, file, graph }: FileContext,
  index: number,
  { leaving }: OpenChange,
): number | undefined {
  const { block, names } = facts.imports[index]!;
  if (facts.language !== 'python' || !failureIsCaught(facts, block)) return undefined;
  const position = names.findIndex(
    (_, at) => !leaving.has(at) && /^(missing|unknown)$/.test(graph.imported(file, index, at).kind),
  );
  return position < 0 ? undefined : position;
}

/** Edits of what another edit takes away are not needed; undefined where two edits touch the same text otherwise. */
function withoutNested(edits: readonly TextEdit[]): TextEdit[] | undefined {
  const isInside = ({ span }: TextEdit, outer: Span): boolean =>
    span.start === span.end
      ? outer.start < span.start && span.end < outer.end
      : contains(outer, span) && outer.end - outer.start > span.end - span.start;
  const kept = edits.filter((edit) => !edits.some(({ span }) => isInside(edit, span)));
  return kept.some((edit, index) => kept.some((other, at) => at > index && overlaps(edit.span, other.span)))
    ? undefined
    : kept;
}

function hasMarksOfMerge(text: string): boolean {
  return /^<{7} /mu.test(text) && /^>{7} /mu.test(text);
}

function refused(reason: string): PlanResult {
  return { ok: false, reason };
}
