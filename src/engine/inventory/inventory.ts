import type { PlaceInFile } from '../placeIn.ts';
import type { BindingKind, EntryKind } from './kinds.ts';

/** Everything in the code that looks like a source of truth, and what is left of its legacy modules. Plain data. */
export interface Inventory {
  /** By source, then kind, then id. */
  readonly entries: readonly InventoryEntry[];
  readonly legacyModules: readonly LegacyModuleEntry[];
}

/** One class, factory or ready-made instance, with all that is known of its use. */
export interface InventoryEntry {
  /** The module, the classes and functions around it, and its name, with dots; TypeScript's modules are paths. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly what: 'class' | 'factory' | 'instance';
  readonly kind: EntryKind;
  /** Its own name looks like the source; else it is here for a name that it is bound to, or because the source owns it. */
  readonly looksAlike: boolean;
  /** More than one where the same name is defined again, in the branches of a condition for example. */
  readonly definitions: readonly DefinitionSite[];
  /** The module-level names by which it can be had, its own among them. */
  readonly bindings: readonly BindingEntry[];
  /** Where it is imported, at any depth. */
  readonly importers: readonly ImportSite[];
  readonly constructions: readonly Site[];
  readonly counts: EntryCounts;
}

/** A place in a file; files are relative to the configuration's folder, POSIX. */
export interface Site extends PlaceInFile {
  readonly file: string;
}

export interface DefinitionSite extends Site {
  /** `type`: made by a call of it, `X = type("X", …)`. */
  readonly by: 'statement' | 'type' | 'assignment';
  /** Base classes, as written. */
  readonly bases: readonly string[];
  /** How many names the class's own body binds. */
  readonly members: number;
}

export interface BindingEntry extends Site {
  readonly module: string;
  readonly name: string;
  readonly kind: BindingKind;
  /** The dotted name that it was taken from; undefined for the definition itself. */
  readonly through?: string;
  /** How many names are imported from just this one. */
  readonly taken: number;
}

/** One name in one import statement. */
export interface ImportSite extends Site {
  /** The module that the statement names, as the module graph spells it. */
  readonly module: string;
  readonly name: string;
  /** The name that it is bound to here; undefined where none is. */
  readonly local?: string;
  /** Taken from the source's canonical module. */
  readonly isCanonical: boolean;
  /** In a file that implements the source, which is free to take it from anywhere. */
  readonly isOwner: boolean;
}

export interface EntryCounts {
  /** Outside of the files that implement the source, as all counts of imports but the last. */
  readonly imports: number;
  readonly canonicalImports: number;
  readonly importingFiles: number;
  readonly ownerImports: number;
  readonly constructions: number;
  /** Bindings beside the definition that hand it on. */
  readonly handedOn: number;
}

/** A legacy module of a source, and who still needs it. */
export interface LegacyModuleEntry {
  readonly module: string;
  readonly source: string;
  readonly state: 'there' | 'missing' | 'unknown';
  readonly file?: string;
  /** It defines no class or function of its own: all that it offers is handed on. */
  readonly isShim: boolean;
  /** It tells whoever imports it that it is deprecated: a shim that does is a deprecation shim. */
  readonly warns: boolean;
  /** How many import statements name it. */
  readonly statements: number;
  readonly importingFiles: readonly string[];
  /** What they take; `*` for all of it or for the module itself. The most wanted first. */
  readonly names: readonly LegacyName[];
  /** Files that name it in a string; looked for only where nobody imports it. */
  readonly namedIn: readonly string[];
  /** Why its file has to stay although nobody imports it. */
  readonly stays?: string;
  /** It is there, and nothing needs it: it can go, as the removal of dead shims finds it too. */
  readonly isDead: boolean;
}

export interface LegacyName {
  readonly name: string;
  readonly imports: number;
  /** The id of the entry that it is today; `missing` where it is not there; undefined for anything else. */
  readonly means?: string;
}
