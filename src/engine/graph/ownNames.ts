import type { Binding, FileFacts, Reference } from '../facts.ts';
import type { Answers } from './answers.ts';
import { chooseOrigin } from './bindingChoice.ts';
import type { ExportLookup } from './exportLookup.ts';
import { guardOf } from './guards.ts';
import { lookUp, lookUpBehindClass } from './lookup.ts';
import { sameOrigin, unknown, withStep, type Origin } from './origin.ts';
import { broughtByStars, inOrder, rebindersOf, type Rebinders, type Rebinding } from './rebindings.ts';

/** What names mean to the file that holds them. */
export interface OwnNames {
  /** What a binding of `file` means. */
  readonly bound: (file: string, binding: Binding) => Origin;
  /**
   * What some bindings of one name, and what rebinds it, mean to one who looks from the block `observer`, or imports the name once
   * all of the module has run.
   */
  readonly choose: (
    file: string,
    facts: FileFacts,
    bindings: readonly Binding[],
    observer: number | 'importer',
    rebindings?: readonly Rebinding[],
  ) => Origin;
  /** What may rebind names of a file without naming them. */
  readonly rebinders: (file: string, facts: FileFacts) => Rebinders;
  /** What a name that a file binds at its module level means to the file itself. */
  readonly ownName: (file: string, name: string) => Origin;
  /** What a dotted name means where it stands in `scope`. */
  readonly dotted: (file: string, scope: number, text: string) => Origin;
  /** The bindings in `file` that a reference can mean, the ones that count first. Empty where nothing binds it. */
  readonly bindingsOf: (file: string, reference: Reference) => readonly Binding[];
  /** What a reference means: one origin for its name and one for each member behind it, as far as it can be followed. */
  readonly referenced: (file: string, reference: Reference) => readonly Origin[];
  /** Forgets what is remembered of a file itself. */
  readonly forget: (file: string) => void;
}

/** What names ask of the modules around their file. */
export interface ModulesAround {
  facts(file: string): FileFacts | undefined;
  readonly answers: Answers;
  readonly lookup: ExportLookup;
}

