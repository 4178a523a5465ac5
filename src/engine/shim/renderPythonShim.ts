import { lineEndOf } from '../fix/list.ts';
import { STRING } from '../python/tokenKinds.ts';
import { canonicalFirst, type KeptName } from './keptNames.ts';
import { moduleStatements } from '../loading/moduleStatements.ts';

/** Longer than this, an import gets one name a line. */
const longestLine = 88;

/** A module of Python that hands names on and warns whoever imports it, in the way the standard library does: at its end. */
export interface PythonShim {
  readonly module: string;
  /** What the warning tells to import from. */
  readonly canonical: string;
  readonly kept: readonly KeptName[];
  /** What a star brings. */
  readonly all: readonly string[];
}

/** The new text of a module. What it begins with stays: an interpreter line, an encoding, a licence, its docstring. */
export function renderPythonShim(text: string, { module, canonical, kept, all }: PythonShim): string {
  const unit = /^\t/m.test(text) ? '\t' : '    ';
  const quote = quoteOf(text);
  const head = headOf(text);
  const quoted = (words: string): string => `${unit}${quote}${words}${quote}`;
  const message = quoted(`${module} is deprecated; import from ${canonical}`);
  const future = kept.filter(({ from }) => 'written' in from && from.written === '__future__');
  const lines = [
    ...(head === '' || head === '\uFEFF' ? [] : ['']),
    // The one import that has to stand before all others.
    ...(future.length === 0 ? [] : [...importsOf(future, unit), '']),
    'import warnings',
    '',
    ...importsOf(
      kept.filter((each) => !future.includes(each)),
      unit,
    ),
    '',
    ...listOf(all, unit, quote),
    '',
    'warnings.warn(',
    ...(message.length < longestLine
      ? [`${message},`]
      : [quoted(`${module} is deprecated; `), `${quoted(`import from ${canonical}`)},`]),
    `${unit}DeprecationWarning,`,
    `${unit}stacklevel=2,`,
    ')',
    '',
  ];
  const end = lineEndOf(text);
  return `${head}${head === '' || head === '\uFEFF' || /[\r\n]$/.test(head) ? '' : end}${lines.join(end)}`;
}

/** Comments and the docstring, to the end of the line. */
function headOf(text: string): string {
  const [first] = moduleStatements(text);
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  if (first?.first === STRING) {
    const rest = /^[^\r\n]*(\r\n?|\n)?/.exec(text.slice(first.span.end))![0];
    // Another statement may stand behind the docstring on its line.
    return text.slice(0, first.span.end) + (/^[ \t]*(#|[\r\n]|$)/.test(rest) ? rest : '');
  }
  const before = text.slice(0, first?.span.start ?? text.length);
  const comments = /^(?:\uFEFF)?(?:[ \t]*#[^\r\n]*(?:\r\n?|\n|$))*/.exec(before)![0];
  return comments === '' ? bom : comments;
}

/** One import for each module, in the order of the names; the canonical ones first. */
function importsOf(kept: readonly KeptName[], unit: string): string[] {
  const modules = new Map<string, string[]>();
  const whole: string[] = [];
  for (const { name, from, there } of canonicalFirst(kept)) {
    const module = 'canonical' in from ? from.canonical.id : from.written;
    if (there === undefined) {
      if (module !== 'warnings' || name !== module)
        whole.push(module === name ? `import ${module}` : `import ${module} as ${name}`);
      continue;
    }
    const written = there === name ? name : `${there} as ${name}`;
    const known = modules.get(module);
    if (known) known.push(written);
    else modules.set(module, [written]);
  }
  const statements = [...modules].flatMap(([module, names]) => {
    const line = `from ${module} import ${names.join(', ')}`;
    if (line.length <= longestLine) return [line];
    return [`from ${module} import (`, ...names.map((name) => `${unit}${name},`), ')'];
  });
  return [...whole, ...statements];
}

function listOf(all: readonly string[], unit: string, quote: string): string[] {
  const quoted = all.map((name) => `${quote}${name}${quote}`);
  const line = `__all__ = [${quoted.join(', ')}]`;
  if (line.length <= longestLine) return [line];
  return ['__all__ = [', ...quoted.map((each) => `${unit}${each},`), ']'];
}

/** The quotes that most of a text's strings have. */
function quoteOf(text: string): string {
  const count = (quote: string): number => text.replaceAll(quote.repeat(3), '').split(quote).length;
  return count("'") > count('"') ? "'" : '"';
}
