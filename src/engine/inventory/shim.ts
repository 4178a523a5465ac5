import type { Analysis } from '../analysis.ts';
import { runsAtLoad } from '../fix/importCycle.ts';
import { selected } from '../references.ts';

/** Whether a module has no class and no function of its own: all that it offers is handed on. */
export function definesNothing(analysis: Analysis, file: string): boolean {
  const facts = analysis.read(file)?.facts;
  return (
    facts !== undefined &&
    !facts.bindings.some(({ kind, scope }) => scope === 0 && (kind === 'class' || kind === 'function'))
  );
}

const warnings = /\b(Pending)?DeprecationWarning\b|\bFutureWarning\b/;

/**
 * Whether a module tells whoever imports it that it is deprecated: in Python by a warning when it is loaded, in TypeScript by
 * a tag at each name that it exports.
 */
export function warnsImporters(analysis: Analysis, file: string): boolean {
  const snapshot = analysis.read(file);
  if (!snapshot) return false;
  const { text, facts } = snapshot;
  if (facts.language === 'typescript')
    return (
      facts.exports.length > 0 &&
      facts.exports.every(({ span }) => /@deprecated\b[^]*\*\/\s*(type\s+)?$/.test(before(text, span.start)))
    );
  return selected(facts.references, { use: 'call' }).some(
    ({ name, members, block, call }) =>
      (members.at(-1) ?? name) === 'warn' &&
      runsAtLoad(facts, block) &&
      warnings.test(text.slice(call!.argumentsSpan.start, call!.argumentsSpan.end)),
  );
}

/** The text between the name before and this one. */
function before(text: string, offset: number): string {
  const opening = text.lastIndexOf('/**', offset);
  return opening < 0 ? '' : text.slice(opening, offset);
}
