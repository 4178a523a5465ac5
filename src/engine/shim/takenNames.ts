import type { Analysis } from '../analysis.ts';
import { isStarImport, type FileFacts, type ImportFact } from '../facts.ts';
import type { FixEnvironment } from '../fix/environment.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { selected } from '../references.ts';
import { namedByString } from '../rules/stringTarget.ts';

/** What others need of a module, as far as code shows it. */
export interface TakenNames {
  /** The names that are taken, each with the files that take it. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Files that import the module, for its names or for what it does. */
  readonly importers: readonly string[];
  /** Files in which a string names the module or something in it: a patch, a mock, an import by name. */
  readonly namedIn: readonly string[];
  /** Files that take all of it with a star. */
  readonly starredIn: readonly string[];
  /** A file that needs all names, of which nobody can tell what they are. */
  readonly untold: string | undefined;
}

/** Names that every module has of itself. */
const ownOfModules = /^__\w+__$/;

/** Calls that reach for a name that stands beside the module, as a string or a keyword. */
const byName = /(^|\.)(object|multiple|dict|setattr|getattr|hasattr|delattr|reload|spyOn|mocked)$/;

/** Reads who takes what from the module of `file`; every file that may import it is looked at, and it itself is not. */
export function takenNames(analysis: Analysis, environment: FixEnvironment, file: string): TakenNames {
  const { graph, modules } = analysis;
  const { facts } = analysis.read(file)!;
  const { language } = facts;
  const resolver = modules[language];
  const own: ModuleTarget & { kind: 'file' } = { kind: 'file', id: resolver.idOf(file), file };
  const names = new Map<string, Set<string>>();
  const importers = new Set<string>();
  const namedIn = new Set<string>();
  const starredIn = new Set<string>();
  const bound = new Set(graph.boundNames(file));
  let untold: string | undefined;

  for (const importer of [...environment.importersOf(file), ...usersOfPackages()]) read(importer);
  if (language === 'python') environment.filesNaming(own.id).forEach(readStrings);
  else environment.mockingFiles().forEach(readMocks);
  return {
    names: new Map([...names].map(([name, files]) => [name, [...files].sort()])),
    importers: [...importers].sort(),
    namedIn: [...namedIn].sort(),
    starredIn: [...starredIn].sort(),
    untold,
  };

  function add(name: string, by: string): void {
    if (ownOfModules.test(name)) return;
    // What a package has no name for is the module inside of it, which stays where it is.
    if (!isBound(name) && resolver.submodule(own, name)?.kind === 'file') return;
    const known = names.get(name);
    if (known) known.add(by);
    else names.set(name, new Set([by]));
  }

  function isBound(name: string): boolean {
    return bound.has(name);
  }

  function addAll(by: string): void {
    const all = graph.exportedNames(own, language);
    if (all) for (const name of all) add(name, by);
    else untold ??= by;
  }

  /** The names of the module that stand anywhere in the text of a file: what is reached by name is written there. */
  function addWritten(by: string): void {
    const words = new Set((analysis.read(by)?.text ?? '').match(/[\p{L}\p{N}_$]+/gu));
    for (const name of [...bound, ...(graph.exportedNames(own, language) ?? [])])
      if (words.has(name)) add(name, by);
  }

  function isSelf(target: ModuleTarget): boolean {
    return target.kind === 'file' && target.file === file;
  }

  /** Who imports a package reaches what is in it through the package. */
  function usersOfPackages(): string[] {
    if (language !== 'python') return [];
    const parts = own.id.split('.');
    return parts.slice(1).flatMap((_, index) => {
      const parent = resolver.resolveId(parts.slice(0, index + 1).join('.'));
      return parent.kind === 'file' ? environment.importersOf(parent.file) : [];
    });
  }

  function read(importer: string): void {
    const other = importer === file ? undefined : analysis.read(importer)?.facts;
    if (other?.language !== language) return;
    /** Local names that may be the module, or lead to it. */
    const holding = new Set<string>();
    for (const [index, fact] of other.imports.entries()) {
      const target = graph.target(importer, fact);
      if (isSelf(target)) readImport(importer, fact, holding);
      for (const [position, { local }] of fact.names.entries()) {
        if (local === undefined) continue;
        if (fact.form === 'module') holding.add(local);
        else {
          const origin = graph.imported(importer, index, position);
          if (origin.kind !== 'module') continue;
          holding.add(local);
          if (isSelf(origin.target)) importers.add(importer);
        }
      }
    }
    readReferences(importer, other, holding);
  }

  function readImport(importer: string, fact: ImportFact, holding: Set<string>): void {
    importers.add(importer);
    if (isStarImport(fact)) {
      starredIn.add(importer);
      addAll(importer);
      return;
    }
    const isCall = fact.form === 'dynamic' || fact.form === 'require';
    if (isCall && fact.names.length === 0) addAll(importer);
    for (const { name, local, exported } of fact.names)
      if (name !== '*') add(name, importer);
      else if (local !== undefined) holding.add(local);
      // `export * as all from`, and what a call brings without a name.
      else if (exported !== undefined || isCall) addAll(importer);
  }

  /** `legacy.Name`, `pkg.legacy.Name`, and the module itself, given to somebody. */
  function readReferences(importer: string, other: FileFacts, holding: ReadonlySet<string>): void {
    if (holding.size === 0) return;
    for (const reference of selected(other.references, { names: holding })) {
      const origins = graph.referenced(importer, reference);
      const at = origins.findLastIndex((origin) => origin.kind === 'module' && isSelf(origin.target));
      if (at < 0) {
        const end = origins.at(-1);
        // `legacy.gone`: it fails today, and will.
        if (end?.kind !== 'missing' || end.module !== own.id) continue;
        importers.add(importer);
        continue;
      }
      importers.add(importer);
      const member = reference.members[at];
      if (member !== undefined) add(member, importer);
      else if (byName.test(reference.argumentOf ?? '')) addWritten(importer);
      else if (reference.use !== 'delete') addAll(importer);
    }
  }

  function readStrings(other: string): void {
    const snapshot = other === file ? undefined : analysis.read(other);
    if (!snapshot) return;
    const context = analysis.context(other);
    const isRelative = snapshot.facts.strings.some(
      (fact) => context && fact.value.startsWith('.') && namedByString(context, fact)?.module.id === own.id,
    );
    if (isRelative) {
      namedIn.add(other);
      addWritten(other);
    }
    const quoted = new RegExp(`["']${own.id.replaceAll('.', '\\.')}(?:\\.(\\w+)[\\w.]*)?\\.?["']`, 'g');
    for (const [, name] of snapshot.text.matchAll(quoted)) {
      const inside = name === undefined || isBound(name) ? undefined : resolver.submodule(own, name);
      if (inside?.kind === 'file') continue;
      namedIn.add(other);
      if (name === undefined) addWritten(other);
      else add(name, other);
    }
  }

  function readMocks(other: string): void {
    if (other === file) return;
    for (const { value } of analysis.read(other)?.facts.strings ?? [])
      if (isSelf(graph.target(other, { module: value }))) namedIn.add(other);
  }
}
