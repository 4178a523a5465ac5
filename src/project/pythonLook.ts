import type { Config } from '../engine/config/schema.ts';
import { createByteNames } from '../engine/python/byteNames.ts';
import { scanImportLines, type ImportLines } from '../engine/python/importLines.ts';
import type { ImportLine } from './importIndex.ts';
import { backOverSpace, byteBehind, isNamePart, isWholeName, skip } from './sourceBytes.ts';
import { createWordSearch } from './wordSearch.ts';

/** What one pass over a Python file's bytes tells: more than is real, never less. */
export interface PythonLook {
  readonly imports: readonly ImportLine[];
  /**
   * It holds what a rule may report whatever the file imports: a suppression, a call of a managed class by its name, or a
   * relative name in quotes that may be a legacy module's.
   */
  readonly holdsWord: boolean;
  /** The name of a managed class stands somewhere. */
  readonly holdsClass: boolean;
  /** The legacy modules that it has in quotes, each with the next part of the dotted path. */
  readonly quoted: readonly string[];
  /**
   * Nothing that it imports from a canonical module is called, given another name, or has an attribute read: it is used as
   * a type, or passed on.
   */
  readonly usesOnlyTypes: boolean;
}

const openBracket = 0x28;
const openSquare = 0x5b;
const dot = 0x2e;
const equals = 0x3d;
const quote = 0x22;
const apostrophe = 0x27;

export function createPythonLook(config: Config): (bytes: Buffer) => PythonLook {
  const sources = config.sources.filter(({ language }) => language === 'python');
  const names = createByteNames();
  const classes = [...new Set(sources.flatMap((source) => source.classes))];
  const legacyModules = [...new Set(sources.flatMap((source) => source.legacyModules))];
  const factories = [...new Set(sources.flatMap((source) => source.legacyFactories))];
  const quotedModules = legacyModules.flatMap((module) => [`"${module}`, `'${module}`]);
  const tails = [...new Set(legacyModules.map((module) => module.slice(module.lastIndexOf('.') + 1)))];
  const relativeModules = tails.flatMap((name) => [`.${name}"`, `.${name}'`]);
  const words = [
    ...classes,
    ...quotedModules,
    // `import_module(".sockets", "chat")`
    ...relativeModules,
    'ssot-disable',
    // What a patch names in a consumer.
    ...factories.flatMap((name) => [`.${name}"`, `.${name}'`, `.${name}.`]),
  ];
  const search = createWordSearch(words);
  const canonical = new Set(sources.map(({ module }) => module.slice(module.lastIndexOf('.') + 1)));

  function usesOnlyTypes(bytes: Buffer, { modules, firstNames, locals }: ImportLines): boolean {
    return modules.every((module, index) => {
      if (!canonical.has(module.slice(module.lastIndexOf('.') + 1))) return true;
      const own = locals.slice(firstNames[index], firstNames[index + 1]);
      return own.every((name) => name !== '' && isOnlyType(bytes, Buffer.from(name)));
    });
  }

  return (bytes) => {
    const lines = scanImportLines(bytes, names);
    const quoted = new Set<string>();
    let holdsClass = false;
    const holdsWord = search(bytes, (word, at) => {
      const end = at + words[word]!.length;
      if (word < classes.length) {
        holdsClass = true;
        return isCalled(bytes, at, end);
      }
      if (word >= classes.length + quotedModules.length + relativeModules.length) return true;
      if (word >= classes.length + quotedModules.length) return isRelative(bytes, at);
      const next = bytes[end] === dot ? skip(bytes, end + 1, isNamePart) : end;
      if (!isNamePart(bytes[end] ?? 0)) quoted.add(bytes.toString('utf8', at + 1, next));
      return false;
    });
    return {
      imports: rows(lines),
      holdsWord,
      holdsClass,
      quoted: [...quoted],
      usesOnlyTypes: usesOnlyTypes(bytes, lines),
    };
  };
}

function rows({ modules, firstNames, names }: ImportLines): ImportLine[] {
  return modules.map((module, index) => ({
    module,
    names: names.slice(firstNames[index], firstNames[index + 1]),
  }));
}

/** Whether the dotted name in quotes that has a dot at `at` begins with one. */
function isRelative(bytes: Uint8Array, at: number): boolean {
  let start = at;
  while (bytes[start - 1] === dot || isNamePart(bytes[start - 1] ?? 0)) start--;
  return bytes[start] === dot && (bytes[start - 1] === quote || bytes[start - 1] === apostrophe);
}

/** Whether a name is called: whole, with a bracket behind it, and neither an attribute nor defined there. */
function isCalled(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    isWholeName(bytes, start, end) &&
    bytes[start - 1] !== dot &&
    byteBehind(bytes, end) === openBracket &&
    !isBehindClass(bytes, start)
  );
}

const classKeyword = Buffer.from('class');

/** `class Name(Base)` */
function isBehindClass(bytes: Uint8Array, start: number): boolean {
  const end = backOverSpace(bytes, start);
  const from = end - classKeyword.length;
  return (
    end < start &&
    from >= 0 &&
    isWholeName(bytes, from, end) &&
    classKeyword.every((byte, at) => bytes[from + at] === byte)
  );
}

/** Whether no use of a name can lead to a call of what it means. */
function isOnlyType(bytes: Buffer, name: Buffer): boolean {
  for (let start = bytes.indexOf(name); start >= 0; start = bytes.indexOf(name, start + 1)) {
    const end = start + name.length;
    if (!isWholeName(bytes, start, end)) continue;
    const behind = byteBehind(bytes, end);
    if (behind === openBracket || behind === openSquare || behind === dot) return false;
    if (bytes[backOverSpace(bytes, start) - 1] === equals) return false;
  }
  return true;
}
