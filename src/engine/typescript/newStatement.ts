import type { ImportFact } from '../facts.ts';
import { indentationAt, lineAround, lineEndAt } from '../fix/list.ts';
import { pragmaOf, type MovedName } from '../fix/renderNames.ts';
import { isBareDefault, isWrittenDefault } from './renderClause.ts';

/**
 * A statement for names that leave another one, in its style and with what has to stand between the two, to be written in
 * front of it. Undefined where a comment has no line to stand on.
 */
export function newStatement(
  text: string,
  fact: ImportFact,
  module: string,
  moved: readonly MovedName[],
  typesAreMarked = false,
): string | undefined {
  const isForTypes =
    typesAreMarked && !fact.typeOnly && moved.every(({ written }) => written.startsWith('type '));
  const names = isForTypes
    ? moved.map((each) => ({ ...each, written: each.written.slice('type '.length) }))
    : moved;
  const { start, end } = fact.statement;
  const line = lineAround(text, start);
  const before = text.slice(line.start, start).replace('\uFEFF', '');
  const isTag = text[start] === '@';
  if (before.trim() !== '' && names.some(hasComments)) return undefined;
  const lineEnd = lineEndAt(text, start);
  const indentation = indentationAt(text, start);
  const keyword = `${isTag ? '@' : ''}${fact.form === 'reexport' ? 'export' : 'import'}`;
  const type = isForTypes || (fact.typeOnly && !isTag) ? ' type' : '';
  const quote = text[fact.moduleSpan.start - 1] ?? "'";
  const semicolon = text[end - 1] === ';' ? ';' : '';
  const pragma = pragmaOf(text, fact);
  const clause = clauseOf(text, fact, names, indentation);
  const statement = `${keyword}${type} ${clause} from ${quote}${module}${quote}${semicolon}${pragma === '' ? '' : ` ${pragma}`}`;
  const next = isTag ? `${indentation}${before.includes('/*') ? ' ' : ''}* ` : indentation;
  return `${statement}${lineEnd}${next}`;
}

function clauseOf(text: string, fact: ImportFact, names: readonly MovedName[], indentation: string): string {
  const [first] = names;
  const isDefault = isWrittenDefault(first?.written) && isBareDefault(fact.names[0]!);
  // An import of types has either of both.
  if (!first || !isDefault || (fact.typeOnly && names.length > 1))
    return listOf(text, fact, names, indentation);
  const local = fact.names[0]!.local!;
  return names.length === 1 ? local : `${local}, ${listOf(text, fact, names.slice(1), indentation)}`;
}

/** Names in braces, on lines of their own where they have comments. */
export function listOf(
  text: string,
  fact: ImportFact,
  names: readonly MovedName[],
  indentation: string,
): string {
  if (!names.some(hasComments)) return `{ ${names.map(({ written }) => written).join(', ')} }`;
  const own = indentationAt(text, fact.names.at(-1)!.span.start);
  const inner = own.length > indentation.length ? own : `${indentation}  `;
  const lines = names.flatMap(({ written, comment, above }) => [
    ...above.map((line) => `${inner}${line}`),
    `${inner}${written},${comment === '' ? '' : ` ${comment}`}`,
  ]);
  return ['{', ...lines, `${indentation}}`].join(lineEndAt(text, fact.statement.start));
}

export function hasComments({ comment, above }: MovedName): boolean {
  return comment !== '' || above.length > 0;
}
