import { parse } from 'jsonc-parser';
import type { Analysis } from '../analysis.ts';
import type { ConfigInput, SourceConfig } from '../config/schema.ts';
import { pathTest } from '../globs.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { TextEdit } from '../text.ts';
import { isGlob, modulePath } from '../typescript/posixPath.ts';
import { editJson, type JsonEditor, type JsonPath } from './jsonEdits.ts';
import { movedGlob, movedModuleGlob, stillNames } from './movedGlobs.ts';
import type { Moves } from './moves.ts';

/**
 * The edits of a configuration's text after which it names what moves where it then is: canonical and legacy modules,
 * and the folders that its globs begin with. What a preset says is written over it, by the id of its source. Comments
 * and layout stay.
 *
 * @param text as it is now, saved or not
 */
export function moveConfig(analysis: Analysis, moves: Moves, text: string): readonly TextEdit[] {
  const written = parse(text, [], { allowTrailingComma: true }) as ConfigInput;
  const editor = editJson(text);
  const added: unknown[] = [];
  for (const source of analysis.config.sources) {
    const changed = sourceChanges(analysis, moves, source);
    const at = written.sources?.findIndex(({ id }) => id === source.id) ?? -1;
    if (Object.keys(changed).length === 0) continue;
    if (at < 0) added.push({ id: source.id, ...changed });
    else for (const [key, value] of Object.entries(changed)) setValue(editor, ['sources', at, key], value);
  }
  if (added.length > 0 && !editor.has(['sources'])) editor.set(['sources'], added);
  else for (const entry of added) editor.set(['sources', written.sources?.length ?? 0], entry);
  for (const key of ['roots', 'production', 'tests', 'exclude'] as const) {
    const before = analysis.config[key];
    const value = key === 'roots' ? moves.roots : before.map((glob) => movedGlob(moves, glob));
    if (!isSame(before, value)) setValue(editor, [key], value);
  }
  return editor.edits;
}

/** The keys of a source that have another value afterwards. */
function sourceChanges(
  { modules }: Analysis,
  moves: Moves,
  { language, module, legacyModules, owners }: SourceConfig,
): Partial<Pick<SourceConfig, 'module' | 'legacyModules' | 'owners'>> {
  const resolver = modules[language];
  const canonical = resolver.resolveId(module);
  const filesOf = (id: string): string[] =>
    resolver.resolveEvery(id).flatMap((target, _, { length }) => {
      // Of several that a glob takes in, what is canonical is not meant.
      const isMeant = target.kind === 'file' && (length === 1 || target.id !== canonical.id);
      return isMeant ? [target.file] : [];
    });
  const moved = (id: string): string =>
    language === 'typescript' && isGlob(id)
      ? movedModuleGlob(moves, id, filesOf(id))
      : movedId(moves, resolver.resolveId(id), id);
  const legacy = legacyModules.map(moved);
  const globs = owners.map((glob) => movedGlob(moves, glob));
  const [isOwner, willOwn] = [pathTest(owners), pathTest(globs)];
  for (const file of legacyModules.flatMap(filesOf)) {
    const there = moves.path(file);
    if (there === file) continue;
    // A module that leaves the folder of its owners goes on to be one, and one that leaves its glob to be legacy.
    if (isOwner(file) && !willOwn(there)) globs.push(there);
    if (language === 'typescript' && !legacy.some((name) => stillNames(name, there)))
      legacy.push(modulePath(there));
  }
  return {
    ...(moved(module) !== module && { module: moved(module) }),
    ...(!isSame(legacyModules, legacy) && { legacyModules: legacy }),
    ...(!isSame(owners, globs) && { owners: globs }),
  };
}

function movedId(moves: Moves, target: ModuleTarget, id: string): string {
  const there = moves.id(target);
  if (there === target.id) return id;
  const isIndex = id.endsWith('/index') && target.kind === 'file';
  return `${id.startsWith('./') ? './' : ''}${there}${isIndex && !there.endsWith('/index') ? '/index' : ''}`;
}

/** Single items of a list that is written keep their places, and so their comments. */
function setValue(editor: JsonEditor, path: JsonPath, value: string | readonly string[]): void {
  if (typeof value === 'string' || !editor.has(path)) editor.set(path, value);
  else for (const [index, item] of value.entries()) editor.set([...path, index], item);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
