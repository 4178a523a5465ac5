import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Origin } from '../graph/origin.ts';
import { lineIn } from '../placeIn.ts';
import type { Source } from '../source.ts';
import type { FixKind, Violation } from '../violation.ts';
import { bringsAnotherFactory, callsElsewhere, type CallElsewhere } from './callsElsewhere.ts';
import type { FixEnvironment } from './environment.ts';
import { runsAtLoad } from './importCycle.ts';
import { mockedTogether } from './mockedTogether.ts';
import { patchLookup, type PatchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';

/**
 * Violations of several files that only one plan can fix: imports, the strings by which tests patch or mock what they bring, and
 * the calls of what they pass on.
 */
export interface MovedTogether {
  readonly violations: ReadonlyMap<string, readonly Violation[]>;
  readonly intents: ReadonlyMap<string, TogetherIntents>;
}

/** What a plan over several files lets the plan of one of them do. */
export interface TogetherIntents {
  /** Dotted names whose patches move with them. */
  readonly attributes: ReadonlySet<string>;
  /** Names of this file's module level whose patches are renamed with them. */
  readonly renames: ReadonlySet<string>;
  /** What strings of this file are to hold, by their index. */
  readonly strings: ReadonlyMap<number, NewName>;
  /** Names of this file's module level that get the factory, for which calls in other files change with them. */
  readonly factories: ReadonlySet<string>;
  /** Calls in this file that change with what another one passes on. */
  readonly calls: readonly CallElsewhere[];
}

/** What a string is to hold, and whether that is another name of the same object. */
export interface NewName {
  readonly to: string;
  readonly isSame: boolean;
}

export type TogetherResult =
  { readonly ok: true; readonly moved: MovedTogether } | { readonly ok: false; readonly reason: string };

/**
 * What has to move together with a violation, where a patch makes it more than the violation alone: all that the patch
 * reaches, and all that patches that.
 *
 * @returns undefined where the violation can be fixed by itself as far as patches go
 */
export function movedTogether(
  analysis: Analysis,
  environment: FixEnvironment,
  violation: Violation,
): TogetherResult | undefined {
  if (languageOf(violation.file) === 'typescript') return mockedTogether(analysis, environment, violation);
  const group = createGroup(analysis, environment);
  const reason =
    violation.subject.kind === 'string' ? group.takeString(violation) : group.takeImport(violation);
  if (reason !== undefined) return { ok: false, reason };
  const moved = group.result();
  return moved.intents.size === 0 ? undefined : { ok: true, moved };
}

/** A name of a module that other modules read when they run, and the name of the canonical module that it becomes. */
interface Attribute {
  readonly module: ModuleTarget;
  readonly name: string;
  readonly canonical: ModuleTarget;
  readonly to: string;
}

interface Group {
  /** Each takes something in, with all that belongs to it; answers why that cannot be. */
  takeImport(violation: Violation): string | undefined;
  takeString(violation: Violation): string | undefined;
  result(): MovedTogether;
}

function createGroup(analysis: Analysis, environment: FixEnvironment): Group {
  const lookup = patchLookup(analysis, environment);
  const violations = new Map<string, Map<string, Violation>>();
  const attributes = new Set<string>();
  const renames = new Map<string, Set<string>>();
  const strings = new Map<string, Map<number, NewName>>();
  const factories = new Map<string, Set<string>>();
  const calls = new Map<string, readonly CallElsewhere[]>();
  /** Why the last name that was to change has to stay. */
  let notRenamed: string | undefined;

  function takeImport(violation: Violation): string | undefined {
    const { file, subject } = violation;
    if (subject.kind !== 'import') return undefined;
    if (violations.get(file)?.has(violation.fingerprint)) return undefined;
    putInto(violations, file, violation.fingerprint, violation);
    const facts = analysis.read(file)!.facts;
    const fact = facts.imports[subject.import]!;
    if (facts.language !== 'python' || fact.typeOnly) return undefined;
    for (const [at, position] of subject.names.entries()) {
      const item = violation.items[at]!;
      const { to, kind, why, source: id } = item;
      const { name, local, localSpan } = fact.names[position]!;
      const source = sourceOf(id);
      if (to === undefined || !source) continue;
      const { canonical } = source;
      const there = to.slice(to.lastIndexOf('.') + 1);
      const module = analysis.graph.target(file, fact);
      if (!runsAtLoad(facts, fact.block) && kind !== 'repair') {
        const patch = replacing(lookup, module, name).find((each) => lookup.reaches(each, file));
        const reason =
          patch &&
          (kind === 'safe'
            ? takeAttribute({ module, name, canonical, to: there }, [patch])
            : `${placeOf(patch)} patches ${module.id}.${name}, and ${why}`);
        if (reason !== undefined) return reason;
      }
      if (facts.blocks[fact.block]!.scope !== 0 || local === undefined) continue;
      const today = analysis.graph.imported(file, subject.import, position);
      if (bringsAnotherFactory(analysis, source, today, item)) {
        const reason = takeCalls(file, local, source, today);
        if (reason !== undefined) return reason;
      }
      const isRenamed =
        there !== name && local === name && !localSpan && isNamedAnew(source, there, name, kind);
      // Where the name cannot change, it stays, as another one of what is imported.
      if (isRenamed) notRenamed = takeRename(file, name, there, kind === 'safe');
    }
    return undefined;
  }

  function sourceOf(id: string): Source | undefined {
    return analysis.sources.find(({ config }) => config.id === id);
  }

  function takeString(violation: Violation): string | undefined {
    const { file, subject, items, module } = violation;
    const [item] = items;
    if (subject.kind !== 'string' || item?.to === undefined) return undefined;
    const target = analysis.modules.python.resolveId(module);
    const canonical = sourceOf(item.source)?.canonical;
    const there = item.to.slice(item.to.lastIndexOf('.') + 1);
    const isConsumers = item.to === `${module}.${there}` && module !== canonical?.id;
    if (isConsumers) {
      const importing = importViolation(target, item.name);
      if (!importing) return 'the import that brings the name is not to be fixed';
      return takeImport(importing) ?? notRenamed;
    }
    const patch = lookup
      .patches(target, item.name)
      .find((each) => each.file === file && each.string === subject.string);
    if (!patch || !canonical || item.kind === 'repair') return undefined;
    const attribute = { module: target, name: item.name, canonical, to: there };
    if (!patch.isInside) return takeAttribute(attribute, [patch]);
    // The same object under either name, unless another patch puts a double under one of them meanwhile.
    const doubled = [...replacing(lookup, target, item.name), ...replacing(lookup, canonical, there)].filter(
      (each) => lookup.reaches(each, file),
    );
    return doubled.length === 0 ? undefined : takeAttribute(attribute, doubled);
  }

  function importViolation(module: ModuleTarget, name: string): Violation | undefined {
    if (module.kind !== 'file') return undefined;
    return openViolations(module.file).find(
      ({ subject, items }) => subject.kind === 'import' && items.some(({ local }) => local === name),
    );
  }

  function openViolations(file: string): Violation[] {
    return analysis.check(file).filter(({ suppressed, intentional }) => !suppressed && !intentional);
  }

  /** Every reader that one of the patches reaches moves, and every patch that reaches one of those. */
  function takeAttribute(attribute: Attribute, first: readonly Patch[]): string | undefined {
    const { module, name, canonical, to } = attribute;
    const dotted = `${module.id}.${name}`;
    if (attributes.has(dotted)) return undefined;
    attributes.add(dotted);
    const replaced = first.find(({ isModule }) => isModule);
    if (replaced) return `${placeOf(replaced)} patches ${dotted}${obstacleOf(replaced)}`;
    const all = lookup.patches(module, name);
    const patches = new Set(first);
    const readers = new Set<string>();
    for (const patch of patches) {
      for (const reader of patch.isInside ? [] : lookup.readers(module, name)) {
        if (!lookup.reaches(patch, reader.file)) continue;
        const violation =
          reader.import &&
          openViolations(reader.file).find(
            ({ subject }) =>
              subject.kind === 'import' &&
              subject.import === reader.import!.index &&
              subject.names.includes(reader.import!.position),
          );
        if (!violation)
          return `${placeOf(patch)} patches ${dotted} for ${placeOf(reader)} too, which reads it when it runs and stays`;
        const reason = takeImport(violation);
        if (reason !== undefined) return reason;
        readers.add(reader.file);
      }
      for (const other of all)
        if ([...readers, patch.file].some((file) => lookup.reaches(other, file))) patches.add(other);
    }
    const reason = staysTrue(attribute, patches, readers);
    if (reason !== undefined) return reason;
    return takePatches([...patches], dotted, { to: `${canonical.id}.${to}`, isSame: true });
  }

  /** Why patches of the canonical name would do more than they do now, or others of it would do something to them. */
  function staysTrue(
    { canonical, to }: Attribute,
    patches: ReadonlySet<Patch>,
    readers: ReadonlySet<string>,
  ): string | undefined {
    for (const reader of lookup.readers(canonical, to)) {
      const patch = [...patches].find((each) => !each.isInside && lookup.reaches(each, reader.file));
      if (patch)
        return `${placeOf(reader)} reads ${to} of ${canonical.id} when it runs: there the patch of ${placeOf(patch)} would reach it too`;
    }
    for (const other of lookup.patches(canonical, to)) {
      const met = [...readers, ...[...patches].map(({ file }) => file)].find((file) =>
        lookup.reaches(other, file),
      );
      if (met === undefined) continue;
      return other.isModule
        ? `${placeOf(other)} puts another module in the place of ${canonical.id}, which ${met} would read`
        : `${placeOf(other)} patches ${canonical.id}.${to} for ${met} already`;
    }
    return undefined;
  }

  /** The calls in other files of what this one passes on as `local`. */
  function takeCalls(file: string, local: string, source: Source, today: Origin): string | undefined {
    const found = callsElsewhere(analysis, environment, file, local, source, today);
    if (!found.ok) return found.reason;
    if (found.calls.size > 0) factories.set(file, (factories.get(file) ?? new Set()).add(local));
    for (const [caller, more] of found.calls) calls.set(caller, [...(calls.get(caller) ?? []), ...more]);
    return undefined;
  }

  function takeRename(file: string, name: string, there: string, isSame: boolean): string | undefined {
    if (factories.get(file)?.has(name)) return `other files have ${name} from there`;
    const id = analysis.modules.python.idOf(file);
    const module = { kind: 'file', id, file } as const;
    const patches = lookup.patches(module, name);
    if (patches.length === 0) return undefined;
    const reason = takePatches(patches, `${id}.${name}`, { to: `${id}.${there}`, isSame });
    if (reason === undefined) renames.set(file, (renames.get(file) ?? new Set()).add(name));
    return reason;
  }

  /** Has all of the patches name `to`, or none. */
  function takePatches(patches: readonly Patch[], from: string, { to, isSame }: NewName): string | undefined {
    for (const patch of patches) {
      const why = obstacleOf(patch);
      if (why !== undefined) return `${placeOf(patch)} patches ${from}${why}`;
    }
    for (const { file, string: index } of patches) {
      const violation = violationOf(file, index!);
      if (violation) putInto(violations, file, violation.fingerprint, violation);
      const { value } = analysis.read(file)!.facts.strings[index!]!;
      putInto(strings, file, index!, { to: to + value.slice(from.length), isSame });
    }
    return undefined;
  }

  function obstacleOf({ file, string: index, isModule }: Patch): string | undefined {
    if (isModule) return ', by another module in the place of that one';
    if (index === undefined) return ' by more than a string';
    if (analysis.sources.some(({ isOwner }) => isOwner(file))) return ', and implements what it patches';
    const violation = violationOf(file, index);
    return violation?.suppressed || violation?.intentional ? ', and is to stay as it is' : undefined;
  }

  function violationOf(file: string, string: number): Violation | undefined {
    return analysis.check(file).find(({ subject }) => subject.kind === 'string' && subject.string === string);
  }

  function placeOf({ file, offset }: { readonly file: string; readonly offset: number }): string {
    return lineIn(file, analysis.read(file)!, offset);
  }

  function result(): MovedTogether {
    const isAlone = strings.size === 0 && calls.size === 0;
    const files = isAlone ? [] : new Set([...violations.keys(), ...strings.keys(), ...calls.keys()]);
    return {
      violations: new Map([...files].map((file) => [file, [...(violations.get(file)?.values() ?? [])]])),
      intents: new Map(
        [...files].map((file) => [
          file,
          {
            attributes,
            renames: renames.get(file) ?? new Set(),
            strings: strings.get(file) ?? new Map(),
            factories: factories.get(file) ?? new Set(),
            calls: calls.get(file) ?? [],
          },
        ]),
      ),
    };
  }

  return { takeImport, takeString, result };
}

/**
 * Whether what an import binds may get the name that the canonical module has for it: that of another function, or where other
 * code would be misled by the old.
 */
function isNamedAnew(source: Source, there: string, name: string, kind: FixKind): boolean {
  const isReplaced = there === source.factory?.name && kind !== 'safe';
  return isReplaced || source.canonicalName(name).kind !== 'missing';
}

function putInto<Key, Value>(all: Map<string, Map<Key, Value>>, file: string, key: Key, value: Value): void {
  const mine = all.get(file) ?? new Map<Key, Value>();
  all.set(file, mine.set(key, value));
}

/** The patches that put something else under the name itself. */
export function replacing(lookup: PatchLookup, module: ModuleTarget, name: string): Patch[] {
  return lookup.patches(module, name).filter(({ isInside }) => !isInside);
}
