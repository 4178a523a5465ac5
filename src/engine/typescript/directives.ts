import type ts from 'typescript';
import type { Directive } from '../facts.ts';
import type { TypeScript } from './walk.ts';

const word = 'ssot-';

/** The comments that begin with `ssot-`. A file without the word costs one search. */
export function directivesOf(ts: TypeScript, file: ts.SourceFile): Directive[] {
  const { text } = file;
  const directives: Directive[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const start = commentStart(text, at);
    if (start === undefined || !isTrivia(ts, file, start)) continue;
    const isBlock = text[start + 1] === '*';
    const close = isBlock ? text.indexOf('*/', at) : text.slice(at).search(/[\r\n\u2028\u2029]/) + at;
    const end = close < at ? text.length : close;
    const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
    directives.push({
      text: text.slice(at, end).trim(),
      span: { start, end: isBlock ? Math.min(end + 2, text.length) : end },
      ownLine: text.slice(lineStart, start).trim() === '',
    });
  }
  return directives;
}

/** Where the comment begins whose first word is at `at`, if one may. */
function commentStart(text: string, at: number): number | undefined {
  let before = at - 1;
  while (before >= 0 && /\s/.test(text[before]!)) before--;
  if (text[before] === '/' && text[before - 1] === '/' && !/[\r\n]/.test(text.slice(before, at))) {
    while (text[before - 1] === '/') before--;
    return before;
  }
  while (text[before] === '*') before--;
  return text[before] === '/' && text[before + 1] === '*' ? before : undefined;
}

/** True where no token covers the offset: a string, a template or JSX text may hold what looks like a comment. */
function isTrivia(ts: TypeScript, file: ts.SourceFile, offset: number): boolean {
  let at: ts.Node = file;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(at, (child) =>
      child.pos <= offset && offset < child.end ? child : undefined,
    );
    if (!inner) break;
    if (offset < inner.getStart(file, false)) return true;
    at = inner;
  }
  // What is left of a node between its children is punctuation and trivia; a literal is all token.
  return !(
    ts.isStringLiteralLike(at) ||
    ts.isTemplateHead(at) ||
    ts.isTemplateMiddleOrTemplateTail(at) ||
    ts.isJsxText(at) ||
    ts.isRegularExpressionLiteral(at)
  );
}
