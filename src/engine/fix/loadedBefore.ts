import type { Analysis } from '../analysis.ts';
import { takenAtLoad } from './importCycle.ts';
import type { Patch } from './patches.ts';

/**
 * The files that are loaded for sure when the code that makes a patch runs: by the imports above it, and by those of what
 * these load. What such a file has taken is no other any more, unless it is loaded once again.
 */
export function loadedBefore(analysis: Analysis, { file, offset }: Patch): ReadonlySet<string> {
  const loaded = new Set<string>();
  if (/\breload\b|\bmodules\b/.test(analysis.read(file)?.text ?? '')) return loaded;
  const isSure = ({ block }: { readonly block: number }): boolean => block === 0;
  const above = takenAtLoad(analysis, file, (fact) => isSure(fact) && fact.statement.start < offset);
  for (const taken of above) loaded.add(taken.file);
  for (const each of loaded) for (const taken of takenAtLoad(analysis, each, isSure)) loaded.add(taken.file);
  return loaded;
}
