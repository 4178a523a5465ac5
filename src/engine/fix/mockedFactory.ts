import type { Reference } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Factory, Source } from '../source.ts';
import { contains } from '../text.ts';
import { passedModules, placeOf } from './mockedTogether.ts';
import { mockLookup, type Mock } from './mocks.ts';
import type { Planning } from './planning.ts';

/**
 * A mock that has a class for the code here, and not the factory that would be called in its place, as a reason. It would go on
 * standing in for a class that nobody constructs; a mock without a double of its own would give a factory that gives nothing.
 */
export function mockedFactory(
  { analysis, environment, context, together }: Planning,
  { canonical, factory }: Source,
  reference: Reference,
): string | undefined {
  if (context.facts.language !== 'typescript' || !factory) return undefined;
  const lookup = mockLookup(analysis, environment);
  if (lookup.isEmpty()) return undefined;
  const { file, facts, graph } = context;
  const modules = new Map<string, ModuleTarget>([[canonical.id, canonical]]);
  for (const binding of graph.bindingsOf(file, reference)) {
    if (binding.kind !== 'import') continue;
    const target = graph.target(file, facts.imports[binding.import]!);
    for (const [id, module] of passedModules(analysis, target, graph.bound(file, binding)))
      modules.set(id, module);
  }
  for (const module of modules.values())
    for (const mock of lookup.mocksOf(module))
      if (lookup.reaches(mock.file, file)) {
        const mocks = `${placeOf(analysis, mock)} mocks ${module.id}`;
        if (!hasFactory(mock, factory)) return `${mocks} without ${factory.name}: give the mock one first`;
        if (module.id !== canonical.id && !isMoving(module))
          return `${mocks}, which ${factory.name} would escape: move the mock and the import first`;
      }
  return undefined;

  /** Whether the mocks of a module move with this plan. */
  function isMoving({ id }: ModuleTarget): boolean {
    return [...(together?.attributes ?? [])].some((attribute) => attribute.startsWith(`${id}.`));
  }

  /** Whether the double that a mock is given says the factory's name. */
  function hasFactory(mock: Mock, { name }: Factory): boolean {
    const read = analysis.read(mock.file)!;
    const { span } = read.facts.strings[mock.string]!;
    const own = name.slice(name.lastIndexOf('.') + 1);
    return read.facts.references
      .all()
      .some(
        ({ call }) =>
          call?.arguments[0] !== undefined &&
          contains(call.arguments[0].span, span) &&
          call.arguments
            .slice(1)
            .some((each) => saysName(read.text.slice(each.span.start, each.span.end), own)),
      );
  }
}

function saysName(text: string, name: string): boolean {
  return text.split(/[^\p{ID_Continue}$]+/u).includes(name);
}
