import type { Analysis } from '../analysis.ts';
import { pathTest } from '../globs.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Definition, Origin } from '../graph/origin.ts';
import type { Language } from '../facts.ts';
import { testGlobs, type Evidence } from './evidence.ts';
import type { Family } from './families.ts';
import { noticeIn, type Notice } from './notice.ts';
import { isClassLike, isInstanceLike, isMakerLike } from './words.ts';

const isTestFile = pathTest(testGlobs);

/** A module from which names of a family are imported, or that defines classes of it. */
export interface OfferingModule {
  readonly target: ModuleTarget;
  readonly notice: Notice | undefined;
  /** Class names and makers of the family that somebody imports from it, the most wanted first. */
  readonly wanted: readonly WantedName[];
  /** How many statements take such a name from it. */
  readonly imports: number;
  /** Of those, how many are not in test code. */
  readonly productionImports: number;
}

export interface WantedName {
  readonly name: string;
  readonly imports: number;
  readonly means: Origin;
}

/** The modules outside of tests that offer something of a family, or are asked for it in vain. */
export function offeringModules(analysis: Analysis, evidence: Evidence, family: Family): OfferingModule[] {
  const { graph } = analysis;
  const resolver = analysis.modules[evidence.language];
  const asked = new Map<string, { names: Map<string, number>; imports: number; production: number }>();
  const account = (module: string): { names: Map<string, number>; imports: number; production: number } => {
    let known = asked.get(module);
    if (!known) asked.set(module, (known = { names: new Map(), imports: 0, production: 0 }));
    return known;
  };
  for (const { file, module, names } of evidence.imports) {
    const alike = names.filter((name) => isOfFamily(family, name, evidence.language));
    if (alike.length === 0) continue;
    // Who takes it from elsewhere may be there to hand it on.
    if (!isTestFile(file)) account(resolver.idOf(file));
    const known = account(module);
    known.imports++;
    if (!isTestFile(file)) known.production++;
    for (const name of alike) known.names.set(name, (known.names.get(name) ?? 0) + 1);
  }
  for (const { file, name } of evidence.classes)
    if (!isTestFile(file) && isOfFamily(family, name, evidence.language)) account(resolver.idOf(file));

  return [...asked].flatMap(([module, { names, imports, production }]) => {
    const target = resolver.resolveId(module);
    if (
      target.kind === 'unknown' ||
      (target.kind === 'file' && isTestFile(target.file)) ||
      isTestModule(target)
    )
      return [];
    const wanted = [...names]
      .map(([name, count]): WantedName => ({
        name,
        imports: count,
        means: graph.exported(target, name, evidence.language),
      }))
      .sort((a, b) => b.imports - a.imports || (a.name < b.name ? -1 : 1));
    const notice = target.kind === 'file' ? noticeIn(analysis, target.file) : undefined;
    return [{ target, notice, wanted, imports, productionImports: production }];
  });

  /** A module that is gone is judged by the path that it would have. */
  function isTestModule({ kind, id }: ModuleTarget): boolean {
    return kind === 'missing' && isTestFile(`${id.replaceAll('.', '/')}.py`);
  }
}

function isOfFamily({ isAlike }: Family, name: string, language: Language): boolean {
  if (!isAlike(name)) return false;
  return isClassLike(name) || isMakerLike(name) || (language === 'typescript' && isInstanceLike(name));
}

/** What a name is, where that is a class of code that is not a test's, or in TypeScript an instance that is made there. */
export function managedThing(origin: Origin): Definition | undefined {
  if (origin.kind !== 'definition' || isTestFile(origin.file)) return undefined;
  const { binding, file } = origin;
  const isInstance =
    binding.kind === 'variable' && binding.calls !== undefined && languageOf(file) === 'typescript';
  return binding.kind === 'class' || isInstance ? origin : undefined;
}
