import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { offersOf, type Leads, type Offer } from './offers.ts';
import { createTrackedSet, type TrackedSet } from './tracked.ts';

/** A module-level name that leads to something tracked: whoever imports it is concerned. */
export interface Lead {
  readonly file: string;
  readonly module: string;
  readonly name: string;
}

/**
 * Finds out what there is, file by file. Visiting one yields names that lead to something tracked and were not known before;
 * who imports them has to be visited too, again where that was done, until nothing new comes.
 */
export interface Discovery {
  visit(file: string): readonly Lead[];
  /** What the last visit of a file found. */
  offers(): ReadonlyMap<string, readonly Offer[]>;
  readonly tracked: TrackedSet;
  readonly leads: Leads;
}

const none: ReadonlySet<string> = new Set();

export function createDiscovery(analysis: Analysis): Discovery {
  const offers = new Map<string, readonly Offer[]>();
  const sought = new Map<string, Set<string>>();
  /** The packages around the modules of `sought`. */
  const packages = new Set<string>();
  let fresh: Lead[] = [];
  // A class that is found by the name it is bound to elsewhere can be had from where it is defined, too.
  const tracked = createTrackedSet(analysis, ({ definition: { file, binding, name } }) => {
    if (binding.scope === 0) seek(file, name);
  });
  const leads: Leads = {
    isSought: (module, name) => {
      const names = sought.get(module);
      return names !== undefined && (name === '*' || names.has(name));
    },
    namesOf: (module) => sought.get(module) ?? none,
    hasBelow: (module) => packages.has(module),
  };

  function seek(file: string, name: string): void {
    const module = analysis.modules[languageOf(file)].idOf(file);
    let names = sought.get(module);
    if (!names) {
      sought.set(module, (names = new Set()));
      for (let dot = module.indexOf('.'); dot >= 0; dot = module.indexOf('.', dot + 1))
        packages.add(module.slice(0, dot));
    }
    if (names.has(name)) return;
    names.add(name);
    fresh.push({ file, module, name });
  }

  return {
    visit(file) {
      fresh = [];
      const found = offersOf(analysis, file, tracked, leads);
      offers.set(file, found);
      const isTypeScript = languageOf(file) === 'typescript';
      for (const { name, isOffered } of found) if (!isTypeScript || isOffered) seek(file, name);
      return fresh;
    },
    offers: () => offers,
    tracked,
    leads,
  };
}
