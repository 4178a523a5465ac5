import { relativeName } from '../rules/relativeModule.ts';
import { namedByString } from '../rules/stringTarget.ts';
import type { TextEdit } from '../text.ts';
import type { Moves } from './moves.ts';
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
    const from = named.from?.isOwn === true ? ownPackage(moves, file) : named.from?.id;
    if (id === named.module.id && from === named.from?.id) continue;
    const dotted = [id, ...named.names].join('.');
    const written = from === undefined ? dotted : relativeName(fact.value, from, dotted);
    if (text.slice(fact.contentSpan.start, fact.contentSpan.end) === fact.value)
      edits.push({ span: fact.contentSpan, text: written });
    else left.push({ span: fact.span, reason: 'the string is not written in one piece' });
  }
  return { edits, left };
}

/** The package that a file will be in, which is the file itself where it is `__init__.py`. */
function ownPackage(moves: Moves, file: string): string {
  const path = moves.path(file);
  const id = moves.pythonId(path);
  return path.endsWith('/__init__.py') ? id : id.slice(0, Math.max(0, id.lastIndexOf('.')));
}
