import * as vscode from 'vscode';
import type { Rung, RunView } from '../../../livecheck/panelProtocol.ts';
import type { ProbeId } from '../../../livecheck/protocol.ts';
import type { RunRecord } from '../runRecord.ts';
import type { Session } from '../session.ts';
import { outcomeOfTest, outputOf } from './outcome.ts';
import { probeTestId, type AskedOfTarget } from './testTree.ts';

export interface TestRunOfTarget {
  readonly session: Session;
  readonly run: vscode.TestRun;
  /** The target's; its children are the tests of the probes. */
  readonly item: vscode.TestItem;
}

/**
 * Runs the live check against one target and reports each probe as it comes: those that were asked for, and those that had to
 * run for them. Resolves when all of them have a result.
 */
export async function runTarget(
  of: TestRunOfTarget,
  { target, probes, whole }: AskedOfTarget,
  signal: AbortSignal,
): Promise<void> {
  const { session, run, item } = of;
  const reported = new Map<ProbeId, Rung['state']>();
  for (const probe of probes) withTest(item, probe, (test) => run.enqueued(test));
  const follow = (record: RunRecord): void => report(of, record, reported);
  const only = whole ? {} : { only: probes };
  const view = await session.run({ target, signal, follow, ...only });

  const trouble = troubleOf(view, session.state().blocked);
  if (trouble === null) return;
  run.appendOutput(outputOf([`${item.label}: ${trouble}`]), undefined, item);
  // What did not take place has failed nothing; what the check could not do has proven nothing.
  if (view !== null) run.errored(item, messageAt(item, trouble));
  for (const probe of probes)
    if (!isOver(reported.get(probe))) withTest(item, probe, (test) => run.skipped(test));
}

/** Why there are no results; null where there are, as in a run that was cancelled. */
function troubleOf(view: RunView | null, blocked: string | null): string | null {
  if (view === null) return blocked ?? 'The run did not start.';
  return view.state === 'refused' || view.state === 'crashed' ? (view.message ?? view.state) : null;
}

/** Tells of what has changed since the last time. */
function report(
  { run, item }: TestRunOfTarget,
  { view, evidence }: RunRecord,
  reported: Map<ProbeId, Rung['state']>,
): void {
  for (const { probe, state, result } of view.rungs) {
    if (reported.get(probe.id) === state) continue;
    reported.set(probe.id, state);
    withTest(item, probe.id, (test) => {
      if (state === 'waiting') run.enqueued(test);
      else if (state === 'running') run.started(test);
      else if (result === null) run.skipped(test);
      else {
        const outcome = outcomeOfTest(probe.title, result, evidence.get(probe.id) ?? []);
        run.appendOutput(outcome.output, locationOf(test), test);
        const message = messageAt(test, new vscode.MarkdownString(outcome.message ?? ''));
        if (outcome.state === 'skipped') run.skipped(test);
        else if (outcome.state === 'passed') run.passed(test, outcome.durationMs);
        else run[outcome.state](test, message, outcome.durationMs);
      }
    });
  }
}

const isOver = (state: Rung['state'] | undefined): boolean =>
  state !== undefined && state !== 'waiting' && state !== 'running';

/** A probe of a scope that was chosen after the tests were made has none. */
function withTest(item: vscode.TestItem, probe: ProbeId, then: (test: vscode.TestItem) => void): void {
  const test = item.children.get(probeTestId(item.id, probe));
  if (test !== undefined) then(test);
}

function messageAt(item: vscode.TestItem, text: string | vscode.MarkdownString): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  const location = locationOf(item);
  if (location !== undefined) message.location = location;
  return message;
}

const locationOf = ({ uri, range }: vscode.TestItem): vscode.Location | undefined =>
  uri === undefined || range === undefined ? undefined : new vscode.Location(uri, range);
