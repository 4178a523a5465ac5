import type { SsotLevel } from './indicators.ts';
import type { LogFactName } from './logEntry.ts';
import type { TracebackPlace } from './traceback.ts';

/** How often something was there, when first and last, and where to read it. */
export interface Seen {
  readonly count: number;
  /** As the log has them; null where no entry had a time. */
  readonly first: string | null;
  readonly last: string | null;
  /** 1-based line of the file, of the first entry. */
  readonly line: number;
}

/** What a deployment log says, redacted. Plain data. */
export interface LogSummary {
  readonly entries: number;
  /** Of all entries, the earliest and the latest time. */
  readonly from: string | null;
  readonly to: string | null;
  readonly severities: Readonly<Record<string, number>>;
  readonly services: readonly string[];
  readonly projects: readonly string[];
  readonly regions: readonly string[];
  readonly revisions: readonly (Seen & { readonly name: string })[];
  /** What entries state about the deployment, the last value of each. */
  readonly facts: readonly (Seen & { readonly name: LogFactName; readonly value: string })[];
  readonly ssot: {
    /** The levels that the runtime check ended with. */
    readonly levels: readonly (Seen & { readonly level: SsotLevel; readonly why: string | null })[];
    /** The names beside the canonical one that the runtime check lists, sorted. */
    readonly classes: readonly (Seen & { readonly name: string })[];
    readonly indicators: readonly (Seen & { readonly text: string })[];
    /** Users for whom several managers were made. */
    readonly duplicatedUsers: readonly (Seen & { readonly user: string })[];
  };
  readonly issues: readonly (Seen & { readonly number: number })[];
  /** Of the same exception at the same place, one; the most frequent first. */
  readonly tracebacks: readonly LogTraceback[];
  /** Failures of the catalogue, the most frequent first. */
  readonly failures: readonly LogFailure[];
  /** Entries that say that a socket was closed with 1011; null where there is none. */
  readonly closed1011: (Seen & { readonly sample: string; readonly modules: readonly string[] }) | null;
  /** Lines that begin like JSON and are none. */
  readonly unreadable: number;
  /** Kinds of things of which there were more than are kept. */
  readonly cut: readonly string[];
}

export interface LogTraceback extends Seen {
  readonly exception: string;
  readonly message: string;
  readonly place: TracebackPlace | null;
  /** The failure of the catalogue that it is. */
  readonly failure: string | null;
}

export interface LogFailure extends Seen {
  readonly failure: string;
  readonly text: string;
  readonly closesWith1011: boolean;
  readonly nextStep: string;
  readonly sample: string;
  /** The modules that logged it, dotted. */
  readonly modules: readonly string[];
}
