import type { Language } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import type { ClassEvidence, Evidence, ImportEvidence } from '../engine/proposal/evidence.ts';
import { createByteNames } from '../engine/python/byteNames.ts';
import { scanImportLines } from '../engine/python/importLines.ts';
import { scanSpecifierLines } from '../engine/typescript/importLines.ts';
import type { IndexProgress, Project } from './project.ts';
import { classNames } from './lookAlikeNames.ts';
import { readNotebookFile } from './sourceText.ts';

/**
 * Looks at every file of a language once, without parsing it: which telling names it imports from modules of the project,
 * and which classes of such names it has.
 */
export function* gatherEvidence(
  project: Project,
  language: Language,
  isTelling: (name: string) => boolean,
): Generator<IndexProgress, Evidence> {
  const resolver = project.analysis().modules[language];
  const names = createByteNames();
  const files = project.files().filter((file) => languageOf(file) === language);
  const imports: ImportEvidence[] = [];
  const classes: ClassEvidence[] = [];

  for (const [done, file] of files.entries()) {
    if (done % 200 === 0) yield { done, total: files.length };
    const bytes = codeOf(project, file);
    if (!bytes) continue;
    for (const { module, names: taken } of linesOf(bytes)) {
      const telling = taken.filter(isTelling);
      if (telling.length === 0) continue;
      const target = resolver.resolve(file, module);
      if (target.kind !== 'unknown') imports.push({ file, module: target.id, names: telling });
    }
    for (const name of classNames(bytes)) if (isTelling(name)) classes.push({ file, name });
  }
  return { language, imports, classes, filesSeen: files.length };

  function linesOf(bytes: Buffer): { readonly module: string; readonly names: readonly string[] }[] {
    if (language === 'typescript')
      return scanSpecifierLines(
        bytes,
        (word, from) => bytes.indexOf(word, from),
        (start, end) => bytes.toString('utf8', start, end),
      ).map(({ specifier, names: taken }) => ({ module: specifier, names: taken }));
    const found = scanImportLines(bytes, names);
    return found.modules.map((module, index) => ({
      module,
      names: found.names.slice(found.firstNames[index], found.firstNames[index + 1]),
    }));
  }
}

function codeOf(project: Project, file: string): Buffer | undefined {
  const content = project.content(file);
  if (content === undefined) return undefined;
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return isNotebook(file) ? Buffer.from(readNotebookFile(bytes).text) : bytes;
}
