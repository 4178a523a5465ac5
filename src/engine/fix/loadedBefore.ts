import type { Analysis } from '../analysis.ts';
import { takenAtLoad } from './importCycle.ts';
import type { Patch } from './patches.ts';

/**
 * The files that are loaded for sure when the code that makes a patch runs: by the imports above it, and by those of what
 * these load. What such a file has taken is no other any more, unless it is loaded once again.
 */
export function loadedBefore(analysis: Analysis, { file, offset }: Patch): ReadonlySet<string> {
  if (/\breload\b|\bmodules\b/.test(analysis.read(file)?.text ?? '')) return new Set();
  const above = takenAtLoad(analysis, file, (fact) => isSure(fact) && fact.statement.start < offset);
  return loadedWith(
    analysis,
    above.map((taken) => taken.file),
  );
}

/** Files, with all that is loaded for sure when they are. */
export function loadedWith(analysis: Analysis, files: Iterable<string>): ReadonlySet<string> {
  const loaded = new Set(files);
  for (const each of loaded) for (const taken of takenAtLoad(analysis, each, isSure)) loaded.add(taken.file);
  return loaded;
}

function isSure({ block }: { readonly block: number }): boolean {
  return block === 0;
}
