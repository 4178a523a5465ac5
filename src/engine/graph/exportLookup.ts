import type { Binding, FileFacts, ImportFact, Language } from '../facts.ts';
import type { ModuleTarget } from './moduleTarget.ts';
import type { Origin } from './origin.ts';
import type { Rebinders, Rebinding } from './rebindings.ts';

/**
 * Who asks for a name: a running module (`value`), or a type checker (`type`), which also sees what stands under
 * `if TYPE_CHECKING`. Python only: TypeScript's exports say themselves what they are.
 */
export type AskedFor = 'value' | 'type';

/** What the lookup of a module's exports asks of the graph around it. */
export interface ExportLookup {
  target(file: string, fact: ImportFact): ModuleTarget;
  exported(module: ModuleTarget, name: string, language: Language, askedFor?: AskedFor): Origin;
  exportedNames(module: ModuleTarget, language: Language): ReadonlySet<string> | undefined;
  imported(file: string, index: number, imported: number): Origin;
  /** The module itself, as a value. */
  moduleOrigin(module: ModuleTarget): Origin;
  /** The module inside a package; undefined where there is none. */
  submodule(module: ModuleTarget, name: string, language: Language): Origin | undefined;
  /** A member of an origin: of a class, an attribute. */
  member(origin: Origin, name: string): Origin;
  /** Bindings of the module's own scope. */
  moduleBindings(facts: FileFacts): ReadonlyMap<string, readonly Binding[]>;
  /** What may rebind names of a Python file without naming them. */
  rebinders(file: string, facts: FileFacts): Rebinders;
  /** What some bindings of one name, and what rebinds it, mean to an importer. */
  choose(
    file: string,
    facts: FileFacts,
    bindings: readonly Binding[],
    rebindings?: readonly Rebinding[],
  ): Origin;
}

export type FileTarget = ModuleTarget & { readonly kind: 'file' };
