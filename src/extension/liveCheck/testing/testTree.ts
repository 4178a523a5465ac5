import type { TargetProblem } from '../../../livecheck/panelProtocol.ts';
import type { ProbeId, ProbeInfo } from '../../../livecheck/protocol.ts';
import type { Target, TargetPlace } from '../targets.ts';

/** An item of the Testing view: a target with its probes, a probe, or a configuration that cannot be read. */
export interface TestNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Keeps the order of the run. */
  readonly sortText: string;
  readonly place: TargetPlace | null;
  /** Why there are no tests here. */
  readonly error: string | null;
  /** What running it means; null where there is nothing to run. */
  readonly runs: { readonly target: string; readonly probe: ProbeId | null } | null;
  readonly children: readonly TestNode[];
}

/** The tests of a workspace: below each target that a configuration names the probes, in the order of a run. */
export function testTree(
  targets: readonly Target[],
  problems: readonly TargetProblem[],
  probes: readonly ProbeInfo[],
): TestNode[] {
  const nodes = targets.map(({ choice, place }, index): TestNode => ({
    id: choice.id,
    label: choice.label,
    description: choice.apiUrl,
    sortText: ordinal(index),
    place,
    error: null,
    runs: { target: choice.id, probe: null },
    children: probes.map((probe, at) => ({
      id: probeTestId(choice.id, probe.id),
      label: probe.title,
      description: probe.question,
      sortText: ordinal(at),
      place,
      error: null,
      runs: { target: choice.id, probe: probe.id },
      children: [],
    })),
  }));
  const unread = problems.map(({ file, message }, index): TestNode => ({
    id: `unread:${file}`,
    label: file,
    description: '',
    sortText: ordinal(nodes.length + index),
    place: null,
    error: message,
    runs: null,
    children: [],
  }));
  return [...nodes, ...unread];
}

export const probeTestId = (target: string, probe: ProbeId): string => `${target}/${probe}`;

const ordinal = (index: number): string => String(index).padStart(4, '0');

/** What is asked of one target. */
export interface AskedOfTarget {
  readonly target: string;
  readonly probes: readonly ProbeId[];
  /** Whether these are all that it has. */
  readonly whole: boolean;
}

/**
 * What a request of the Testing view asks for, by target.
 * @param include ids of items; undefined for all of them
 */
export function askedOf(
  tree: readonly TestNode[],
  include: ReadonlySet<string> | undefined,
  exclude: ReadonlySet<string>,
): AskedOfTarget[] {
  return tree.flatMap(({ id, runs, children }) => {
    if (runs === null || exclude.has(id)) return [];
    const whole = include?.has(id) ?? true;
    const asked = children.filter((child) => (whole || include?.has(child.id)) && !exclude.has(child.id));
    if (asked.length === 0) return [];
    const wanted = asked.flatMap((child) => child.runs?.probe ?? []);
    return [{ target: runs.target, probes: wanted, whole: asked.length === children.length }];
  });
}
