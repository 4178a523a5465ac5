import type { FileFacts } from '../facts.ts';
import { lineEndOf } from '../fix/list.ts';
import { importStyleOf } from '../typescript/importStyle.ts';
import { canonicalFirst, type KeptName } from './keptNames.ts';

export interface TypeScriptShim {
  readonly kept: readonly KeptName[];
  /** How the file writes the specifier of a module. */
  readonly specifier: (from: KeptName['from']) => string;
  /** What people are told to import from. */
  readonly shown: (from: KeptName['from']) => string;
}

/**
 * The new text of a module. Each name has a tag of its own: the compiler takes a re-export for deprecated only where the tag
 * stands at the name, not at the statement. What the file begins with stays: an interpreter line, a licence, directives.
 */
export function renderTypeScriptShim(
  text: string,
  facts: FileFacts,
  { kept, specifier, shown }: TypeScriptShim,
): string {
  const end = lineEndOf(text);
  const { quote, semicolons } = importStyleOf(text, facts);
  const unit = /^([ \t]+)[^\s*]/m.exec(text)?.[1] ?? '  ';
  const indent = unit.startsWith('\t') ? '\t' : unit.length > 4 ? '  ' : unit;
  const statements = new Map<string, string[]>();
  for (const { from, name, there, typeOnly } of canonicalFirst(kept)) {
    const written = there === name || there === undefined ? name : `${there} as ${name}`;
    const called = there === undefined || there === 'default' ? '' : `${there} `;
    const lines = [
      `${indent}/** @deprecated Import ${called}from "${shown(from)}" instead. */`,
      `${indent}${typeOnly ? 'type ' : ''}${written},`,
    ];
    const module = specifier(from);
    const known = statements.get(module);
    if (known) known.push(...lines);
    else statements.set(module, lines);
  }
  const body = [...statements].flatMap(([module, lines]) => [
    'export {',
    ...lines,
    `} from ${quote}${module}${quote}${semicolons ? ';' : ''}`,
  ]);
  return `${headOf(text, end)}${body.join(end)}${end}`;
}

/** The comments that a file begins with, but for one that speaks of the statement right below it. */
function headOf(text: string, end: string): string {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const comments =
    /^(?:#![^\r\n]*(?:\r\n?|\n))?(?:\s*(?:\/\/[^\r\n]*|\/\*[^]*?\*\/))*[ \t]*(?:\r\n?|\n|$)?/.exec(
      text.slice(start),
    )![0];
  const rest = text.slice(start + comments.length);
  const directive = /^\s*(['"])use (?:client|strict|server)\1;?[ \t]*(?:\r\n?|\n|$)/.exec(rest)?.[0] ?? '';
  const isAbout = directive === '' && !/^[ \t]*(?:\r|\n|$)/.test(rest) && /\*\/\s*$/.test(comments);
  const head = isAbout ? comments.replace(/\/\*(?:(?!\*\/)[^])*\*\/\s*$/, '') : comments;
  const kept = text.slice(0, start) + head + directive;
  const words = kept.replace('\uFEFF', '').trimEnd();
  return words === '' ? text.slice(0, start) : `${kept.trimEnd()}${end}${end}`;
}
