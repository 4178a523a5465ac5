import type { Analysis } from '../analysis.ts';
import type { Origin } from '../graph/origin.ts';
import { lineIn } from '../placeIn.ts';
import type { Source } from '../source.ts';
import type { ViolationItem } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import { planFactoryCall, type FactoryCall } from './factoryCall.ts';
import type { ImportedAt } from './filePlan.ts';
import { renderFactoryCall } from './renderCall.ts';
import { usesElsewhere, type UseElsewhere } from './usesElsewhere.ts';

/** A call that becomes one of the factory because the file that it has its function from gets the factory. */
export interface CallElsewhere {
  readonly call: FactoryCall;
  /** What is called, as it is written and stays. */
  readonly callee: string;
  readonly brought: readonly ImportedAt[];
}

/** The calls of the files in which one of them has to change, or why they cannot. */
export type CallsElsewhere =
  | { readonly ok: true; readonly calls: ReadonlyMap<string, readonly CallElsewhere[]> }
  | { readonly ok: false; readonly reason: string };

/** Whether an import gets the factory in the place of a function that is called in another way. */
export function bringsAnotherFactory(
  { graph }: Analysis,
  { factory, config }: Source,
  today: Origin,
  { name, to = '', kind }: ViolationItem,
): boolean {
  const there = to.slice(to.lastIndexOf('.') + 1);
  if (!factory || kind !== 'unsafe' || there !== factory.name || today.kind !== 'definition') return false;
  if (there !== name) return config.legacyFactories.includes(name);
  const [was, is] = [today, factory.definition].map((each) => graph.result(each) === 'awaitable');
  return today.binding.kind === 'function' && was !== is;
}

/**
 * What becomes of the calls in other files of a function, `today`, that they have from `file` under `name`, once that is the
 * factory of `source`. Each is asked what a call in the file itself would be asked.
 */
export function callsElsewhere(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  name: string,
  source: Source,
  today: Origin,
): CallsElsewhere {
  const calls = new Map<string, CallElsewhere[]>();
  const changing = new Set<string>();
  for (const use of usesElsewhere(analysis, environment, file, name)) {
    const planned = planUse(analysis, use, source, today);
    if (!planned.ok) return { ok: false, reason: `${placeOf(analysis, use)} ${planned.reason}` };
    const ofFile = calls.get(use.file);
    if (ofFile) ofFile.push(planned.call);
    else calls.set(use.file, [planned.call]);
    if (planned.changes) changing.add(use.file);
  }
  return { ok: true, calls: new Map([...calls].filter(([each]) => changing.has(each))) };
}

/** Where a call stands that has to change, as a reason why the import that it depends on cannot by itself. */
export function changesElsewhere(analysis: Analysis, found: CallsElsewhere): string | undefined {
  if (!found.ok) return found.reason;
  for (const [file, [first]] of found.calls)
    return `${placeOf(analysis, { file, reference: first!.call.reference })} calls ${first!.callee}, which it has from here: both have to change together`;
  return undefined;
}

type PlannedUse =
  | { readonly ok: true; readonly call: CallElsewhere; readonly changes: boolean }
  | { readonly ok: false; readonly reason: string };

function planUse(
  analysis: Analysis,
  { file, reference, brought, isCall }: UseElsewhere,
  source: Source,
  today: Origin,
): PlannedUse {
  const context = analysis.context(file)!;
  const { text } = analysis.read(file)!;
  const { span } = context.facts.references.at(reference);
  const callee = text.slice(span.start, span.end);
  if (!isCall)
    return {
      ok: false,
      reason: `uses ${callee}, which it has from here, without calling it, and its replacement is another function`,
    };
  const refused = (reason: string): PlannedUse => ({
    ok: false,
    reason: `calls ${callee}, which it has from here: ${reason}`,
  });
  const planned = planFactoryCall(context, reference, source, 'legacy-factory', today);
  if (!planned.ok) return refused(planned.reason);
  const rendered = renderFactoryCall(text, context.facts, planned.call, callee);
  if (!rendered.ok) return refused(rendered.reason);
  const changes = rendered.edits.length > 0;
  if (changes && analysis.sources.some(({ isOwner }) => isOwner(file)))
    return refused('the call would have to change, in a file that implements what it calls');
  return { ok: true, call: { call: planned.call, callee, brought }, changes };
}

function placeOf(analysis: Analysis, { file, reference }: Pick<UseElsewhere, 'file' | 'reference'>): string {
  const snapshot = analysis.read(file)!;
  return lineIn(file, snapshot, snapshot.facts.references.at(reference).span.start);
}
