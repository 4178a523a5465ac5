import type {
  Binding,
  FileFacts,
  ImportBinding,
  ImportedName,
  ImportFact,
  Language,
  Reference,
} from '../facts.ts';
import { createAnswers } from './answers.ts';
import { chooseOrigin, type Place } from './bindingChoice.ts';
import { callResult, type CallResult } from './callResult.ts';
import type { AskedFor, ExportLookup, FileTarget } from './exportLookup.ts';
import { guardOf } from './guards.ts';
import { bindingsIn } from '../bindingIndex.ts';
import { lookUp, lookUpBehindClass } from './lookup.ts';
import type { ModuleResolver, ModuleTarget } from './moduleTarget.ts';
import { loadFailure } from './loadFailure.ts';
import { sameOrigin, unknown, withStep, type Definition, type Origin, type Step } from './origin.ts';
import { pythonExport, pythonStarNames } from './pythonExports.ts';
import { broughtByStars, inOrder, rebindersOf, type Rebinders, type Rebinding } from './rebindings.ts';
import {
  isTakenForNames,
  takesWhatIsSet,
  typescriptExport,
  typescriptStarNames,
  wholeExport,
} from './typescriptExports.ts';

/** What the graph reads: facts by path, and each language's way to find a module. */
export interface GraphHost {
  /** The facts of a file; undefined where there is none or it cannot be read. */
  facts(file: string): FileFacts | undefined;
  readonly modules: Readonly<Record<Language, ModuleResolver>>;
}

/** Answers what names mean, across files. Answers are remembered: a graph stands for one state of the files. */
export interface ModuleGraph {
  /** Where an import statement of `file`, or anything else that names a module there, leads. */
  target(file: string, fact: Pick<ImportFact, 'module'>): ModuleTarget;
  /** What `name` of a module is: when the program runs, unless a type checker asks. */
  exported(target: ModuleTarget, name: string, language: Language, askedFor?: AskedFor): Origin;
  /** The names that a star import brings, with what they are; undefined where that cannot be told. */
  exportedNames(target: ModuleTarget, language: Language): ReadonlySet<string> | undefined;
  /** The names that a file binds at its module level. */
  boundNames(file: string): Iterable<string>;
  /** What a name that a file binds at its module level means to the file itself. */
  ownName(file: string, name: string): Origin;
  importsOf(file: string): readonly ImportFact[];
  /**
   * Where loading a Python file surely fails by what it says itself: by an import of a module that is not there, or of a name that
   * one does not have which is worth reading for that.
   */
  loadFailure(file: string, isWorthReading: (module: FileTarget) => boolean): Step | undefined;
  /** What the `imported`-th name of the `index`-th import of `file` is. */
  imported(file: string, index: number, imported: number): Origin;
  /** What a reference means: one origin for its name and one for each member behind it, as far as it can be followed. */
  referenced(file: string, reference: Reference): readonly Origin[];
  /** The bindings in `file` that a reference can mean, the ones that count first. Empty where nothing binds it. */
  bindingsOf(file: string, reference: Reference): readonly Binding[];
  /** What a binding of `file` means. */
  bound(file: string, binding: Binding): Origin;
  /** What a member of an origin is: a module's name, a class's attribute. */
  member(origin: Origin, name: string): Origin;
  /** The names that a class's own body binds; none of what is no class. */
  memberNames(origin: Definition): readonly string[];
  /** Whether what a call of a function gives has to be awaited. */
  result(definition: Definition): CallResult;
  /** What a dotted name means where it stands in `scope`. */
  dotted(file: string, scope: number, text: string): Origin;
  /**
   * Takes in that a file has other facts. False where they have been asked for what somebody else sees of the file: answers
   * about others may rest on them then, and only a new graph is sure to be right.
   */
  changed(file: string): boolean;
  /** The files that were asked for what somebody else sees of them: answers about others may rest on these alone. */
  seenFromOutside(): ReadonlySet<string>;
}

