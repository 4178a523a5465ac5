import type ts from 'typescript';
import type { TypeScript } from './walk.ts';

const extensions = /\.(?:[cm]?tsx?|[cm]?jsx?)$/i;

/** True for the files that the TypeScript compiler reads: .ts .tsx .mts .cts .js .jsx .mjs .cjs. */
export function isTypeScriptPath(path: string): boolean {
  return extensions.test(path);
}

/**
 * Parses a file by the kind that its extension says. Parents are not set, and JSDoc is parsed only where it means
 * something: in JavaScript. Syntax errors are in the answer; a text nested deeper than the stack throws a RangeError.
 */
export function parseTypeScript(ts: TypeScript, path: string, text: string): ts.SourceFile {
  const scriptKind = scriptKindOf(ts, path);
  const isJavaScript = scriptKind === ts.ScriptKind.JS || scriptKind === ts.ScriptKind.JSX;
  const { JSDocParsingMode: mode } = ts as Partial<TypeScript>;
  return ts.createSourceFile(
    path,
    // The compiler reads the first line of a program behind a byte order mark, too: as a comment, which is as long.
    text.startsWith('\uFEFF#!') ? `\uFEFF//${text.slice(3)}` : text,
    {
      languageVersion: ts.ScriptTarget.Latest,
      // Namespaces older than 5.3 know no modes, and parse all of it.
      ...(mode && { jsDocParsingMode: isJavaScript ? mode.ParseForTypeInfo : mode.ParseNone }),
    },
    false,
    scriptKind,
  );
}

function scriptKindOf(ts: TypeScript, path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX;
  // JavaScript may hold JSX whatever the file is called.
  return /\.[cm]?jsx?$/i.test(path) ? ts.ScriptKind.JSX : ts.ScriptKind.TS;
}
