import type { Analysis } from '../analysis.ts';
import { isStarImport } from '../facts.ts';
import type { FixEnvironment } from './environment.ts';
import { userElsewhere } from './neededNames.ts';

/** A name of the file's module level that is gone although another file takes it from there, as a reason. */
export function lostName(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  file: string,
): string | undefined {
  for (const name of without(before.graph.boundNames(file), after.graph.boundNames(file))) {
    // Asked of the outcome: what patched the name may have moved with it.
    const user = userElsewhere(after, environment, file, name);
    if (user !== undefined) return user;
  }
  return undefined;
}

/** A name that the file reads and that nothing in it binds any more, as a reason. */
export function unboundName(before: Analysis, after: Analysis, file: string): string | undefined {
  const { facts } = after.read(file)!;
  if (facts.imports.some(isStarImport)) return undefined;
  const unbound = (analysis: Analysis): Set<string> =>
    new Set(
      analysis
        .read(file)!
        .facts.references.all()
        .flatMap((each) => (analysis.graph.bindingsOf(file, each).length === 0 ? [each.name] : [])),
    );
  // What nothing has bound before is built in, or was broken already.
  const [name] = without(unbound(after), unbound(before));
  return name === undefined ? undefined : `${name} would be used, and nothing would bind it`;
}

/** A name that the file newly binds and that a star import would carry to where it means something already, as a reason. */
export function spreadName(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  file: string,
): string | undefined {
  const gained = without(after.graph.boundNames(file), before.graph.boundNames(file));
  if (gained.length === 0 || before.read(file)!.facts.all !== undefined) return undefined;
  for (const importer of environment.importersOf(file)) {
    const facts = before.read(importer)?.facts;
    const takesAll = facts?.imports.some((fact) => {
      const target = before.graph.target(importer, fact);
      return isStarImport(fact) && target.kind === 'file' && target.file === file;
    });
    if (!facts || !takesAll) continue;
    const taken = gained.find((name) =>
      [...facts.bindings, ...facts.references.all()].some((each) => each.name === name),
    );
    if (taken !== undefined)
      return `${importer} imports everything from here, where ${taken} means something already`;
  }
  return undefined;
}

function without(names: Iterable<string>, others: Iterable<string>): string[] {
  const there = new Set(others);
  return [...names].filter((name) => !there.has(name));
}