export function createOwnNames(modules: ModulesAround): OwnNames {
  const { answers, lookup } = modules;
  const rebindersByFile = new Map<string, Rebinders>();

  function rebinders(file: string, facts: FileFacts): Rebinders {
    let found = rebindersByFile.get(file);
    if (!found) rebindersByFile.set(file, (found = rebindersOf(facts)));
    return found;
  }

  function choose(
    file: string,
    facts: FileFacts,
    bindings: readonly Binding[],
    observer: number | 'importer',
    rebindings: readonly Rebinding[] = [],
  ): Origin {
    const places = rebindings.length === 0 ? bindings : inOrder([...bindings, ...rebindings]);
    const isAfterAll = observer === 'importer';
    return chooseOrigin(facts, places, isAfterAll ? 0 : observer, {
      isAfterAll,
      meantAt: (place) => ('origin' in place ? place.origin : bound(file, place)),
      runsUpTo: (tryBlock, offset) => runsUpTo(file, facts, tryBlock, offset),
    });
  }

  /** Whether all that imports in a `try` bring before an offset is there: names of one statement are bound one after the other. */
  function runsUpTo(file: string, facts: FileFacts, tryBlock: number, offset: number): boolean {
    for (const [index, { block, statement, names }] of facts.imports.entries()) {
      if (block !== tryBlock || statement.start > offset) continue;
      for (const [position, { span: named }] of names.entries())
        if (named.start < offset && lookup.imported(file, index, position).kind === 'missing') return false;
    }
    return true;
  }

  function bound(file: string, binding: Binding): Origin {
    switch (binding.kind) {
      case 'import':
        return lookup.imported(file, binding.import, binding.imported);
      case 'alias': {
        const origin = answers.remembered(file, 'alias', binding.span.start, () => {
          const right = dottedBefore(file, binding.scope, binding.target, binding);
          // A name that nothing in the file binds is a builtin; the alias is a name of its own then.
          return right ?? { kind: 'definition', file, name: binding.name, binding, steps: [] };
        });
        return withStep(origin, {
          file,
          span: binding.span,
          says: `${binding.name} is another name for ${binding.target}`,
        });
      }
      case 'class':
      case 'function':
      case 'variable':
      case 'parameter':
      case 'type':
      case 'enum':
      case 'namespace':
        return {
          kind: 'definition',
          file,
          name: binding.ownName ?? binding.name,
          binding,
          steps: [
            { file, span: binding.span, says: `defines ${binding.kind} ${binding.ownName ?? binding.name}` },
          ],
        };
    }
  }

  function dotted(file: string, scope: number, text: string): Origin {
    return dottedBefore(file, scope, text) ?? unknown(`nothing in ${file} binds ${text}`);
  }

  /** The meaning of a dotted name; undefined where nothing binds its first part. A binding does not see itself. */
  function dottedBefore(file: string, scope: number, text: string, except?: Binding): Origin | undefined {
    const facts = modules.facts(file);
    if (!facts) return undefined;
    const [name = '', ...members] = text.split('.');
    const all = lookUp(facts, scope, name);
    const before = except
      ? all.filter(({ span }) => span.start < except.span.start || except.scope !== scope)
      : all;
    const bindings = before.length === 0 ? lookUpBehindClass(facts, scope, name) : before;
    const isModules = bindings.every((binding) => binding.scope === 0);
    const end = except && scope === 0 ? except.span.start : Infinity;
    const stars = isModules ? starsBefore(file, facts, name, end, bindings.length > 0) : [];
    if (bindings.length + stars.length === 0) return undefined;
    const origin = choose(file, facts, bindings, except?.block ?? scope, stars);
    // That a star of another program brings the name is not sure.
    if (bindings.length === 0 && origin.kind === 'unknown') return undefined;
    return members.reduce((at, each) => lookup.member(at, each), origin);
  }

  /** What star imports of the module level that stand before an offset bring under a name. */
  function starsBefore(
    file: string,
    facts: FileFacts,
    name: string,
    offset: number,
    isBound: boolean,
  ): readonly Rebinding[] {
    const { stars } = rebinders(file, facts);
    if (stars.length === 0) return [];
    const before = stars.filter(({ span }) => span.start < offset);
    return broughtByStars(lookup, file, before, name, isBound);
  }

  /**
   * Within one scope only what stands before a reference can be meant, and of that the last binding whose block
   * holds the reference hides all before it. What a class may not have bound yet may be the module's, too.
   */
  function bindingsOf(file: string, reference: Reference): readonly Binding[] {
    const facts = modules.facts(file);
    if (!facts) return [];
    const all = behindStars(file, facts, reference);
    if (all[0]?.scope !== reference.scope) return all;
    const behind = lookUpBehindClass(facts, reference.scope, reference.name);
    const before = [
      ...behind,
      ...all.filter((each) => (each.boundAt ?? each.span.start) <= reference.span.start),
    ];
    const inLoop = before.length === 0;
    const seen = inLoop ? all : before;
    const hiding = seen.findLastIndex(
      (binding) => guardOf(facts, binding, reference.block).kind === 'always',
    );
    return hiding > 0 ? seen.slice(hiding) : seen;
  }

  /** The bindings of a reference's name that no star import hides: one that surely brings another object, and stands behind them. */
  function behindStars(file: string, facts: FileFacts, reference: Reference): readonly Binding[] {
    const all = lookUp(facts, reference.scope, reference.name, reference.space);
    if (all.length === 0 || all[0]!.scope !== 0) return all;
    const star = starsSeenBy(file, facts, reference).findLast(
      (each) => each.origin.kind !== 'unknown' && guardOf(facts, each, reference.block).kind === 'always',
    );
    if (!star) return all;
    const before = all.findLast(({ span }) => span.start < star.span.start);
    if (!before || sameOrigin(bound(file, before), star.origin)) return all;
    return all.filter(({ span }) => span.start > star.span.start);
  }

  function starsSeenBy(
    file: string,
    facts: FileFacts,
    { name, scope, span }: Reference,
  ): readonly Rebinding[] {
    return starsBefore(file, facts, name, scope === 0 ? span.start : Infinity, true);
  }

  function referenced(file: string, reference: Reference): readonly Origin[] {
    const facts = modules.facts(file);
    const bindings = bindingsOf(file, reference);
    if (!facts || bindings.length === 0) return [unknown(`nothing in ${file} binds ${reference.name}`)];
    const stars = bindings[0]!.scope === 0 ? starsSeenBy(file, facts, reference) : [];
    const origins = [choose(file, facts, bindings, reference.block, stars)];
    for (const each of reference.members) {
      const last = origins.at(-1)!;
      if (last.kind === 'missing' || last.kind === 'unknown') break;
      origins.push(lookup.member(last, each));
    }
    return origins;
  }

  function ownName(file: string, name: string): Origin {
    const facts = modules.facts(file);
    const bindings = facts ? facts.bindingIndex().module.get(name) : undefined;
    if (!facts || !bindings) return unknown(`${file} does not bind ${name}`);
    return choose(file, facts, bindings, 0, starsBefore(file, facts, name, Infinity, true));
  }

  return {
    bound,
    choose,
    rebinders,
    ownName,
    dotted,
    bindingsOf,
    referenced,
    forget: (file) => {
      rebindersByFile.delete(file);
    },
  };
}
