import type { Source } from './source.ts';
import type { ViolationItem } from './violation.ts';

/** What should stand in place of a legacy name. */
export interface Replacement {
  /** What messages call the canonical module. */
  readonly module: string;
  /** False where no canonical module is chosen yet. */
  readonly isChosen: boolean;
  /** The name there; undefined where the module has none for it. */
  readonly name: string | undefined;
}

export function replacementOf(sources: readonly Source[], { source: id, to }: ViolationItem): Replacement {
  const { config, truth } = sources.find((source) => source.config.id === id)!;
  return { module: truth, isChosen: config.module !== '', name: to?.slice(truth.length + 1) };
}
