import { isDoubleName, isInTest, isTestCase } from '../testCode.ts';
import type { FileFacts } from '../facts.ts';
import { definitionKey, type Definition } from '../graph/origin.ts';
import type { Source } from '../source.ts';
import type { Tracked } from './tracked.ts';

/** What a class (or factory, or instance) is to its source, in the order in which an inventory lists them. */
export const entryKinds = {
  canonical: 'what the canonical module hands out and the source owns',
  undecided: 'what a source owns that has no canonical module yet',
  internal: 'defined by the files that implement the source, and not handed out by its canonical module',
  double: 'another definition under a name that the source owns',
  rogue: 'looks like the source, defined outside of the files that implement it',
  'test-double': 'a mock, fake, stub, dummy or spy by its name, wherever it stands',
  'test-helper': 'any other class of test code that looks like the source',
  'test-case': 'a class that holds tests',
} as const;

export type EntryKind = keyof typeof entryKinds;

/** What a module-level name is to the class that it means. */
export const bindingKinds = {
  definition: 'the definition itself',
  canonical: 'another name for it, or the same, in the canonical module',
  alias: 'another name by assignment, X = Y',
  shim: 'imported and handed on: a legacy module, in __all__ or exported, or taken from here by others',
  import: 'imported, and used there alone',
} as const;

export type BindingKind = keyof typeof bindingKinds;

/** @param isTest whether the configuration says that the file holds tests */
export function entryKindOf(
  { source, definition, isOwned: isNamed }: Tracked,
  facts: FileFacts,
  isTest: boolean,
): EntryKind {
  const { binding, file, name } = definition;
  const isOwned = source.ownedDefinitions.has(definitionKey(definition));
  if (source.canonical.kind === 'unknown') {
    if (isOwned || isNamed) return 'undecided';
  } else {
    // Instances are nobody's by origin: one that the source names is its own where its own files make it.
    const isOwnInstance = isNamed && binding.kind === 'variable' && source.isOwner(file);
    if ((isOwned || isOwnInstance) && !isLegacyFactory(source, definition)) return 'canonical';
  }
  const isInTests = isTest || isInTest(facts, binding.block);
  if (binding.kind === 'class' && isTestCase(binding)) return 'test-case';
  if (isDoubleName(name)) return 'test-double';
  if (isInTests) return 'test-helper';
  if (source.ownedNames.has(name)) return 'double';
  return source.isOwner(file) ? 'internal' : 'rogue';
}

/** A function that the canonical module still has for old callers, beside its factory. */
function isLegacyFactory({ factory, config }: Source, { binding, name }: Definition): boolean {
  return binding.kind === 'function' && config.legacyFactories.includes(name) && factory?.binding !== binding;
}
