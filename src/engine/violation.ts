import type { RuleId, Severity } from './config/schema.ts';
import type { CellRange } from './notebook/notebook.ts';
import type { Range, Span } from './text.ts';

export type ViolationForm =
  | 'from-import'
  | 'module-import'
  | 'star-import'
  | 'dynamic-import'
  | 'require'
  | 'reexport'
  | 'type-import'
  | 'string'
  | 'call'
  | 'class'
  | 'comment';

/**
 * How sure a fix is to keep the meaning. `safe`: the same object before and after. `repair`: broken before, there after.
 * `unsafe`: another object; a suggestion. `none`: there is no fix, and a reason.
 */
export type FixKind = 'safe' | 'repair' | 'unsafe' | 'none';

/** One name of a violation: where it comes from today, and where it should. */
export interface ViolationItem {
  readonly name: string;
  /** The id of the source that owns it. */
  readonly source: string;
  readonly local: string | undefined;
  /** `module.name` as it is written today. */
  readonly from: string;
  /** `module.name` that should stand there; undefined where the canonical module has no counterpart. */
  readonly to: string | undefined;
  readonly kind: FixKind;
  /** Why it is of that kind. */
  readonly why: string;
}

/** What a rule finds at one place. Severity, phase and suppressions are added by the check of the whole file. */
export interface Finding {
  readonly ruleId: RuleId;
  /** Of the sources of its items, the one that is declared first. */
  readonly source: string;
  readonly span: Span;
  readonly form: ViolationForm;
  /** The absolute module, or the resolved specifier. */
  readonly module: string;
  /** The owned names, of whatever sources, in legacy spelling and source order. */
  readonly names: readonly string[];
  readonly items: readonly ViolationItem[];
  readonly message: string;
  /** What the fix does, where it is neither a moved import nor the factory in place of a class. */
  readonly title?: string;
  /** Why there is no fix, or why it is only a suggestion. */
  readonly reason: string | null;
  /** Deliberate use of what is wrong: listed, and not to be fixed. */
  readonly intentional: boolean;
  /** What the planner works on: indices into the file's facts. */
  readonly subject: Subject;
}

export type Subject =
  | { readonly kind: 'import'; readonly import: number; readonly names: readonly number[] }
  | { readonly kind: 'reference'; readonly reference: number }
  | { readonly kind: 'string'; readonly string: number }
  | { readonly kind: 'binding'; readonly binding: number }
  | { readonly kind: 'comment' };

export interface Violation extends Finding {
  readonly severity: Exclude<Severity, 'off'>;
  readonly phase: string | null;
  readonly file: string;
  /** In the file, a notebook's too. */
  readonly range: Range;
  /** Of a notebook: the cell, and the range in it. */
  readonly cell?: CellRange;
  readonly fix: { readonly kind: FixKind; readonly title: string };
  readonly suppressed: boolean;
  /** Of a suppressed one: the reason that the comment gives. */
  readonly suppressionReason?: string;
  /** A baseline knows it: it was there before. */
  readonly baselined?: boolean;
  readonly fingerprint: string;
}

const order: readonly FixKind[] = ['safe', 'repair', 'unsafe', 'none'];

/** The kind of a fix that does several things: that of its weakest. Nothing to do is `none`. */
export function weakest(kinds: readonly FixKind[]): FixKind {
  return kinds.length === 0 ? 'none' : kinds.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a));
}

/** Whether a fix of `kind` may be applied where the user asked for fixes up to `limit`. */
export function allows(limit: Exclude<FixKind, 'none'>, kind: FixKind): boolean {
  return kind !== 'none' && order.indexOf(kind) <= order.indexOf(limit);
}

/** Why nobody has to do anything about a violation. */
export interface Silence {
  readonly intentional?: boolean;
  readonly suppressed?: boolean;
}

/** Whether a violation is one that somebody has to do something about, now or, being in a baseline, later. */
export function isOpen({ intentional, suppressed }: Silence): boolean {
  return !intentional && !suppressed;
}

/** Whether a violation counts: it is open, and no baseline knows it. */
export function isCounted(violation: Silence & { readonly baselined?: boolean }): boolean {
  return isOpen(violation) && violation.baselined !== true;
}
