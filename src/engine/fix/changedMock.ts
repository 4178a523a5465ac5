import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { FixEnvironment } from './environment.ts';
import type { FilePlan } from './filePlan.ts';
import { passedModules } from './mockedTogether.ts';
import { mockLookup, type Mock, type MockLookup } from './mocks.ts';
import type { Plans } from './sameObject.ts';

/** An imported name of TypeScript that would escape a mock, or run into one that it has not met until now, as a reason. */
export function changedMock(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  { file }: FilePlan,
  plans: Plans,
): string | undefined {
  if (languageOf(file) !== 'typescript') return undefined;
  const lookup = mockLookup(before, environment);
  if (lookup.isEmpty()) return undefined;
  // Who mocks what is the same then, unless the plan moves a mock.
  const isMoved = [...plans.values()].some(({ strings }) => strings.length > 0);
  const was = metMocks(before, lookup, file);
  const is = metMocks(after, isMoved ? mockLookup(after, environment) : lookup, file);
  for (const [name, met] of was) {
    const now = is.get(name);
    if (!now) continue;
    const escaped = [...met].find(([key]) => !now.has(key));
    if (escaped) return `${name} would escape the mock of ${escaped[1].module.id} in ${escaped[1].file}`;
    const newly = [...now].find(([key]) => !met.has(key));
    if (newly) return `${name} would run into the mock of ${newly[1].module.id} in ${newly[1].file}`;
  }
  return undefined;
}

/** The mocks that each imported name of a file may meet, by where they stand. */
function metMocks(
  analysis: Analysis,
  lookup: MockLookup,
  file: string,
): ReadonlyMap<string, ReadonlyMap<string, Mock>> {
  const { graph } = analysis;
  const met = new Map<string, Map<string, Mock>>();
  for (const [index, fact] of graph.importsOf(file).entries())
    for (const [position, { name, local, exported, typeOnly }] of fact.names.entries()) {
      const key = local ?? exported;
      if (key === undefined || typeOnly || fact.typeOnly) continue;
      const target = graph.target(file, fact);
      const passed =
        name === '*'
          ? [target]
          : passedModules(analysis, target, graph.imported(file, index, position)).values();
      for (const module of passed) {
        // What is loaded past its mock does not meet it.
        if (fact.isActual && module.id === target.id) continue;
        for (const mock of lookup.mocksOf(module)) {
          if (!lookup.reaches(mock.file, file)) continue;
          const mocks = met.get(key) ?? new Map<string, Mock>();
          met.set(key, mocks.set(`${mock.file}\0${mock.string}`, mock));
        }
      }
      if (!met.has(key)) met.set(key, new Map());
    }
  return met;
}
