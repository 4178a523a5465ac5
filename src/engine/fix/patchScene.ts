import type { Analysis } from '../analysis.ts';
import type { Reference } from '../facts.ts';
import type { FileContext } from '../rule.ts';
import { patchWords, type PatchWords } from './patchWords.ts';
import { moduleTableUses, type ModuleTableUses } from './moduleTable.ts';
import { isBehind, moduleValues, type ModuleValue, type ModuleValues } from './moduleValues.ts';

/** A Python file as it is looked through for what replaces names of modules: what holds for all of them is found once. */
export interface PatchScene {
  readonly context: FileContext;
  readonly text: string;
  readonly table: ModuleTableUses;
  readonly values: ModuleValues;
  readonly words: PatchWords;
}

/** Undefined where the file is none of Python, or cannot be read. */
export function patchScene(analysis: Analysis, file: string): PatchScene | undefined {
  const context = analysis.context(file);
  const text = analysis.read(file)?.text;
  if (context?.facts.language !== 'python' || text === undefined) return undefined;
  const words = patchWords(context.facts, text);
  const table = words.table
    ? moduleTableUses(context, text, analysis.modules.python.idOf(file))
    : { writes: [], reads: [] };
  return { context, text, words, table, values: moduleValues(context, text, words, table.reads) };
}

/** Whether a name with some of the members behind it is what is called `full`, beginning with its module. */
export function isNamed(
  { context, values }: PatchScene,
  reference: Reference,
  members: readonly string[],
  full: string,
): boolean {
  const { file, graph } = context;
  const origins = graph.referenced(file, reference).slice(0, members.length + 1);
  const at = origins.findLastIndex(
    (each) => each.kind === 'module' || (each.kind === 'missing' && each.what === 'module'),
  );
  const origin = origins[at];
  const id =
    origin?.kind === 'module' ? origin.target.id : origin?.kind === 'missing' ? origin.module : undefined;
  if (id !== undefined && [id, ...members.slice(at)].join('.') === full) return true;
  return values.heldBy(graph.bindingsOf(file, reference)).some((value) => isBehind(value, members, full));
}

/** The members that are written behind an expression, and where they end. */
export function membersBehind(
  { text }: PatchScene,
  { span }: ModuleValue,
): { readonly members: readonly string[]; readonly end: number } {
  const [written = ''] = /^(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*/u.exec(text.slice(span.end, span.end + 300))!;
  const [, ...members] = written.replaceAll(/\s/g, '').split('.');
  return { members, end: span.end + written.length };
}
