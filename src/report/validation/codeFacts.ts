import { isCounted, type Violation } from '../../engine/violation.ts';
import type { LogSummary } from '../../livecheck/logs/logSummary.ts';
import { countViolations } from '../scanResult.ts';
import type { EvidenceList } from './evidenceList.ts';
import type { CodeInput, ReportInput } from './input.ts';
import type { ValidationReport } from './reportSchema.ts';

type Code = NonNullable<ValidationReport['code']>;
type Link = ValidationReport['links'][number];

/** The scan of the workspace in the form of the report. */
export function codeFacts(
  { violations, filesSeen, filesAnalyzed, progress, inventory }: CodeInput,
  history: ReportInput['history'],
  log: LogSummary | null,
  evidence: EvidenceList,
): Code {
  const counts = countViolations(violations);
  const scan = [
    ...evidence.add('code', `scan of the workspace, ${filesAnalyzed} of ${filesSeen} files analyzed`),
  ];
  const progressEvidence = [...evidence.add('code', 'progress of the migration, from the code')];
  const stock = [...evidence.add('code', 'inventory of the workspace')];
  const byKind: Record<string, number> = {};
  for (const { kind } of inventory.entries) byKind[kind] = (byKind[kind] ?? 0) + 1;
  return {
    files_seen: filesSeen,
    files_analyzed: filesAnalyzed,
    violations: counts.violations,
    by_rule: { ...counts.byRule },
    by_fix: { ...counts.byFix },
    scan_evidence: scan,
    phases: progress.phases.map(({ id, title, right, left, others, percent, target }) => ({
      id: id ?? null,
      title,
      right,
      left,
      others,
      percent: percent ?? null,
      target: target ?? null,
      evidence: progressEvidence,
    })),
    burn_down: history.given
      ? {
          file: history.value.file,
          points: history.value.history.points.map(({ commit, date, violations: left }) => ({
            commit,
            date,
            violations: left ?? null,
          })),
          evidence: [
            ...evidence.add('code', `what was left at ${history.value.history.points.length} commits`),
          ],
        }
      : null,
    inventory: {
      by_kind: byKind,
      names: inventory.entries.reduce((sum, { bindings }) => sum + bindings.length, 0),
      evidence: stock,
    },
    runtime_names: log === null || log.ssot.classes.length === 0 ? null : runtimeNames(inventory, log, stock),
    shims: inventory.legacyModules.map(({ module, state, isShim, warns, importingFiles }) => ({
      module,
      state,
      is_shim: isShim,
      warns,
      importing_files: importingFiles.length,
      evidence: stock,
    })),
  };
}

/** The runtime check lists names in modules; the inventory knows which of them are one class. */
function runtimeNames(
  inventory: CodeInput['inventory'],
  log: LogSummary,
  evidence: string[],
): Code['runtime_names'] {
  const meaning = new Map(
    inventory.entries.flatMap(({ id, bindings }) =>
      bindings.map(({ module, name }) => [`${module}.${name}`, id]),
    ),
  );
  const known = log.ssot.classes.flatMap(({ name }) => meaning.get(name) ?? []);
  return { names: log.ssot.classes.length, known: known.length, definitions: new Set(known).size, evidence };
}

/** Exceptions and 1011 closes of the log in modules that still have violations. */
export function linksOf(
  log: LogSummary,
  violations: readonly Violation[],
  logEvidence: readonly string[],
  scanEvidence: readonly string[],
): Link[] {
  const byFile = new Map<string, Violation[]>();
  for (const violation of violations.filter(isCounted))
    byFile.set(violation.file, [...(byFile.get(violation.file) ?? []), violation]);
  const files = [...byFile.keys()];
  const link = (what: string, place: string, failure: string | null): Link[] => {
    const file = files.find((each) => isSameModule(each, place));
    if (file === undefined) return [];
    const found = byFile.get(file)!;
    return [
      {
        what,
        module: place,
        failure_ref: failure,
        file,
        violations: found.length,
        rules: [...new Set(found.map(({ ruleId }) => ruleId))].sort(),
        evidence: [...logEvidence, ...scanEvidence],
      },
    ];
  };
  const all = [
    ...log.tracebacks.flatMap(({ exception, place, failure }) =>
      place === null ? [] : link(`${exception} in line ${place.line}`, place.file, failure),
    ),
    ...(log.closed1011?.modules ?? []).flatMap((module) => link('close with 1011', module, null)),
    ...log.failures
      .filter(({ closesWith1011 }) => closesWith1011)
      .flatMap(({ failure, text, modules }) =>
        modules.flatMap((module) => link(`1011: ${text}`, module, failure)),
      ),
  ];
  return [...new Map(all.map((each) => [`${each.what}\0${each.file}`, each])).values()];
}

/** Whether a file of the workspace is the one that a log names, by its path in the container or by its dotted module. */
function isSameModule(file: string, place: string): boolean {
  const stem = file.replace(/(?:\/__init__)?\.[a-z]+$/u, '');
  const named =
    /[/]/u.test(place) || /\.(?:py|ts|js)$/u.test(place)
      ? place.replace(/(?:\/__init__)?\.[a-z]+$/u, '')
      : place.replaceAll('.', '/');
  return stem === named || stem.endsWith(`/${named}`) || named.endsWith(`/${stem}`);
}
