import type { RuleId } from './config/schema.ts';
import type { Binding, FileFacts } from './facts.ts';
import type { Followed } from './followed.ts';
import type { ModuleGraph } from './graph/moduleGraph.ts';
import type { Source } from './source.ts';
import type { Finding } from './violation.ts';

/** What a rule sees: one file's facts and the graph around it. A file that implements a source is never among them. */
export interface FileContext {
  /** Relative to the configuration's folder, POSIX. */
  readonly file: string;
  readonly facts: FileFacts;
  readonly graph: ModuleGraph;
  /** The sources of the file's language whose owners do not hold it, in the order of the configuration. */
  readonly sources: readonly Source[];
  /** Those that it implements too: to ask whose a name is, which may be one of theirs. */
  readonly allSources: readonly Source[];
  /** Whether the configuration says that the file runs in production; a test among such files does not. */
  isProduction(): boolean;
  /** Whether the configuration says that the file holds tests or their doubles. */
  isTest(): boolean;
  /** False where it is sure that a binding of this file means nothing owned, so that it need not be followed. */
  mayBeOwned(binding: Binding): boolean;
  /** What of this file has to be followed; worked out once. */
  followed(): Followed;
}

export interface Rule {
  readonly id: RuleId;
  /** What it finds, in one sentence. */
  readonly description: string;
  check(context: FileContext): Finding[];
}
