/** What the rules report of the tree's from-imports: with the preset's first source alone, and with all of them. */
import { parseConfig } from '../../src/engine/config/parseConfig.ts';
import { presets } from '../../src/engine/config/presets.ts';
import { createProject } from '../../src/project/project.ts';

/** As in `expected.json`. */
export interface ExpectedReports {
  readonly firstSourceAlone: {
    /** Statements with a name that the source owns by name. */
    readonly byName: number;
    /** Statements of which it owns the names by origin alone. */
    readonly byOrigin: number;
  };
  /** Statements by the source that owns a name of theirs. */
  readonly allSources: Readonly<Record<string, number>>;
}

/** What one source owns of one `legacy-import` of a from-import. */
interface Report {
  readonly source: string;
  /** File, line and module. */
  readonly statement: string;
  readonly module: string;
  readonly names: readonly string[];
}

export interface ReportCounts extends ExpectedReports {
  /** Names that the first source reports alone and that nobody reports beside the others. */
  readonly lost: readonly string[];
}

/** @param root absolute path of the tree */
export function countReports(root: string): ReportCounts {
  const preset = presets['netra']!;
  const alone = reportsOf(root, { ...preset, exclude: [], sources: preset.sources!.slice(0, 1) });
  const together = reportsOf(root, { ...preset, exclude: [] });
  const reported = new Set(together.reports.flatMap(namesOf));
  const [first] = alone.sources;
  const byName = alone.reports.filter(
    ({ module, names }) =>
      first!.legacyModules.has(module) && names.some((name) => first!.ownedNames.has(name)),
  );
  const allSources: Record<string, number> = {};
  for (const { source } of together.reports) allSources[source] = (allSources[source] ?? 0) + 1;
  return {
    firstSourceAlone: { byName: byName.length, byOrigin: alone.reports.length - byName.length },
    allSources,
    lost: alone.reports.flatMap(namesOf).filter((name) => !reported.has(name)),
  };
}

function namesOf({ statement, names }: Report): string[] {
  return names.map((name) => `${statement} ${name}`);
}

function reportsOf(root: string, config: object) {
  const text = JSON.stringify(config);
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  const start = { line: 1, column: 1 };
  const project = createProject({
    path: root,
    root,
    text,
    config: parsed.config,
    locate: () => ({ start, end: start }),
  });
  Array.from(project.index());
  const reports = project.candidates().flatMap((file) => {
    const { violations } = project.check(file);
    project.release(file);
    return violations.flatMap(({ ruleId, form, range, module, items }): Report[] =>
      ruleId === 'legacy-import' && form === 'from-import'
        ? [...new Set(items.map(({ source }) => source))].map((source) => ({
            source,
            statement: `${file}:${range.start.line} ${module}`,
            module,
            names: items.flatMap((item) => (item.source === source ? [item.name] : [])),
          }))
        : [],
    );
  });
  return { reports, sources: project.analysis().sources };
}
