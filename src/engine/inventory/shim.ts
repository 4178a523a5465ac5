import type { Analysis } from '../analysis.ts';

/** Whether a module has no class and no function of its own: all that it offers is handed on. */
export function definesNothing(analysis: Analysis, file: string): boolean {
  const facts = analysis.read(file)?.facts;
  return (
    facts !== undefined &&
    !facts.bindings.some(({ kind, scope }) => scope === 0 && (kind === 'class' || kind === 'function'))
  );
}
