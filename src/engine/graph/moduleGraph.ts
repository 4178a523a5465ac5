import type { Binding, FileFacts, ImportedName, ImportFact, Language, Reference } from '../facts.ts';
import { createAnswers } from './answers.ts';
import { callResult, type CallResult } from './callResult.ts';
import type { AskedFor, ExportLookup } from './exportLookup.ts';
import { bindingsIn } from '../bindingIndex.ts';
import type { ModuleResolver, ModuleTarget } from './moduleTarget.ts';
import { loadFailure } from './loadFailure.ts';
import { unknown, withStep, type Definition, type Origin, type Step } from './origin.ts';
import { pythonExport, pythonStarNames } from './pythonExports.ts';
import { createOwnNames } from './ownNames.ts';
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
  /** Where loading a Python file surely fails by what it says itself. */
  loadFailure(file: string): Step | undefined;
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
    rebinders: (file, facts) => own.rebinders(file, facts),
    choose: (file, facts, bindings, rebindings) => own.choose(file, facts, bindings, 'importer', rebindings),
  };
  const own = createOwnNames({ facts: (file) => host.facts(file), answers, lookup });

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
    if (inside) return own.choose(origin.file, facts, inside, binding.body);
    const later = facts.memberAssignments.findLast(
      (each) => each.owner === binding.name && each.member === name,
    );
    if (later?.target !== undefined)
      return decorated(
        own.dotted(origin.file, facts.blocks[later.block]!.scope, later.target),
        later.decorator,
      );
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

  function boundNames(file: string): Iterable<string> {
    seenFromOutside.add(file);
    const facts = host.facts(file);
    return facts ? facts.bindingIndex().module.keys() : [];
  }

  function importsOf(file: string): readonly ImportFact[] {
    seenFromOutside.add(file);
    return host.facts(file)?.imports ?? [];
  }

  const failures = new Map<string, Step | undefined>();

  function failureOf(file: string): Step | undefined {
    seenFromOutside.add(file);
    if (failures.has(file)) return failures.get(file);
    const facts = host.facts(file);
    const failure =
      facts?.language === 'python'
        ? loadFailure(file, facts, (index, position) => imported(file, index, position))
        : undefined;
    failures.set(file, failure);
    return failure;
  }

  function changed(file: string): boolean {
    answers.forget(file);
    own.forget(file);
    failures.delete(file);
    return !seenFromOutside.has(file);
  }

  const { bound, ownName, referenced, bindingsOf, dotted } = own;
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
