/** The facts of a text that is edited again and again, of which little changes at once. */
import type { FileFacts } from '../facts.ts';
import { lineStarts, type LineStarts } from '../text.ts';
import { changeBetween, changedLineStarts } from '../textChange.ts';
import { changedCodeUnits, type CodeUnits } from './codeUnits.ts';
import { tokenizeEdited, tokenizeText, type TokenizedText } from './editedTokens.ts';
import { readAll } from './extractFacts.ts';
import type { EarlierReading, Gathered, KeptFunction } from './keptFunctions.ts';
import { namedText } from './nameTable.ts';
import { createReader } from './reader.ts';

/** A text that was read, with what a reading of it edited can take over. */
export interface PythonReading {
  readonly facts: FileFacts;
  readonly text: TokenizedText;
  readonly lines: LineStarts;
  /** How often it was edited since all of it was read. */
  readonly edits: number;
  readonly gathered: Gathered;
  readonly functions: readonly KeptFunction[];
}

/**
 * So often an edited text is read in part before all of it is read again: what is taken over keeps the text alive in which it was
 * read, and the table of names holds what nobody wrote but for a moment.
 */
const MAX_EDITS = 200;

/**
 * Reads all of a text. The facts are those of `extractPythonFacts`.
 *
 * @param distance how far apart the lines are at least from which an edited text can be read, in code units
 */
export function readPython(text: string, units?: CodeUnits, distance?: number): PythonReading {
  return { ...gather(tokenizeText(text, units, distance)), lines: lineStarts(text), edits: 0 };
}

/**
 * Reads a text that was another one before. The facts are those that {@link readPython} finds; the earlier ones stay as they are.
 *
 * @param units the code units of `text`, where the caller has them already
 */
export function readEditedPython(before: PythonReading, text: string, units?: CodeUnits): PythonReading {
  const earlier = before.text;
  const change = changeBetween(earlier.text, text);
  units ??= changedCodeUnits(earlier.units, text, earlier.text.length, change);
  if (before.edits >= MAX_EDITS) return readPython(text, units, earlier.distance);
  const named = namedText(text, units, earlier.table);
  const { text: tokenized, taken } = tokenizeEdited(before.text, named, change);
  const functions = new Map(before.functions.map((each) => [each.token, each]));
  return {
    ...gather(tokenized, { ...before.gathered, functions, taken }),
    lines: changedLineStarts(before.lines, text, change),
    edits: before.edits + 1,
  };
}

function gather(
  text: TokenizedText,
  earlier?: EarlierReading,
): Pick<PythonReading, 'facts' | 'text' | 'gathered' | 'functions'> {
  const r = createReader(text, text.tokens, { earlier, isKept: true });
  const facts = readAll(r, text.tokens);
  // The reader itself would keep the reading alive that it took over from.
  const { starts, blocks, imports, bindings, columns, memberAssignments, strings } = r;
  const gathered = { starts, blocks, imports, bindings, columns, memberAssignments, strings };
  return { facts, text, gathered, functions: r.kept ?? [] };
}
