import type { Analysis, FileSnapshot } from '../analysis.ts';
import type { FixEnvironment } from '../fix/environment.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { loadEffect } from '../loading/loadEffect.ts';
import { definesNothing, warnsImporters } from '../inventory/shim.ts';
import type { Source } from '../source.ts';
import type { TextEdit } from '../text.ts';
import { keptNames, type KeptName } from './keptNames.ts';
import { renderPythonShim } from './renderPythonShim.ts';
import { renderTypeScriptShim } from './renderTypeScriptShim.ts';
import { brokenByShim } from './shimGate.ts';
import { takenNames, type TakenNames } from './takenNames.ts';

/** What a legacy module becomes. */
export type ShimPlan =
  | {
      readonly kind: 'shim';
      /** The whole of the new text, and the one edit that makes it. */
      readonly text: string;
      readonly edits: readonly TextEdit[];
      readonly kept: readonly KeptName[];
      /** Names that are imported and not there, today as then. */
      readonly missing: readonly string[];
      readonly importers: readonly string[];
    }
  /** It hands names on and warns: nothing is left to do. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly reason: string };

/** The sources that call a file legacy; empty where none does. */
export function sourcesWithLegacy(analysis: Analysis, file: string): readonly Source[] {
  const language = languageOf(file);
  const id = analysis.modules[language].idOf(file);
  return analysis.sources.filter(
    ({ config, legacyModules }) => config.language === language && legacyModules.has(id),
  );
}

/**
 * The deprecation shim that a legacy module can become: it takes what others need of it from the canonical module, and does
 * nothing else. Refused where a name would mean another object, or something that the module does would be lost.
 *
 * @param isUnsafeAllowed whether the canonical object may take the place of one of the module's own
 */
export function planShim(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  isUnsafeAllowed: boolean,
): ShimPlan {
  const snapshot = analysis.read(file);
  const sources = sourcesWithLegacy(analysis, file);
  if (!snapshot) return refused('it cannot be read');
  const [source] = sources;
  if (!source) return refused('no source calls it a legacy module');
  const unfit = unfitness(analysis, file, snapshot, sources);
  if (unfit !== undefined) return refused(unfit);
  if (definesNothing(analysis, file) && warnsImporters(analysis, file)) return { kind: 'already' };

  const taken = takenNames(analysis, environment, file);
  if (taken.untold !== undefined)
    return refused(`${taken.untold} takes all of its names, and they are computed`);
  if (taken.names.size === 0)
    return refused(
      taken.importers.length === 0 && taken.namedIn.length === 0
        ? 'nobody imports it: nothing has to be kept'
        : 'nobody takes a name from it',
    );
  const { kept, missing, obstacles } = keptNames(analysis, file, sources, taken, isUnsafeAllowed);
  if (obstacles.length > 0) return refused(joined(obstacles));
  const effect = loadEffect(analysis, file);
  if (effect !== undefined) return refused(`${effect}, and a shim would not`);
  const canonical = kept.find(({ from }) => 'canonical' in from);
  if (!canonical) return refused(`nothing that is taken from it is in ${source.config.module}`);

  const type = /\.[cm]?jsx?$/.test(file) ? kept.find(({ typeOnly }) => typeOnly) : undefined;
  if (type) return refused(`${type.name} is a type, which JavaScript cannot hand on`);
  const text = render(analysis, environment, file, snapshot, kept, taken);
  if (text === undefined) return refused(`it cannot name ${source.config.module}`);
  const broken = brokenByShim(analysis, environment, file, text, kept, taken);
  if (broken !== undefined) return refused(broken);
  const edits = [{ span: { start: 0, end: snapshot.text.length }, text }];
  return { kind: 'shim', text, edits, kept, missing, importers: taken.importers };
}

/** Why a module is none that could become a shim, whatever it holds. */
function unfitness(
  analysis: Analysis,
  file: string,
  { facts, notebook }: FileSnapshot,
  sources: readonly Source[],
): string | undefined {
  if (notebook) return 'it is a notebook';
  const [error] = facts.syntaxErrors;
  if (error) return `it cannot be read: ${error.message}`;
  const undecided = sources.find(({ canonical }) => canonical.kind === 'unknown');
  if (undecided?.canonical.kind === 'unknown') return undecided.canonical.reason;
  if (analysis.sources.some(({ canonical }) => canonical.kind === 'file' && canonical.file === file))
    return 'it is the canonical module of a source';
  const canonicals = sources.map(({ canonical }) => canonical.id);
  const inside = file.endsWith('/__init__.py')
    ? canonicals.find((id) => id.startsWith(`${analysis.modules.python.idOf(file)}.`))
    : undefined;
  if (inside !== undefined)
    return `it is the package around ${inside}: whoever imports that one would be warned`;
  const isCommonJs =
    facts.language === 'typescript' &&
    (facts.exports.some(({ exported, local }) => exported === 'export=' || local?.startsWith('exports.')) ||
      /\.c[jt]s$/.test(file));
  return isCommonJs ? 'it is a CommonJS module, whose importers may take it as a whole' : undefined;
}

/** Undefined where the file has no way to name the canonical module. */
function render(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  { text, facts }: FileSnapshot,
  kept: readonly KeptName[],
  { starredIn }: TakenNames,
): string | undefined {
  const module = analysis.modules[facts.language].idOf(file);
  if (facts.language === 'python') {
    const canonical = [
      ...new Set(kept.flatMap(({ from }) => ('canonical' in from ? [from.canonical.id] : []))),
    ].join(' and ');
    const names = kept.map(({ name }) => name);
    // With a star somewhere, its list may not grow: what it brings would hide other names.
    const own = { kind: 'file', id: module, file } as const;
    const brought =
      starredIn.length > 0 || Array.isArray(facts.all)
        ? analysis.graph.exportedNames(own, 'python')
        : undefined;
    const all = starredIn.length > 0 ? names.filter((name) => brought?.has(name)) : names;
    return renderPythonShim(text, { module, canonical, kept, all });
  }
  const specifiers = new Map<string, string>();
  for (const { from } of kept)
    if ('canonical' in from) {
      const specifier = environment.specifier(file, from.canonical);
      if (specifier === undefined) return undefined;
      specifiers.set(from.canonical.id, specifier);
    }
  return renderTypeScriptShim(text, facts, {
    kept,
    specifier: (from) => ('canonical' in from ? specifiers.get(from.canonical.id)! : from.written),
    shown: (from) =>
      'canonical' in from ? from.canonical.id : analysis.graph.target(file, { module: from.written }).id,
  });
}

function joined(obstacles: readonly string[]): string {
  const [first = '', ...more] = obstacles;
  return more.length === 0
    ? first
    : `${first}; ${more.length > 2 ? `and ${more.length} names more` : more.join('; ')}`;
}

function refused(reason: string): ShimPlan {
  return { kind: 'refused', reason };
}