export function createModuleGraph(host: GraphHost): ModuleGraph {
  const answers = createAnswers();
  /** Files that were looked at from outside: by an import, or for what they have to offer. */
  const seenFromOutside = new Set<string>();

  const lookup: ExportLookup = {
    target,
    exported,
    exportedNames,
    imported,
    moduleOrigin,
    submodule,
    member,
    moduleBindings: (facts) => facts.bindingIndex().module,
    rebinders,
    choose: (file, facts, bindings, rebindings) => choose(file, facts, bindings, 0, rebindings),
  };

  function target(file: string, fact: Pick<ImportFact, 'module'>): ModuleTarget {
    return resolverFor(file).resolve(file, fact.module);
  }

  function resolverFor(file: string): ModuleResolver {
    return host.modules[languageOf(file)];
  }

  function exported(
    module: ModuleTarget,
    name: string,
    language: Language,
    askedFor: AskedFor = 'value',
  ): Origin {
    switch (module.kind) {
      case 'missing':
        return { kind: 'missing', what: 'module', module: module.id, name, steps: [] };
      case 'unknown':
        return unknown(module.reason);
      case 'namespace':
        return (
          submodule(module, name, language) ?? {
            kind: 'missing',
            what: 'name',
            module: module.id,
            name,
            steps: [],
          }
        );
      case 'file':
        seenFromOutside.add(module.file);
        return answers.remembered(module.file, askedFor, name, () => {
          const facts = host.facts(module.file);
          if (!facts) return unknown(`${module.file} cannot be read`);
          return facts.language === 'python'
            ? pythonExport(lookup, module, facts, name, askedFor)
            : typescriptExport(lookup, module, facts, name);
        });
    }
  }

  function submodule(module: ModuleTarget, name: string, language: Language): Origin | undefined {
    const inside = host.modules[language].submodule(module, name);
    if (!inside || inside.kind === 'missing') return undefined;
    return inside.kind === 'unknown' ? unknown(inside.reason) : { kind: 'module', target: inside, steps: [] };
  }

  const starNames = new Map<string, ReadonlySet<string> | undefined>();
  const openStars = new Set<string>();
  // What is found on the way around a circle is not all there is, and is not remembered.
  let starCircles = 0;

  function exportedNames(module: ModuleTarget, language: Language): ReadonlySet<string> | undefined {
    if (module.kind !== 'file') return module.kind === 'missing' ? new Set() : undefined;
    seenFromOutside.add(module.file);
    if (starNames.has(module.file)) return starNames.get(module.file);
    if (openStars.has(module.file)) {
      // A circle of star imports adds nothing to what its members bind themselves.
      starCircles++;
      return new Set();
    }
    openStars.add(module.file);
    const before = starCircles;
    try {
      const facts = host.facts(module.file);
      const names =
        facts &&
        (language === 'python'
          ? pythonStarNames(lookup, module.file, facts)
          : typescriptStarNames(lookup, module.file, facts));
      if (starCircles === before || openStars.size === 1) starNames.set(module.file, names);
      return names;
    } finally {
      openStars.delete(module.file);
      if (openStars.size === 0) starCircles = 0;
    }
  }

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
    observer: number,
    rebindings: readonly Rebinding[] = [],
  ): Origin {
    const places = rebindings.length === 0 ? bindings : inOrder([...bindings, ...rebindings]);
    return chooseOrigin(facts, places, observer, {
      meantAt: (place) => ('origin' in place ? place.origin : bound(file, place)),
      runsUpTo: (tryBlock, place) => runsUpTo(file, facts, tryBlock, place),
    });
  }

  /** Whether all that imports in a `try` bring before a place in it is there: names of one statement are bound one after the other. */
  function runsUpTo(file: string, facts: FileFacts, tryBlock: number, { span }: Place): boolean {
    for (const [index, { block, statement, names }] of facts.imports.entries()) {
      if (block !== tryBlock || statement.start > span.start) continue;
      for (const [position, { span: named }] of names.entries())
        if (named.start < span.start && imported(file, index, position).kind === 'missing') return false;
    }
    return true;
  }

  function bound(file: string, binding: Binding): Origin {
    switch (binding.kind) {
      case 'import':
        return boundImport(file, binding);
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

  function boundImport(file: string, binding: ImportBinding): Origin {
    return imported(file, binding.import, binding.imported);
  }

  function imported(file: string, index: number, position: number): Origin {
    return answers.imported(file, index, position, () => importedNow(file, index, position));
  }

  function importedNow(file: string, index: number, position: number): Origin {
    const fact = host.facts(file)!.imports[index]!;
    const name = fact.names[position]!;
    const from = target(file, fact);
    const origin = meant(file, fact, name, from);
    if (name.name === '*') return origin;
    return withStep(origin, { file, span: name.span, says: `imports ${name.name} from ${from.id}` });
  }

  /** What a name of an import leads to, without the step to there. */
  function meant(file: string, fact: ImportFact, imported: ImportedName, from = target(file, fact)): Origin {
    const { name, localSpan } = imported;
    const language = languageOf(file);
    if (language === 'typescript' && takesWhatIsSet(fact, imported)) {
      if (from.kind === 'file') seenFromOutside.add(from.file);
      const whole = from.kind === 'file' ? host.facts(from.file) : undefined;
      const set = wholeExport(lookup, from, whole, (names) =>
        isTakenForNames(host.facts(file)!, imported, names),
      );
      if (set) return set;
    }
    if (name !== '*') return exported(from, name, language, fact.typeOnly ? 'type' : 'value');
    // `import a.b` binds `a`; `import a.b as m` and `import * as m` bind the module itself.
    const whole =
      language === 'python' && fact.form === 'module' && !localSpan ? fact.module.split('.')[0]! : undefined;
    return moduleOrigin(whole === undefined ? from : host.modules.python.resolveId(whole));
  }

  function moduleOrigin(module: ModuleTarget): Origin {
    if (module.kind === 'missing') return { kind: 'missing', what: 'module', module: module.id, steps: [] };
    return module.kind === 'unknown' ? unknown(module.reason) : { kind: 'module', target: module, steps: [] };
  }

  function member(origin: Origin, name: string): Origin {
    if (origin.kind === 'module') return exported(origin.target, name, languageOfTarget(origin.target));
    if (origin.kind !== 'definition') return origin;
    const facts = host.facts(origin.file);
    const { binding } = origin;
    if (!facts || binding.kind !== 'class') return unknown(`${name} is an attribute of ${origin.name}`);
    const inside = bindingsIn(facts.bindingIndex(), binding.body, name);
    if (inside) return choose(origin.file, facts, inside, binding.body);
    const later = facts.memberAssignments.findLast(
      (each) => each.owner === binding.name && each.member === name,
    );
    if (later?.target !== undefined)
      return decorated(dotted(origin.file, facts.blocks[later.block]!.scope, later.target), later.decorator);
    return unknown(`${name} is not defined in class ${origin.name} itself`);
  }

  /** A function as what is made of it where it is set on a class. */
  function decorated(origin: Origin, decorator: string | undefined): Origin {
    if (decorator === undefined || origin.kind !== 'definition') return origin;
    const { binding } = origin;
    if (binding.kind !== 'function')
      return unknown(`${decorator}() is given ${origin.name}, which is no function`);
    return { ...origin, binding: { ...binding, decorators: [...binding.decorators, decorator] } };
  }

  function dotted(file: string, scope: number, text: string): Origin {
    return dottedBefore(file, scope, text) ?? unknown(`nothing in ${file} binds ${text}`);
  }

  /** The meaning of a dotted name; undefined where nothing binds its first part. A binding does not see itself. */
  function dottedBefore(file: string, scope: number, text: string, except?: Binding): Origin | undefined {
    const facts = host.facts(file);
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
    return members.reduce((at, each) => member(at, each), origin);
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
    const facts = host.facts(file);
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
    const facts = host.facts(file);
    const bindings = bindingsOf(file, reference);
    if (!facts || bindings.length === 0) return [unknown(`nothing in ${file} binds ${reference.name}`)];
    const stars = bindings[0]!.scope === 0 ? starsSeenBy(file, facts, reference) : [];
    const origins = [choose(file, facts, bindings, reference.block, stars)];
    for (const each of reference.members) {
      const last = origins.at(-1)!;
      if (last.kind === 'missing' || last.kind === 'unknown') break;
      origins.push(member(last, each));
    }
    return origins;
  }

  function boundNames(file: string): Iterable<string> {
    seenFromOutside.add(file);
    const facts = host.facts(file);
    return facts ? facts.bindingIndex().module.keys() : [];
  }

  function ownName(file: string, name: string): Origin {
    const facts = host.facts(file);
    const bindings = facts ? facts.bindingIndex().module.get(name) : undefined;
    if (!facts || !bindings) return unknown(`${file} does not bind ${name}`);
    return choose(file, facts, bindings, 0, starsBefore(file, facts, name, Infinity, true));
  }

  function importsOf(file: string): readonly ImportFact[] {
    seenFromOutside.add(file);
    return host.facts(file)?.imports ?? [];
  }

  const failures = new Map<string, Step | undefined>();

  function failureOf(file: string, isWorthReading: (module: FileTarget) => boolean): Step | undefined {
    seenFromOutside.add(file);
    if (failures.has(file)) return failures.get(file);
    const facts = host.facts(file);
    const look = (index: number, position: number): Origin | undefined => {
      const from = target(file, facts!.imports[index]!);
      return from.kind === 'file' && !isWorthReading(from) ? undefined : imported(file, index, position);
    };
    const failure = facts?.language === 'python' ? loadFailure(file, facts, look) : undefined;
    failures.set(file, failure);
    return failure;
  }

  function changed(file: string): boolean {
    answers.forget(file);
    rebindersByFile.delete(file);
    failures.delete(file);
    return !seenFromOutside.has(file);
  }

  return {
    target,
    exported,
    exportedNames,
    changed,
    seenFromOutside: () => seenFromOutside,
    boundNames,
    ownName,
    importsOf,
    loadFailure: failureOf,
    imported,
    referenced,
    bindingsOf,
    bound,
    member,
    memberNames: ({ file, binding }) =>
      binding.kind === 'class'
        ? (host.facts(file)?.bindings ?? []).flatMap(({ scope, name }) =>
            scope === binding.body ? [name] : [],
          )
        : [],
    dotted,
    result: (definition) =>
      callResult({ facts: (file) => host.facts(file), dotted, referenced, member }, definition),
  };
}

export function languageOf(file: string): Language {
  return /\.(py|pyi|ipynb)$/.test(file) ? 'python' : 'typescript';
}

function languageOfTarget(target: ModuleTarget): Language {
  return target.kind === 'file' ? languageOf(target.file) : 'python';
}
