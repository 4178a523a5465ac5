import type { Inventory } from '../../engine/inventory/inventory.ts';
import type { Progress } from '../../engine/phases/progress.ts';
import type { Violation } from '../../engine/violation.ts';
import type { LogSummary } from '../../livecheck/logs/logSummary.ts';
import type { Waiver } from '../../livecheck/protocol.ts';
import type { History } from '../history.ts';
import type { CheckDocument } from './checkDocument.ts';
import type { FactName } from './factNames.ts';
import type { ValidationReport } from './reportSchema.ts';

/** What the scan of a workspace found. */
export interface CodeInput {
  readonly violations: readonly Violation[];
  readonly filesSeen: number;
  readonly filesAnalyzed: number;
  readonly progress: Progress;
  readonly inventory: Inventory;
}

/** What is not given, with the reason; a report says so. */
export type Given<T> =
  { readonly given: true; readonly value: T } | { readonly given: false; readonly reason: string };

export const given = <T>(value: T): Given<T> => ({ given: true, value });
export const missing = (reason: string): Given<never> => ({ given: false, reason });

/** What the author of a report says; none of it is checked. */
export type UserFactName = FactName | 'reported_url' | 'operator' | 'commit' | 'branch' | 'business';
export const userFactNames: readonly string[] = ['reported_url', 'operator', 'commit', 'branch', 'business'];

/** What the author of a report adds: it is marked as theirs. */
export type Stated = Pick<ReportInput, 'facts' | 'issue' | 'phase' | 'waivers'>;

export interface ReportInput {
  readonly reportId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly client: { readonly os: string; readonly runtime: string; readonly timeZone: string };
  /** With the name of the file that it was read from, or `ssot check`. */
  readonly check: Given<{ readonly name: string; readonly document: CheckDocument }>;
  readonly code: Given<CodeInput>;
  /** With the file of the drawing beside the report. */
  readonly history: Given<{ readonly file: string; readonly history: History }>;
  readonly log: Given<{ readonly name: string; readonly summary: LogSummary }>;
  readonly facts: Readonly<Partial<Record<UserFactName, string>>>;
  readonly issue?: string;
  readonly phase?: string;
  readonly waivers: readonly Waiver[];
  readonly baseline: Given<{ readonly name: string; readonly report: ValidationReport }>;
}
