import {
  probes,
  type NotTested,
  type ProbeId,
  type ProbeResult,
  type Verdict,
} from '../../../src/livecheck/protocol.ts';
import type { Cell, Row } from './profileTable.ts';

/** What the tests read of `ssot check --format json`. */
export interface CheckJson {
  readonly verdict: Verdict;
  readonly probes: readonly ProbeResult[];
  readonly notTested: readonly NotTested[];
}

/** A document as a row of the table. A probe that the document does not mention has no cell. */
export function rowOf({ verdict, probes: results, notTested }: CheckJson): Pick<Row, 'status' | 'cells'> {
  const cells = probes.flatMap(({ id }): [ProbeId, Cell][] => {
    const result = results.find(({ probe }) => probe === id);
    if (result !== undefined) return [[id, [result.verdict, result.cause?.failure ?? null]]];
    return notTested.some(({ probe }) => probe === id) ? [[id, ['not-tested', null]]] : [];
  });
  return { status: verdict.status, cells: Object.fromEntries(cells) as Row['cells'] };
}
