import type { FixCounts, PlanFixesAnswer, PlannedFile } from '../../project/protocol.ts';
import { fixes } from '../migration/nodeText.ts';
import { many } from '../statusText.ts';

/** What a batch has done, and what of what was asked for it has not. */
export interface BatchOutcome {
  /** How many violations were asked for. */
  readonly asked: number;
  readonly applied: readonly PlannedFile[];
  readonly left: PlanFixesAnswer['left'];
  /** Files that the user left out, and those that went with them. */
  readonly unticked: readonly PlannedFile[];
  /** Files that changed while they were looked at. */
  readonly changed: readonly PlannedFile[];
}

export function countsOf(files: readonly { readonly kinds: FixCounts }[]): FixCounts {
  const sum = (kind: keyof FixCounts): number => files.reduce((all, { kinds }) => all + kinds[kind], 0);
  return { safe: sum('safe'), repair: sum('repair'), unsafe: sum('unsafe') };
}

export function total({ safe, repair, unsafe }: FixCounts): number {
  return safe + repair + unsafe;
}

/** `3 safe fixes, 1 repair`. */
export function kindsText(counts: FixCounts): string {
  return fixes({ ...counts, none: 0 });
}

/** One or two sentences: what was done, and how many are left for which reasons. */
export function summaryText({ asked, applied, left, unticked, changed }: BatchOutcome): string {
  const counts = countsOf(applied);
  const done =
    applied.length === 0
      ? 'Nothing was changed.'
      : `${many(total(counts), 'violation')} fixed in ${many(applied.length, 'file')} (${kindsText(counts)}).`;
  const staying = Math.max(asked - total(counts), 0);
  if (staying === 0) return applied.length === 0 ? done : `${done} Nothing is left of what was selected.`;
  const some = `${done} ${staying.toLocaleString('en')} of ${asked.toLocaleString('en')} left`;
  if (left.length === staying) return `${some}, with a reason each.`;
  const unchosen = total(countsOf(unticked));
  const why = [
    left.length > 0 ? `${left.length.toLocaleString('en')} with a reason` : undefined,
    unchosen > 0 ? `${unchosen.toLocaleString('en')} not ticked` : undefined,
    changed.length > 0 ? `${many(changed.length, 'file')} changed meanwhile` : undefined,
  ].filter((part) => part !== undefined);
  return `${[some, why.join(', ')].filter((part) => part !== '').join(': ')}.`;
}
