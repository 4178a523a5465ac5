import { indexedWhenAsked } from '../bindingIndex.ts';
import type ts from 'typescript';
import type { FileFacts, SyntaxProblem } from '../facts.ts';
import { tableOf } from '../references.ts';
import { declarationVisitors } from './declarations.ts';
import { directivesOf } from './directives.ts';
import { exportVisitors } from './exports.ts';
import { expressionVisitors } from './expressions.ts';
import { importVisitors } from './imports.ts';
import { jsDocVisitors, visitJsDocComments } from './jsDoc.ts';
import { settlePromises } from './keptPromises.ts';
import { parseTypeScript } from './parse.ts';
import { createRecording, settle } from './recording.ts';
import { statementVisitors } from './statements.ts';
import { typeVisitors } from './types.ts';
import { walkFile, type TypeScript } from './walk.ts';

const visitors = [
  importVisitors,
  exportVisitors,
  declarationVisitors,
  statementVisitors,
  expressionVisitors,
  typeVisitors,
  jsDocVisitors,
];

/**
 * The facts of a parsed TypeScript or JavaScript file, from one walk over its tree. Needs neither parents nor a
 * binder nor a checker, so that it does the same to a language service's file and to one just parsed.
 *
 * Throws only what a hostile nesting makes the JavaScript engine throw, see {@link readTypeScript}.
 */
export function extractTypeScriptFacts(ts: TypeScript, sourceFile: ts.SourceFile): FileFacts {
  const facts = createRecording({ start: 0, end: sourceFile.text.length });
  walkFile(ts, sourceFile, facts, visitors, visitJsDocComments);
  settlePromises(facts);
  const bindings = settle(facts);
  return {
    language: 'typescript',
    blocks: facts.blocks,
    imports: facts.imports,
    bindings,
    bindingIndex: indexedWhenAsked(bindings),
    references: tableOf(facts.references),
    memberAssignments: facts.memberAssignments,
    exports: facts.exports,
    all: undefined,
    strings: facts.strings,
    directives: directivesOf(ts, sourceFile),
    syntaxErrors: [...parseProblems(ts, sourceFile), ...facts.syntaxErrors],
  };
}

/**
 * Parses a text and extracts its facts. Never throws: a text that is nested deeper than the engine's stack gives no
 * facts and says so.
 */
export function readTypeScript(ts: TypeScript, path: string, text: string): FileFacts {
  try {
    return extractTypeScriptFacts(ts, parseTypeScript(ts, path, text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const empty = extractTypeScriptFacts(ts, parseTypeScript(ts, path, ''));
    return { ...empty, syntaxErrors: [{ message: 'The file is nested too deeply to be read.', offset: 0 }] };
  }
}

function parseProblems(ts: TypeScript, file: ts.SourceFile): SyntaxProblem[] {
  // Public only through a program, which a file that was just parsed has none of.
  const { parseDiagnostics } = file as { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return (parseDiagnostics ?? []).map(({ messageText, start }) => ({
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
    offset: start,
  }));
}
