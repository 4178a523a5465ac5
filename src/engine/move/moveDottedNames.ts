import type { ImportFact, Reference } from '../facts.ts';
import type { Origin } from '../graph/origin.ts';
import type { TextEdit } from '../text.ts';
import type { LeftReference, MovedReferences, MovingFile } from './moveReferences.ts';

/** `import a.b` with and without a name of its own, and what is reached through modules: `a.b.Name`. */
export function moveDottedNames(moving: MovingFile): MovedReferences {
  const edits: TextEdit[] = [];
  const left: LeftReference[] = [];
  const brought = firstPartsAfter(moving);
  const used: { readonly reference: Reference; readonly isMoved: boolean }[] = [];
  for (const reference of moving.facts.references.all()) {
    const moved = moveDotted(moving, reference, brought);
    used.push({ reference, isMoved: moved !== undefined && 'text' in moved });
    if (!moved) continue;
    if ('text' in moved) edits.push(moved);
    else left.push({ span: reference.span, reason: moved.reason });
  }
  for (const [index, fact] of moving.facts.imports.entries()) {
    if (fact.form !== 'module') continue;
    const { analysis, moves, file } = moving;
    const target = analysis.graph.target(file, fact);
    const id = moves.id(target);
    if (id === target.id) continue;
    const stays = used.some(
      ({ reference, isMoved }) => !isMoved && needsAncestor(moving, reference, index, fact, id),
    );
    // The import also loaded the packages around the module, through which other names are still reached.
    const around = stays ? `, ${target.id.slice(0, target.id.lastIndexOf('.'))}` : '';
    edits.push({ span: fact.moduleSpan, text: id + around });
  }
  return { edits, left };
}

/** The first parts of the names that `import a.b` binds once the modules have moved. */
function firstPartsAfter({ analysis, moves, file, facts }: MovingFile): ReadonlySet<string> {
  return new Set(
    facts.imports
      .filter(isDottedImport)
      .map((fact) => moves.id(analysis.graph.target(file, fact)).split('.', 1)[0]!),
  );
}

/** `import a.b`, which binds `a`. */
function isDottedImport({ form, names }: ImportFact): boolean {
  return form === 'module' && names[0]?.localSpan === undefined;
}

/** The beginning of a dotted name up to a module that moves, as it is afterwards; undefined where nothing in it moves. */
function moveDotted(
  moving: MovingFile,
  reference: Reference,
  brought: ReadonlySet<string>,
): TextEdit | { readonly reason: string } | undefined {
  const { analysis, moves, file, text, facts } = moving;
  const bindings = analysis.graph.bindingsOf(file, reference).filter(({ kind }) => kind === 'import');
  if (bindings.length === 0) return undefined;
  const origins = analysis.graph.referenced(file, reference);
  const depth = origins.findLastIndex(isModule);
  const last = origins[depth];
  if (last?.kind !== 'module') return undefined;
  const id = moves.id(last.target);
  const [first] = origins;
  if (id === last.target.id || first?.kind !== 'module') return undefined;
  // What an import gives a name of its own keeps it, and only what is reached through it is called otherwise.
  const isWhole = bindings.some(
    (binding) => binding.kind === 'import' && isDottedImport(facts.imports[binding.import]!),
  );
  const base = moves.id(first.target);
  if (!isWhole && depth === 0) return undefined;
  if (!isWhole && !id.startsWith(`${base}.`))
    return { reason: `${reference.name} does not lead to ${id}: import that instead` };
  const end = reference.name.length + reference.members.slice(0, depth).join('').length + depth;
  const written = [reference.name, ...reference.members].join('.');
  if (text.slice(reference.span.start, reference.span.end) !== written)
    return { reason: 'the dotted name is not written in one piece' };
  if (isWhole && !brought.has(id.split('.', 1)[0]!)) return { reason: `nothing here imports ${id}` };
  const renamed = isWhole ? id : `${reference.name}${id.slice(base.length)}`;
  if (renamed === written.slice(0, end)) return undefined;
  return { span: { start: reference.span.start, end: reference.span.start + end }, text: renamed };
}

/** Whether a name that stays as it is reaches something through what the import at `index` binds, and would not afterwards. */
function needsAncestor(
  { analysis, moves, file, facts }: MovingFile,
  reference: Reference,
  index: number,
  fact: ImportFact,
  id: string,
): boolean {
  if (!isDottedImport(fact)) return false;
  const bindings = analysis.graph.bindingsOf(file, reference);
  if (!bindings.some((binding) => binding.kind === 'import' && binding.import === index)) return false;
  const reached = analysis.graph.referenced(file, reference).findLast(isModule);
  if (reached?.kind !== 'module') return false;
  const { id: needed } = reached.target;
  const loads = (module: string): boolean => module === needed || module.startsWith(`${needed}.`);
  // What moves is never reached by its old name.
  if (!loads(analysis.graph.target(file, fact).id) || loads(id)) return false;
  return !facts.imports.some((other, at) => {
    const target = analysis.graph.target(file, other);
    return at !== index && isDottedImport(other) && other.block === fact.block && loads(moves.id(target));
  });
}

function isModule({ kind }: Origin): boolean {
  return kind === 'module';
}
