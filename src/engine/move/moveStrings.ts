import { namedByString } from '../rules/stringTarget.ts';
import type { TextEdit } from '../text.ts';
import type { LeftReference, MovedReferences, MovingFile } from './moveReferences.ts';

/** Dotted strings of calls that patch or import: those of which it is known that they name modules. */
export function moveStrings({ analysis, moves, file, text, facts }: MovingFile): MovedReferences {
  const edits: TextEdit[] = [];
  const left: LeftReference[] = [];
  const context = analysis.context(file);
  if (!context) return { edits, left };
  for (const fact of facts.strings) {
    const named = namedByString(context, fact);
    // The module of a lone name stands before it, and not in the string.
    if (!named || named.isNameOnly) continue;
    const id = moves.id(named.module);
    if (id === named.module.id) continue;
    if (text.slice(fact.contentSpan.start, fact.contentSpan.end) === fact.value)
      edits.push({ span: fact.contentSpan, text: [id, ...named.names].join('.') });
    else left.push({ span: fact.span, reason: 'the string is not written in one piece' });
  }
  return { edits, left };
}
