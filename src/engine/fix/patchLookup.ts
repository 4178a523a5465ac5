import type { Analysis } from '../analysis.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { callTimeReadersOf, type CallTimeReader } from './callTimeReaders.ts';
import type { FixEnvironment } from './environment.ts';
import { loadedBefore } from './loadedBefore.ts';
import { lastingPatchesOf, patchesOf, type Patch } from './patches.ts';
import { patchScene } from './patchScene.ts';
import { mayRunTogether, usersOf, type Users } from './reach.ts';

/** Who patches a module's names and who reads them, remembered for one state of the files. */
export interface PatchLookup {
  patches(module: ModuleTarget, name: string): readonly Patch[];
  /** Those of them that stay. */
  lasting(module: ModuleTarget, name: string): readonly Patch[];
  readers(module: ModuleTarget, name: string): readonly CallTimeReader[];
  /** Whether what a patch replaces may be read by the code of `file`, or what it stays for may be. */
  reaches(patch: Patch, file: string): boolean;
  /** Whether what a patch that stays has replaced may be taken by `file` when that is loaded. */
  reachesLoading(patch: Patch, file: string): boolean;
}

const known = new WeakMap<Analysis, PatchLookup>();

export function patchLookup(analysis: Analysis, environment: FixEnvironment): PatchLookup {
  let lookup = known.get(analysis);
  if (!lookup) known.set(analysis, (lookup = createLookup(analysis, environment)));
  return lookup;
}

function createLookup(analysis: Analysis, environment: FixEnvironment): PatchLookup {
  const users = remember((file: string): Users => usersOf(analysis, environment, file));
  const sceneOf = remember((file: string) => patchScene(analysis, file));
  const patches = new Map<string, readonly Patch[]>();
  const lasting = new Map<string, readonly Patch[]>();
  const readers = new Map<string, readonly CallTimeReader[]>();
  const loaded = new Map<string, ReadonlySet<string>>();
  const isLoadedBefore = (patch: Patch, file: string): boolean =>
    orFind(loaded, `${patch.file}:${patch.offset}`, () => loadedBefore(analysis, patch)).has(file);
  return {
    patches: (module, name) =>
      orFind(patches, `${module.id}.${name}`, () => patchesOf(sceneOf, environment, module, name)),
    lasting: (module, name) =>
      orFind(lasting, `${module.id}.${name}`, () => lastingPatchesOf(sceneOf, environment, module, name)),
    readers: (module, name) =>
      orFind(readers, `${module.id}.${name}`, () => callTimeReadersOf(analysis, environment, module, name)),
    // What a test leaves behind in the module table is for its own imports.
    reaches: (patch, file) =>
      (patch.stays && !patch.isModule) || mayRunTogether(users(patch.file), users(file)),
    reachesLoading: (patch, file) =>
      mayRunTogether(users(patch.file), users(file)) && !isLoadedBefore(patch, file),
  };
}

function remember<Value>(find: (key: string) => Value): (key: string) => Value {
  const found = new Map<string, Value>();
  return (key) => orFind(found, key, () => find(key));
}

function orFind<Value>(found: Map<string, Value>, key: string, find: () => Value): Value {
  let value = found.get(key);
  if (value === undefined) found.set(key, (value = find()));
  return value;
}
