import type { Analysis } from '../analysis.ts';
import { isStarImport, type AliasBinding, type Binding, type ImportBinding } from '../facts.ts';
import { sameOrigin, type Origin } from '../graph/origin.ts';

/** How a module takes a name that it hands on: what an import of its own would say again. */
export interface OwnImport {
  /** As written; relative ones stay right, since the statement stays in its file. */
  readonly module: string;
  /** The name there; undefined for the module itself. */
  readonly name: string | undefined;
  readonly typeOnly: boolean;
}

/** The import of `file` that a name of its module level stands for; undefined where there is none, or it cannot be told. */
export function ownImportOf(
  analysis: Analysis,
  file: string,
  name: string,
  today: Origin,
): OwnImport | undefined {
  const { facts } = analysis.read(file)!;
  const exported = facts.exports.find((each) => each.exported === name);
  if (exported?.import !== undefined && exported.imported !== undefined) {
    const fact = facts.imports[exported.import]!;
    const from = fact.names[exported.imported]!.name;
    return from === '*' ? undefined : { module: fact.module, name: from, typeOnly: exported.typeOnly };
  }
  return ofLocal(exported?.local ?? name, 0) ?? throughStar();

  function ofLocal(local: string, depth: number): OwnImport | undefined {
    const bindings = facts.bindings.filter((each) => each.scope === 0 && each.name === local);
    const meant = bindings.findLast((binding) => isMeant(binding, bindings));
    if (depth > 8 || !meant) return undefined;
    if (meant.kind === 'import') return fromImport(meant);
    return meant.kind === 'alias' ? throughAlias(meant, depth) : undefined;
  }

  /** The one binding that there is, or the one that is proven to be what others get. */
  function isMeant(binding: Binding, all: readonly Binding[]): boolean {
    if (all.length === 1 && binding.block === 0) return true;
    return sameOrigin(analysis.graph.bound(file, binding), today);
  }

  function fromImport({ import: index, imported }: ImportBinding): OwnImport | undefined {
    const { form, module, names, typeOnly } = facts.imports[index]!;
    const { name: there, localSpan, typeOnly: isType } = names[imported]!;
    if (there !== '*')
      return form === 'from' ? { module, name: there, typeOnly: typeOnly || isType } : undefined;
    // `import a.b` binds what is around the module.
    const isWhole = localSpan !== undefined || !module.includes('.');
    return facts.language === 'python' && isWhole ? { module, name: undefined, typeOnly: false } : undefined;
  }

  function throughAlias({ target }: AliasBinding, depth: number): OwnImport | undefined {
    const dot = target.lastIndexOf('.');
    if (dot < 0) return ofLocal(target, depth + 1);
    if (facts.language !== 'python') return undefined;
    const holder = analysis.graph.dotted(file, 0, target.slice(0, dot));
    return holder.kind === 'module' && holder.target.kind === 'file'
      ? { module: holder.target.id, name: target.slice(dot + 1), typeOnly: false }
      : undefined;
  }

  function throughStar(): OwnImport | undefined {
    const star = facts.imports.findLast(
      (fact) =>
        isStarImport(fact) &&
        fact.block === 0 &&
        sameOrigin(analysis.graph.exported(analysis.graph.target(file, fact), name, facts.language), today),
    );
    return star && { module: star.module, name, typeOnly: star.typeOnly };
  }
}
