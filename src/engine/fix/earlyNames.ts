import type { Analysis } from '../analysis.ts';
import type { Binding, FileFacts, Reference } from '../facts.ts';
import { blockChain } from '../graph/guards.ts';

/** A name that the file newly reads before the import that binds it, as a reason. */
export function earlyName(before: Analysis, after: Analysis, file: string): string | undefined {
  const known = earlyNames(before, file);
  const name = [...earlyNames(after, file)].find((each) => !known.has(each));
  return name === undefined ? undefined : `${name} would be read before it is imported`;
}

function earlyNames(analysis: Analysis, file: string): ReadonlySet<string> {
  const { facts } = analysis.read(file)!;
  const imported = new Set(facts.bindings.flatMap((each) => (each.kind === 'import' ? [each.name] : [])));
  return new Set(
    facts.references
      .select({ names: imported })
      .map((index) => facts.references.at(index))
      .filter((reference) => {
        const bindings = analysis.graph.bindingsOf(file, reference);
        return bindings.length > 0 && bindings.every((binding) => isLate(facts, binding, reference));
      })
      .map(({ name }) => name),
  );
}

/** Whether an import binds a name further down in the very run of a function, or of the module, that reads it. */
function isLate(facts: FileFacts, binding: Binding, { block, nameSpan, space }: Reference): boolean {
  if (binding.kind !== 'import' || binding.span.start < nameSpan.start) return false;
  const { form } = facts.imports[binding.import]!;
  // Import statements of TypeScript come first wherever they stand, and types are not there at run time.
  if (facts.language === 'typescript' && ((form !== 'require' && form !== 'dynamic') || space === 'type'))
    return false;
  const chain = blockChain(facts, block);
  const run = chain.findIndex((index) => ['function', 'lambda'].includes(facts.blocks[index]!.kind));
  return (run === -1 ? chain : chain.slice(0, run + 1)).includes(binding.scope);
}
