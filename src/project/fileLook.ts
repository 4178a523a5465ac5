import { join } from 'node:path';
import type { Config } from '../engine/config/schema.ts';
import type { FileFacts, Language } from '../engine/facts.ts';
import { pathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { scanSpecifierLines, type SpecifierLine } from '../engine/typescript/importLines.ts';
import type { ImportLine } from './importIndex.ts';
import { moduleWords } from '../engine/typescript/posixPath.ts';
import { createLookAlikeSearch } from './lookAlikeNames.ts';
import { createPythonLook } from './pythonLook.ts';
import { createReadBuffer, encodeInto, readBytes } from './readText.ts';
import { readNotebookFile } from './sourceText.ts';
import { createWordSearch } from './wordSearch.ts';

/** What a file shows at one look at its bytes, before anything is known of others. */
export interface FileLook {
  /** It has to be read, whatever it imports: a rule may have a say about it by itself, or it cannot be read. */
  readonly isCertain: boolean;
  /** Python's, as they are written. */
  readonly imports: readonly ImportLine[];
  /** TypeScript's. */
  readonly specifiers: readonly SpecifierLine[];
  readonly holdsClass: boolean;
  readonly quoted: readonly string[];
  readonly usesOnlyTypes: boolean;
}

export interface FileLookOptions {
  readonly root: string;
  readonly config: Config;
  /** The text of an open document. */
  readonly text: (file: string) => string | undefined;
}

export function createFileLook({ root, config, text }: FileLookOptions): (file: string) => FileLook {
  const buffer = createReadBuffer();
  const lookAtPython = createPythonLook(config);
  const holdsTypeScriptWord = createWordSearch(typescriptWords(config));
  const holdsLookAlike = lookAlikeSearch(config);

  function look(file: string, bytes: Buffer, isBroken: boolean): FileLook {
    const isCertain = isBroken || holdsLookAlike(file, bytes);
    if (languageOf(file) === 'typescript')
      return {
        ...nothing,
        isCertain: isCertain || holdsTypeScriptWord(bytes, () => true),
        specifiers: scanSpecifierLines(
          bytes,
          (word, from) => bytes.indexOf(word, from),
          (start, end) => bytes.toString('utf8', start, end),
        ),
      };
    const { holdsWord, ...seen } = lookAtPython(bytes);
    return { ...seen, specifiers: [], isCertain: isCertain || holdsWord };
  }

  return (file) => {
    const open = text(file);
    const read =
      open === undefined
        ? readBytes(join(root, file), buffer)
        : { ok: true as const, bytes: encodeInto(buffer, open) };
    if (!read.ok) return { ...nothing, isCertain: true };
    if (!isNotebook(file)) return look(file, read.bytes, false);
    // A notebook's own text has its code in pieces, among pictures.
    const { text: module, problem } = readNotebookFile(read.bytes);
    return look(file, Buffer.from(module), problem !== undefined);
  };
}

/** What the facts of a Python file say, where it is read in full anyhow: no second pass over its text. */
export function lookOfFacts({ imports }: FileFacts): FileLook {
  return {
    ...nothing,
    isCertain: true,
    imports: imports.map(({ module, form, names }) => ({
      module,
      names: form === 'module' ? ['*'] : names.map(({ name }) => name),
    })),
  };
}

const nothing: FileLook = {
  isCertain: false,
  imports: [],
  specifiers: [],
  holdsClass: false,
  quoted: [],
  usesOnlyTypes: false,
};

/** Words of which a TypeScript file must hold one. */
function typescriptWords(config: Config): string[] {
  const sources = config.sources.filter(({ language }) => language === 'typescript');
  return [
    'ssot-disable',
    ...sources.flatMap((source) => [
      ...[...source.classes, ...source.legacyFactories, ...source.singletons],
      ...[source.module, ...source.legacyModules].flatMap(moduleWords),
    ]),
  ];
}

/** Whether a file may define a class that looks like a source. What a test defines is its own, and never reported. */
function lookAlikeSearch(config: Config): (file: string, bytes: Buffer) => boolean {
  const isTest = pathTest(config.tests);
  const search = (language: Language): ((bytes: Buffer) => boolean) =>
    createLookAlikeSearch(
      config.sources.flatMap((source) => (source.language === language ? source.lookAlikes : [])),
    );
  const searches = { python: search('python'), typescript: search('typescript') };
  return (file, bytes) => searches[languageOf(file)](bytes) && !isTest(file);
}
