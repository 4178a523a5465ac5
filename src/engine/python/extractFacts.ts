import { indexedWhenAsked } from '../bindingIndex.ts';
import type { FileFacts, SyntaxProblem } from '../facts.ts';
import type { Span } from '../text.ts';
import type { CodeUnits } from './codeUnits.ts';
import { namedText, type NamedText } from './nameTable.ts';
import { createReader, type Reader } from './reader.ts';
import { createPythonReferences } from './references.ts';
import { openBlock, redirectBindings } from './scopes.ts';
import { readStatements } from './statements.ts';
import { tokenize, tokenizeStretches } from './tokenizer.ts';
import { END } from './tokenKinds.ts';
import type { Tokens } from './tokens.ts';

/** The tokenizer's and the reader's problems in order; of several at one place the first. */
function problemsOf(tokens: Tokens, r: Reader): SyntaxProblem[] {
  if (tokens.problems.length + r.problems.length === 0) return [];
  const all = [...tokens.problems, ...r.problems].sort((a, b) => a.offset - b.offset);
  return all.filter((problem, i) => i === 0 || problem.offset !== all[i - 1]!.offset);
}

/** The facts in the tokens of a text. */
export function factsFromTokens(named: NamedText, tokens: Tokens, cells?: readonly Span[]): FileFacts {
  const r = createReader(named, tokens);
  return readAll(r, tokens, cells);
}

/** Reads all tokens, and gives what is found as facts. */
export function readAll(r: Reader, tokens: Tokens, cells?: readonly Span[]): FileFacts {
  const module = openBlock(r, 'module', 0, true);
  module.span.end = r.text.length;
  if (cells) module.isAsync = true;
  for (;;) {
    readStatements(r);
    // A cell ends like a text does, and another one may follow.
    if (r.kinds[r.at] === END) r.futurePlace = 0;
    if (++r.at >= tokens.count) break;
  }
  const references = createPythonReferences(r.columns, r.table, r.blocks);
  redirectBindings(r, references);
  return {
    language: 'python',
    ...(cells && { cells }),
    blocks: r.blocks,
    imports: r.imports,
    bindings: r.bindings,
    bindingIndex: indexedWhenAsked(r.bindings),
    references,
    memberAssignments: r.memberAssignments,
    exports: [],
    all: r.all,
    strings: r.strings,
    directives: tokens.directives,
    syntaxErrors: problemsOf(tokens, r),
  };
}

/**
 * What the engine knows of a Python file. Never throws, and takes time linear in the text: what cannot be read is in
 * `syntaxErrors`, the rest is read on from the next logical line. Offsets count UTF-16 code units of `text`.
 *
 * Class-private names are not mangled: facts hold what is written. Names beyond ASCII are in NFKC form, as Python compares
 * them; their spans are those of what is written.
 *
 * @param units the code units of `text`, where the caller has them already
 */
export function extractPythonFacts(text: string, units?: CodeUnits): FileFacts {
  const named = namedText(text, units);
  return factsFromTokens(named, tokenize(named));
}

/**
 * What the engine knows of the module that a notebook's cells make up. Each cell is read by itself, as IPython does: what
 * is left open in one of them does not reach into the next. `await` may stand outside of functions.
 */
export function extractNotebookFacts(text: string, cells: readonly Span[]): FileFacts {
  const named = namedText(text);
  return factsFromTokens(named, tokenizeStretches(named, cells), cells);
}
