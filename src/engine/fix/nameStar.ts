import { isStarImport } from '../facts.ts';
import { planStarMove, type StarMove } from '../rules/starMove.ts';
import type { Violation } from '../violation.ts';
import { isTypeAlone } from './markTypes.ts';
import { userElsewhere } from './neededNames.ts';
import { patchedOnTheWay } from './patchedOnTheWay.ts';
import { isBroughtForAnother, openChange, type Planning } from './planning.ts';

/** The names that a file uses of a star import are named, each of the module where it belongs. Answers why they cannot be. */
export function nameStar(planning: Planning, { subject }: Violation): string | undefined {
  const { analysis, context, environment, text } = planning;
  if (subject.kind !== 'import') return undefined;
  const planned = planStarMove(context, subject.import);
  if (!planned.ok) return planned.reason;
  if (context.facts.language === 'typescript') {
    const hidden = hiddenValue(planning, subject.import, planned.move);
    if (hidden === undefined) exportBeside(planning, subject.import, planned.move);
    return hidden;
  }
  const { stay, moved, unused } = planned.move;
  const module = context.graph.target(context.file, context.facts.imports[subject.import]!);
  for (const [name, { source, kind }] of moved) {
    const patched = kind === 'repair' ? undefined : patchedOnTheWay(planning, source, module, name, true);
    if (patched !== undefined) return patched;
  }
  for (const name of unused) {
    const user = userElsewhere(analysis, environment, context.file, name);
    if (user !== undefined) return user;
    if (new RegExp(`#[ \\t]*type:.*\\b${name}\\b|(["'])${name}\\1`).test(text))
      return `${name} is named in a comment or a string here`;
  }
  const change = openChange(planning, subject.import);
  change.leaving.set(0, null);
  change.unstarred = [...stay.keys()].sort();
  for (const [name, origin] of stay) planning.unstarred.set(name, origin);
  for (const [name, { source, origin, name: there, kind }] of [...moved].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (isBroughtForAnother(planning, subject.import, there, source))
      return `${there} will be that of another source here; fix one after the other`;
    change.added.set(there === name ? name : `${there} as ${name}`, source);
    planning.unstarred.set(name, kind === 'safe' ? origin : undefined);
  }
  return undefined;
}

/** Why a star of types must not be named before another one: what is exported as a type alone hides the value of that. */
function hiddenValue(planning: Planning, index: number, { moved }: StarMove): string | undefined {
  const { analysis, context, violations } = planning;
  const { facts, file, graph } = context;
  if (!facts.imports[index]!.typeOnly) return undefined;
  for (const [at, fact] of facts.imports.entries()) {
    if (fact.typeOnly || fact.form !== 'reexport' || !isStarImport(fact)) continue;
    if (violations.some(({ subject }) => subject.kind === 'import' && subject.import === at)) continue;
    const brought = graph.exportedNames(graph.target(file, fact), 'typescript');
    const value = [...moved].find(
      ([name, { origin }]) => brought?.has(name) && !isTypeAlone(analysis, origin),
    );
    if (value)
      return `the file exports ${value[0]} as a value too, from ${fact.module}, which a type of that name would hide: fix that first`;
  }
  return undefined;
}

/** What is exported by name takes the place of what the star brings under that name. */
function exportBeside(planning: Planning, index: number, { moved }: StarMove): void {
  const { analysis, context } = planning;
  const { typeOnly } = context.facts.imports[index]!;
  for (const [name, { source, origin, name: there }] of moved) {
    // A compiler that sees one file at a time has to be told what is no value.
    const isType = isTypeAlone(analysis, origin) && !typeOnly;
    const written = `${isType ? 'type ' : ''}${there === name ? name : `${there} as ${name}`}`;
    if (isBesideAnother(planning, name, typeOnly)) continue;
    openChange(planning, index).added.set(written, source);
  }
}

/** Whether a name is exported beside another star already, which brings it too: twice is once too often. */
function isBesideAnother({ changes, context }: Planning, name: string, typeOnly: boolean): boolean {
  for (const [index, { added }] of changes) {
    const fact = context.facts.imports[index]!;
    if (fact.form !== 'reexport' || !isStarImport(fact)) continue;
    const written = [...added.keys()].find((each) => exportedAs(each) === name);
    if (written === undefined) continue;
    if (typeOnly || !fact.typeOnly) return true;
    // As a type alone it would be no value any more.
    added.delete(written);
  }
  return false;
}

/** `type here as there` is exported as `there`. */
function exportedAs(written: string): string {
  return written.slice(written.lastIndexOf(' ') + 1);
}
