import type { Inventory } from '../../engine/inventory/inventory.ts';
import { takeInventory } from '../inventory.ts';
import type { Project } from '../project.ts';
import type { RequestProgress } from '../protocol.ts';
import { Cancelled, createPause } from '../slices.ts';

/** The inventories of projects, each taken when it is first asked for, and again once files have changed. */
export interface KeptInventories {
  /** Those who wait for the same one share it: it goes on while one of them does. @throws Cancelled */
  of(
    project: Project,
    isCancelled: () => boolean,
    tellProgress: (progress: RequestProgress) => void,
  ): Promise<Inventory>;
  /** Files were written, made or deleted. What is typed counts when it is saved: it would be out of date at every letter. */
  changed(): void;
}

interface Taking {
  readonly waiting: { readonly isCancelled: () => boolean; readonly tell: (step: RequestProgress) => void }[];
  readonly result: Promise<Inventory>;
}

/** @param isGone whether a project is none of the workspace's any more */
export function createKeptInventories(isGone: (project: Project) => boolean): KeptInventories {
  let revision = 0;
  let kept = new WeakMap<Project, { readonly revision: number; readonly inventory: Inventory }>();
  const running = new Map<Project, Taking>();

  async function take(project: Project, waiting: Taking['waiting']): Promise<Inventory> {
    const pause = createPause(() => isGone(project) || waiting.every(({ isCancelled }) => isCancelled()));
    for (;;) {
      for (const step of project.index()) if (await pause()) for (const { tell } of waiting) tell(step);
      const at = revision;
      const analysis = project.analysis();
      const steps = takeInventory(project);
      // What has been read of other texts than those of now would be told as theirs.
      while (at === revision && project.analysis() === analysis) {
        const step = steps.next();
        if (step.done) {
          kept.set(project, { revision: at, inventory: step.value.inventory });
          project.releaseAll();
          return step.value.inventory;
        }
        if (await pause()) for (const { tell } of waiting) tell(step.value);
      }
    }
  }

  return {
    async of(project, isCancelled, tell) {
      const known = kept.get(project);
      if (known?.revision === revision) return known.inventory;
      let taking = running.get(project);
      if (!taking) {
        const waiting: Taking['waiting'] = [];
        const result = take(project, waiting).finally(() => running.delete(project));
        running.set(project, (taking = { waiting, result }));
      }
      taking.waiting.push({ isCancelled, tell });
      const inventory = await taking.result;
      if (isCancelled()) throw new Cancelled('cancelled');
      return inventory;
    },
    changed() {
      revision++;
      kept = new WeakMap();
    },
  };
}
