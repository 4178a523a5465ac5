import type { Binding } from '../facts.ts';
import { isLookAlike } from '../lookAlikes.ts';
import type { Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { isInTest, isTestCase } from '../testCode.ts';
import type { Finding } from '../violation.ts';

/** A class outside a source's owners whose name suggests a copy of it. */
export const lookAlikeClass: Rule = {
  id: 'look-alike-class',
  description: 'A class is defined that looks like a copy of the source of truth.',
  check(context) {
    const { facts, sources } = context;
    const watching = sources.filter(({ config }) => config.lookAlikes.length > 0);
    if (watching.length === 0) return [];
    const found: Finding[] = [];
    for (const [index, binding] of facts.bindings.entries()) {
      if (binding.kind !== 'class') continue;
      const alike = watching.filter(({ config }) =>
        isLookAlike(config.lookAlikes, binding.ownName ?? binding.name),
      );
      const [first] = alike;
      if (!first || isTestCase(binding) || isInTest(facts, binding.block) || context.isTest()) continue;
      found.push(lookAlike(context.file, binding, index, first, alike));
    }
    return found;
  },
};

/** One finding, however many sources the class looks like. */
function lookAlike(
  file: string,
  binding: Binding,
  index: number,
  first: Source,
  alike: readonly Source[],
): Finding {
  const { span } = binding;
  const name = binding.ownName ?? binding.name;
  const why =
    'what it does has to move into the source of truth, or it needs another name: that takes a person';
  return {
    ruleId: 'look-alike-class',
    source: first.config.id,
    span,
    form: 'class',
    module: first.config.module,
    names: [name],
    items: alike.map(({ config }) => ({
      name,
      source: config.id,
      local: name,
      from: `${file}: ${name}`,
      to: undefined,
      kind: 'none',
      why,
    })),
    message: messageOf(name, alike),
    reason: why,
    intentional: false,
    subject: { kind: 'binding', binding: index },
  };
}

function messageOf(name: string, alike: readonly Source[]): string {
  const copied = alike.map(({ config }) => config.classes[0] ?? config.id);
  const looks = `${name} looks like a copy of ${copied.join(' or ')}`;
  if (alike.length === 1) return `${looks}; the source of truth is ${alike[0]!.truth}.`;
  const truths = alike.map(({ truth }, at) => `${truth} for ${copied[at]!}`);
  return `${looks}; the sources of truth are ${truths.join(', ')}.`;
}
