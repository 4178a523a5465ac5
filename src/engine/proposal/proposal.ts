import type { ConfigInput } from '../config/schema.ts';

export type SourceInput = NonNullable<ConfigInput['sources']>[number];

/** Sources of truth that the code suggests, each value with its reason. Plain data. */
export interface Proposal {
  /** The most imported first. Empty where the code suggests none. */
  readonly sources: readonly ProposedSource[];
  /** Families of look-alike names that became no source, with the reason. */
  readonly considered: readonly ConsideredFamily[];
  readonly filesSeen: number;
  /** Folders in which Python's module names start. */
  readonly roots: readonly string[];
}

export interface ProposedSource {
  readonly source: SourceInput;
  readonly reasons: readonly Reason[];
  /** Import statements that take a name of the family, and how many of them name the canonical module. */
  readonly imports: number;
  readonly canonicalImports: number;
  /** Undefined where no factory was found. */
  readonly isFactoryAsync: boolean | undefined;
  /** Modules that may be legacy too, and were left out. */
  readonly leftOut: readonly { readonly module: string; readonly why: string }[];
}

/** Why a value of a source is proposed. */
export interface Reason {
  /** A key of the source: `module`, `legacyModules[2]`. */
  readonly key: string;
  /** One sentence's end, with counts. */
  readonly says: string;
}

export interface ConsideredFamily {
  readonly pattern: string;
  readonly names: readonly string[];
  readonly imports: number;
  readonly why: string;
}
