import type { FileFacts } from '../facts.ts';
import {
  ASYNC,
  AT,
  CLASS,
  DEF,
  ELLIPSIS,
  ELSE,
  EXCEPT,
  FINALLY,
  FROM,
  IF,
  IMPORT,
  STRING,
} from '../python/tokenKinds.ts';
import { moduleStatements } from './moduleStatements.ts';

/** Statements that only say how a module is made up. What they import or call is looked at by itself. */
const structure = new Set([IMPORT, FROM, DEF, ASYNC, CLASS, AT, STRING, ELLIPSIS, IF, ELSE, EXCEPT, FINALLY]);

const keywords = /^(elif|try|pass|del|global)\b/;

/** `name = …`, `name: Type = …`, `name += …`, `a, b = …`, `a = b = …`: what only this module's own names get. */
const ownNames =
  /^\(?\s*[\p{L}_][\p{L}\p{N}_]*\s*(,\s*[\p{L}_][\p{L}\p{N}_]*\s*)*,?\s*\)?\s*(=(?!=)|:|[+\-*/|&]=)/u;

const itself = /^(__all__\s*(\.\s*(extend|append|remove)\s*\(|\+=)|(warnings\s*\.\s*)?warn\s*\()/;

/** The first statement of a Python module that does something which nobody else would do, were it gone. */
export function loadStatement(
  text: string,
  { bindings }: FileFacts,
): { readonly offset: number; readonly what: string } | undefined {
  const own = new Set(
    bindings.flatMap(({ scope, kind, name }) =>
      scope === 0 && (kind === 'class' || kind === 'function') ? [name] : [],
    ),
  );
  for (const { span, first } of moduleStatements(text)) {
    const written = text.slice(span.start, span.end);
    if (first === IF && /^if\s*\(?\s*(__name__\s*==|["']__main__["']\s*==)/.test(written))
      return { offset: span.start, what: 'runs it as a program' };
    if (isBlock(first, written) && !isQuietLine(written)) return { offset: span.start, what: runs(written) };
    if (structure.has(first) || keywords.test(written) || itself.test(written)) continue;
    if (ownNames.test(written)) continue;
    // `Own.attribute = …` goes with what it is set on.
    const holder = /^([\p{L}_][\p{L}\p{N}_]*)\s*\.[\w\s.]*=(?!=)/u.exec(written)?.[1];
    if (holder !== undefined && own.has(holder)) continue;
    return { offset: span.start, what: runs(written) };
  }
  return undefined;
}

function runs(written: string): string {
  const [line = ''] = written.split(/\r\n?|\n/, 1);
  return `runs “${line.length > 60 ? `${line.slice(0, 57)}...` : line}” when it is loaded`;
}

function isBlock(first: number, written: string): boolean {
  return [IF, ELSE, EXCEPT, FINALLY].includes(first) || /^(elif|try)\b/.test(written);
}

/** A line that opens a block, or has one that is as quiet behind it: `if TYPE_CHECKING: import a`. */
function isQuietLine(written: string): boolean {
  return (
    written.endsWith(':') || /:\s*(import\b|from\b|pass$|[\p{L}_][\p{L}\p{N}_]*\s*=(?!=))/u.test(written)
  );
}
