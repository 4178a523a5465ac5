import type { ImportBinding, Reference } from '../facts.ts';
import type { Origin } from '../graph/origin.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { Span } from '../text.ts';

/** An owned name that is read as an attribute of a module. */
export interface ModuleUse {
  readonly source: Source;
  /** The module that the name is taken from, which is not the canonical one. */
  readonly module: string;
  readonly name: string;
  /** Where the name stands; undefined where blanks or comments among members behind it leave that open. */
  readonly nameSpan: Span | undefined;
  readonly origin: Origin;
  /** Index of the reference. */
  readonly reference: number;
  /** How many of the reference's members lead to the name, itself included. */
  readonly members: number;
  /** Index of the import that binds the module, and of the name there. */
  readonly import: number;
  readonly imported: number;
}

type OwnedMember = Omit<ModuleUse, 'import' | 'imported'>;

/** The owned names that a file uses through modules, by the index of the import that binds the module. */
export function moduleUses(context: FileContext): ReadonlyMap<number, readonly ModuleUse[]> {
  const { facts, file, graph } = context;
  const uses = new Map<number, ModuleUse[]>();
  const modules = new Set(
    facts.bindings
      .filter((binding) => binding.kind === 'import' && mayBeModule(context, binding))
      .map(({ name }) => name),
  );
  for (const index of context.followed().references) {
    const reference = facts.references.at(index);
    if (reference.members.length === 0 || !modules.has(reference.name)) continue;
    const bindings = graph.bindingsOf(file, reference).filter((binding) => binding.kind === 'import');
    if (bindings.length === 0) continue;
    const use = ownedMember(context, reference, index);
    if (!use) continue;
    // `import a.b` and `import a.c` both bind `a`: the one that names the module is meant.
    const binding =
      bindings.find((each) => graph.target(file, facts.imports[each.import]!).id === use.module) ??
      bindings.at(-1)!;
    add(uses, { ...use, import: binding.import, imported: binding.imported });
  }
  for (const use of takenApart(context, modules)) add(uses, use);
  return uses;
}

function add(uses: Map<number, ModuleUse[]>, use: ModuleUse): void {
  const known = uses.get(use.import);
  if (known) known.push(use);
  else uses.set(use.import, [use]);
}

/** `const { Name } = legacy`: the module is read as a whole there, and the names behind it are those of the pattern. */
function takenApart(context: FileContext, modules: ReadonlySet<string>): ModuleUse[] {
  const { facts, graph, file } = context;
  if (facts.language !== 'typescript' || modules.size === 0) return [];
  return facts.bindings.flatMap((binding) => {
    if (binding.kind !== 'alias') return [];
    const [name = '', ...members] = binding.target.split('.');
    if (members.length === 0 || !modules.has(name)) return [];
    const index = facts.references
      .select({ names: new Set([name]), block: binding.block })
      .find((at) => facts.references.at(at).span.end > binding.targetSpan.start);
    if (index === undefined) return [];
    const whole = facts.references.at(index);
    // What is written as `legacy.Name` is a use like any other.
    if (whole.members.length > 0) return [];
    const use = ownedMember(context, { ...whole, members }, index);
    const bound = graph.bindingsOf(file, whole).findLast((each) => each.kind === 'import');
    if (!use || bound?.kind !== 'import') return [];
    // The pattern may take further apart what it finds there: its key is the name only where that is the last one.
    const nameSpan = use.members === members.length ? binding.targetSpan : undefined;
    return [{ ...use, nameSpan, import: bound.import, imported: bound.imported }];
  });
}

function mayBeModule(context: FileContext, binding: ImportBinding): boolean {
  const { graph, file, facts } = context;
  if (!context.mayBeOwned(binding)) return false;
  const name = facts.imports[binding.import]!.names[binding.imported]!;
  if (name.name === '*') return true;
  const origin = graph.imported(file, binding.import, binding.imported);
  return origin.kind === 'module';
}

function ownedMember(context: FileContext, reference: Reference, index: number): OwnedMember | undefined {
  const { graph, file } = context;
  const origins = graph.referenced(file, reference);
  const first = origins[0]!;
  let module =
    first.kind === 'module' ? first.target.id : first.kind === 'missing' ? first.module : undefined;
  for (const [position, name] of reference.members.entries()) {
    if (module === undefined) return undefined;
    const origin = origins[position + 1];
    if (origin?.kind === 'module') {
      module = origin.target.id;
      continue;
    }
    // Behind a module that is not there, the text says what was meant.
    const meant: Origin = origin ?? origins.at(-1)!;
    const source = violatedSource(context, module, name, meant);
    if (source)
      return source.canonical.id === module
        ? undefined
        : {
            source,
            module,
            name,
            nameSpan: memberSpan(reference, position),
            origin: meant,
            reference: index,
            members: position + 1,
          };
    if (meant.kind !== 'missing') return undefined;
    module = `${module}.${name}`;
  }
  return undefined;
}

/** Where a member of a dotted name stands. */
function memberSpan({ name, members, span }: Reference, position: number): Span | undefined {
  const behind = members.slice(position + 1).reduce((length, each) => length + 1 + each.length, 0);
  const isPlain = [name, ...members].join('.').length === span.end - span.start;
  if (behind > 0 && !isPlain) return undefined;
  const end = span.end - behind;
  return { start: end - members[position]!.length, end };
}
