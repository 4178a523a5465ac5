import { truthsIn } from '../../engine/inventory/truths.ts';
import type { InventoryEntry } from '../../engine/inventory/inventory.ts';
import { linesOf, placeIn } from '../../engine/placeIn.ts';
import { absolutePath } from '../fileReport.ts';
import type { Project } from '../project.ts';
import type { FileViolations, RequestProgress } from '../protocol.ts';
import { findOtherUses, projectProgress } from '../progress.ts';
import { proposeSources } from '../proposal.ts';
import { createPause } from '../slices.ts';
import { historyOf } from './historyOf.ts';
import type { Place } from '../workspace.ts';
import { overviewOf, usesOfEntry } from './inventoryAnswers.ts';
import type { KeptInventories } from './inventoryKept.ts';
import { legacyNameAt, standsAt } from './legacyName.ts';
import { checkedFiles, legacyUsesOf } from './legacyUses.ts';
import type { CodeState, SurveyRequests, TruthAsked } from './surveyProtocol.ts';

/** What answers about the state of the migration rest on. */
export interface SurveyedState {
  readonly inventories: KeptInventories;
  /** Where a file belongs, once its project has been read. */
  readonly placeOf: (path: string, isCancelled: () => boolean) => Promise<Place | undefined>;
  /** What a scan has found in all files of a project; undefined where none has ended. */
  readonly scanned: (project: Project) => Iterable<FileViolations> | undefined;
  readonly isShown: (project: Project, file: string) => boolean;
  /** Those that can be used, once they have been read. */
  readonly projects: (isCancelled: () => boolean) => Promise<readonly Project[]>;
}

type Answers = {
  [Name in keyof SurveyRequests]: (params: SurveyRequests[Name][0]) => Promise<SurveyRequests[Name][1]>;
};

export function surveyAnswers(
  { inventories, placeOf, scanned, isShown, projects }: SurveyedState,
  isCancelled: () => boolean,
  tellProgress: (progress: RequestProgress) => void,
): Answers {
  async function entryOf({
    path,
    id,
  }: TruthAsked): Promise<{ readonly project: Project; readonly entry: InventoryEntry } | undefined> {
    const place = await placeOf(path, isCancelled);
    if (!place) return undefined;
    const { entries } = await inventories.of(place.project, isCancelled, tellProgress);
    const entry = entries.find((each) => each.id === id);
    return entry && { project: place.project, entry };
  }

  async function projectOf(root: string): Promise<Project | null> {
    return (await projects(isCancelled)).find(({ loaded }) => loaded.root === root) ?? null;
  }

  /** Does work step by step, and lets others in between. @throws Cancelled */
  async function finished<Result>(steps: Generator<RequestProgress, Result>): Promise<Result> {
    const pause = createPause(isCancelled);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (await pause()) tellProgress(step.value);
    }
  }

  async function reportsOf(project: Project): Promise<Iterable<Pick<FileViolations, 'path' | 'violations'>>> {
    const known = scanned(project);
    return known ?? checkedFiles(project, (file) => isShown(project, file), createPause(isCancelled));
  }

  async function codeState(root: string): Promise<CodeState | null> {
    const project = await projectOf(root);
    if (!project) return null;
    const inventory = await inventories.of(project, isCancelled, tellProgress);
    const others = await finished(findOtherUses(project, inventory));
    const violations = [...(await reportsOf(project))].flatMap((report) => report.violations);
    return {
      violations,
      filesSeen: project.files().length,
      filesAnalyzed: project.candidates().length,
      progress: await projectProgress(project, inventory, others, violations, (file) =>
        isShown(project, file),
      ),
      inventory,
    };
  }

  return {
    truths: async ({ path }) => {
      const place = await placeOf(path, isCancelled);
      const snapshot = place?.project.analysis().read(place.file);
      if (!place || !snapshot) return [];
      const starts = linesOf(snapshot);
      return truthsIn(place.project.analysis(), place.file).map(({ span, ...truth }) => ({
        ...truth,
        ...placeIn(snapshot, starts, span),
      }));
    },
    truthUse: async (asked) => {
      const found = await entryOf(asked);
      return found ? { kind: found.entry.kind, what: found.entry.what, counts: found.entry.counts } : null;
    },
    truthUses: async (asked) => {
      const found = await entryOf(asked);
      if (!found) return [];
      const { project, entry } = found;
      return [...entry.importers, ...entry.constructions].map(({ file, range, cell }) => ({
        path: absolutePath(project, file),
        range,
        ...(cell && { cell }),
      }));
    },
    inventory: async ({ root }) => {
      const project = await projectOf(root);
      return project && overviewOf(project, await inventories.of(project, isCancelled, tellProgress));
    },
    inventoryUses: async ({ root, id }) => {
      const project = await projectOf(root);
      if (!project) return null;
      const { entries } = await inventories.of(project, isCancelled, tellProgress);
      const entry = entries.find((each) => each.id === id);
      return entry ? usesOfEntry(project, entry) : null;
    },
    legacyName: async ({ path, range, cell }) => {
      const place = await placeOf(path, isCancelled);
      return place ? legacyNameAt(place, range, cell) : null;
    },
    legacyUses: async ({ path, range, cell }) => {
      const place = await placeOf(path, isCancelled);
      const there = place && standsAt(place, range, cell);
      if (!there || (there.targets.length === 0 && there.items.length === 0)) return { names: [], uses: [] };
      const { project } = place;
      return legacyUsesOf(project, there, await reportsOf(project));
    },
    projects: async () => (await projects(isCancelled)).map(({ loaded }) => loaded.root),
    progress: async ({ root }) => (await codeState(root))?.progress ?? null,
    codeState: ({ root }) => codeState(root),
    proposal: ({ root }) => finished(proposeSources(root)),
    history: ({ root, points }) => historyOf(root, points, isCancelled, tellProgress),
  };
}
