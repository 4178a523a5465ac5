import type { Source } from './source.ts';
import type { ViolationItem } from './violation.ts';

/** What should stand in place of a legacy name. */
export interface Replacement {
  /** The canonical module, as messages name it. */
  readonly module: string;
  /** The name there; undefined where the module has none for it. */
  readonly name: string | undefined;
}

export function replacementOf(sources: readonly Source[], { source, to }: ViolationItem): Replacement {
  const module = sources.find(({ config }) => config.id === source)?.config.module ?? '';
  return { module, name: to?.slice(module.length + 1) };
}
