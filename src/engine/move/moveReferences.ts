import type { Analysis } from '../analysis.ts';
import type { FileFacts } from '../facts.ts';
import type { Moves } from './moves.ts';
import { moveMocks } from './moveMocks.ts';
import { movePythonFile } from './movePythonFile.ts';
import type { Span, TextEdit } from '../text.ts';

/** What a file needs so that its references are right once modules have moved. */
export interface MovedReferences {
  readonly edits: readonly TextEdit[];
  /** References that would be wrong, and that a person has to look at. */
  readonly left: readonly LeftReference[];
}

export interface LeftReference {
  readonly span: Span;
  readonly reason: string;
}

/** One file that is looked at while modules move. */
export interface MovingFile {
  readonly analysis: Analysis;
  readonly moves: Moves;
  readonly file: string;
  readonly text: string;
  readonly facts: FileFacts;
}

/**
 * What changes in one file when modules move, be it one of them or one that refers to them. In TypeScript and JavaScript
 * the language's own tools take care of imports, and only the strings of mocks are changed.
 */
export function moveReferences(analysis: Analysis, moves: Moves, file: string): MovedReferences {
  const snapshot = analysis.read(file);
  if (!snapshot) return { edits: [], left: [] };
  const moving = { analysis, moves, file, ...snapshot };
  return snapshot.facts.language === 'python' ? movePythonFile(moving) : moveMocks(moving);
}
