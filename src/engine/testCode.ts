import type { ClassBinding, FileFacts } from './facts.ts';

/** A class that holds tests, by its name or by what it is derived from. */
export function isTestCase({ name, ownName = name, bases }: ClassBinding): boolean {
  return /^Test|Tests?$/.test(ownName) || bases.some((base) => base.endsWith('TestCase'));
}

/** A name that says that it stands in for something: `MockHub`, `SimpleFakeHub`. */
export function isDoubleName(name: string): boolean {
  return /(^|[_a-z0-9])(Mock|Fake|Stub|Dummy|Spy)/.test(name);
}

/** Whether a test stands around `block`: what is defined there is a double of its own. */
export function isInTest(facts: FileFacts, block: number): boolean {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const { kind, name } = facts.blocks[index]!;
    if (kind === 'function' && name !== undefined && /^test(_|$|[A-Z])/.test(name)) return true;
    const body = index;
    if (
      kind === 'class' &&
      facts.bindings.some(
        (binding) => binding.kind === 'class' && binding.body === body && isTestCase(binding),
      )
    )
      return true;
  }
  return false;
}
