import type { Analysis } from '../analysis.ts';
import type { FileFacts } from '../facts.ts';
import type { FileContext } from '../rule.ts';
import type { FixEnvironment } from './environment.ts';
import { patchLookup } from './patchLookup.ts';
import type { Planning } from './planning.ts';

/**
 * Whether a name that a block of the file binds is used from outside its scope, or in a way that references do not
 * show: by another file, through the class that it is an attribute of, by a string or a type comment.
 *
 * @param bindings how many bindings of the name are known, in all
 */
export function isNeeded(
  { analysis, context, environment, text, together }: Planning,
  block: number,
  local: string,
  bindings = 1,
): boolean {
  const { facts, file } = context;
  const scope = facts.blocks[block]!.scope;
  if (facts.blocks[scope]!.kind === 'class') return true;
  if (facts.bindings.filter((binding) => binding.scope === scope && binding.name === local).length > bindings)
    return true;
  if (facts.language === 'python' && isNamedInComment(text, facts, local)) return true;
  // A notebook's commands use Python's names: `%timeit name()`, `!echo {name}`.
  const hidden = analysis.read(file)?.notebook?.hidden;
  if (hidden !== undefined && new RegExp(`\\b${escaped(local)}\\b`).test(hidden)) return true;
  if (
    facts.bindings.some((binding) => binding.scope === 0 && binding.name === local && binding.block === block)
  ) {
    if (facts.all === 'computed' || facts.all?.includes(local)) return true;
    // Who patches the name is in the plan; of who else takes it, the gate asks once all of the plan is applied.
    if (together?.renames.has(local)) return false;
    return userElsewhere(analysis, environment, file, local) !== undefined;
  }
  return false;
}

/**
 * In `# type: Name`, which older code has in place of annotations, or alone in quotes as `globals()["Name"]` has it.
 * An annotation in quotes is a reference like any other.
 */
function isNamedInComment(text: string, { references }: FileFacts, name: string): boolean {
  const written = new RegExp(`#[ \\t]*type:.*\\b${escaped(name)}\\b|(["'])${escaped(name)}\\1`, 'g');
  return [...text.matchAll(written)].some(
    ({ index, 1: quote }) =>
      quote === undefined ||
      !references.all().some((each) => each.inString && each.name === name && each.span.start === index + 1),
  );
}

/** Who takes `name` of the module level of `file` from outside, as a reason; undefined where nobody does. */
export function userElsewhere(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  name: string,
): string | undefined {
  const { graph, modules } = analysis;
  for (const importer of environment.importersOf(file)) {
    if (importer === file) continue;
    if (importsName(graph, importer, file, name)) return `${importer} imports ${name} from here`;
    if (reachesThroughModule(analysis, importer, file, name))
      return `${importer} imports this module and names ${name}`;
  }
  const snapshot = analysis.read(file);
  const id = snapshot && modules[snapshot.facts.language].idOf(file);
  if (id === undefined) return undefined;
  if (isNamedInString(analysis, environment, `${id}.${name}`))
    return `a string names ${id}.${name}, as a patch does`;
  if (snapshot?.facts.language !== 'python') return undefined;
  const [patch] = patchLookup(analysis, environment).patches({ kind: 'file', id, file }, name);
  return patch && `${patch.file} patches ${id}.${name}`;
}

/** Whether a string names `dotted` in the files as the analysis has them: a plan may have changed the string. */
function isNamedInString(analysis: Analysis, environment: FixEnvironment, dotted: string): boolean {
  const quoted = new RegExp(`["']${escaped(dotted).replaceAll('.', '\\.')}(\\.[\\w.]*)?["']`);
  return environment.filesNaming(dotted).some((file) => quoted.test(analysis.read(file)?.text ?? ''));
}

/** Whether `importer` imports `name` from `file`, or all of it. */
function importsName(graph: FileContext['graph'], importer: string, file: string, name: string): boolean {
  return graph.importsOf(importer).some((fact) => {
    const target = graph.target(importer, fact);
    if (target.kind !== 'file' || target.file !== file) return false;
    return fact.names.some(
      (imported) => imported.name === name || (imported.name === '*' && fact.form !== 'module'),
    );
  });
}

/** Whether `importer` binds the module itself and has the name in its text: `api.Name`, `patch.object(api, "Name")`. */
function reachesThroughModule(analysis: Analysis, importer: string, file: string, name: string): boolean {
  const { graph } = analysis;
  const bindsModule = graph.importsOf(importer).some((fact, index) => {
    const target = graph.target(importer, fact);
    if (fact.form === 'module' && target.kind === 'file' && target.file === file) return true;
    return fact.names.some((imported, position) => {
      if (imported.name === '*') return false;
      const origin = graph.imported(importer, index, position);
      return origin.kind === 'module' && origin.target.kind === 'file' && origin.target.file === file;
    });
  });
  return bindsModule && new RegExp(`\\b${escaped(name)}\\b`).test(analysis.read(importer)?.text ?? '');
}

function escaped(name: string): string {
  return name.replaceAll(/[$]/g, '\\$&');
}
