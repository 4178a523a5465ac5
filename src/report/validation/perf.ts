import type { ProbeData } from '../../livecheck/observations.ts';
import { percentile } from '../../livecheck/percentile.ts';
import type { ProbeId, ProbeResult } from '../../livecheck/protocol.ts';
import type { ValidationReport } from './reportSchema.ts';
import { implausibleMs } from './limits.ts';

type Perf = ValidationReport['perf'][number];

interface Metric {
  readonly name: string;
  readonly probe: ProbeId;
  readonly threshold: number | null;
  readonly source: string;
  readonly read: (data: ProbeData) => number | null;
}

/** Times in milliseconds; where each threshold comes from is told beside it. */
const metrics: readonly Metric[] = [
  {
    name: 'GET /health',
    probe: 'health',
    threshold: 1000,
    source: 'deployment reports: under 1 s',
    read: (data) => (data.kind === 'health' ? data.phases.total : null),
  },
  {
    name: 'WebSocket connect',
    probe: 'handshake',
    threshold: 2000,
    source: 'documentation: 2 s',
    read: (data) => (data.kind === 'handshake' ? data.phases.total : null),
  },
  {
    name: 'Welcome after connect',
    probe: 'welcome',
    threshold: 10_000,
    source: 'this check: 10 s',
    read: (data) => (data.kind === 'welcome' ? data.ms : null),
  },
  {
    name: 'Protocol ping',
    probe: 'liveness',
    threshold: 1000,
    source: 'tests: under 1 s',
    read: (data) => (data.kind === 'liveness' ? data.protocolPingMs : null),
  },
  {
    name: 'Application ping',
    probe: 'liveness',
    threshold: 1000,
    source: 'tests: under 1 s',
    read: (data) => (data.kind === 'liveness' ? data.applicationPingMs : null),
  },
  {
    name: 'First agent event',
    probe: 'events',
    threshold: 5000,
    source: 'documentation: 5 s',
    read: (data) => (data.kind === 'events' ? data.firstMs : null),
  },
  {
    name: 'Agent run in all',
    probe: 'events',
    threshold: 60_000,
    source: 'documentation: 60 s',
    read: (data) => (data.kind === 'events' ? data.totalMs : null),
  },
  {
    name: 'Longest gap between events',
    probe: 'events',
    threshold: 10_000,
    source: 'documentation: 10 s',
    read: (data) => (data.kind === 'events' ? data.maxGapMs : null),
  },
];

/**
 * What was measured, over all runs. A time of nothing was not measured, and one that no network allows is called so.
 *
 * @param results of the run that the report is about; @param runs of all runs, where there were several
 * @param ofRuns the evidence of those
 */
export function perfOf(
  results: readonly ProbeResult[],
  runs: readonly (readonly ProbeResult[])[],
  isLoopback: boolean,
  ofRuns: readonly string[],
): Perf[] {
  return metrics.flatMap(({ name, probe, threshold, source, read }) => {
    const evidence = results.find((each) => each.probe === probe)?.evidence ?? [];
    const samples = (runs.length > 0 ? runs : [results])
      .flatMap((run) => run.find((each) => each.probe === probe)?.data ?? [])
      .flatMap((data) => read(data) ?? [])
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
    if (samples.length === 0 || evidence.length === 0) return [];
    const max = samples.at(-1)!;
    const isImplausible =
      !isLoopback && samples[0]! < implausibleMs && probe !== 'events' && probe !== 'welcome';
    return [
      {
        metric: name,
        unit: 'ms',
        samples,
        p50: percentile(samples, 50),
        p95: percentile(samples, 95),
        max,
        threshold,
        threshold_source: isImplausible ? `implausible over a network: under ${implausibleMs} ms` : source,
        result: isImplausible || (threshold !== null && max > threshold) ? 'warn' : 'pass',
        evidence: [...ofRuns, ...evidence],
      },
    ];
  });
}
