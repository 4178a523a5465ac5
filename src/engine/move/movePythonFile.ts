import type { ImportFact } from '../facts.ts';
import { renderPythonImport } from '../python/renderImport.ts';
import { overlaps, type TextEdit } from '../text.ts';
import { moveDottedNames } from './moveDottedNames.ts';
import { moveStrings } from './moveStrings.ts';
import type { LeftReference, MovedReferences, MovingFile } from './moveReferences.ts';
import { spelledAfter } from './spelling.ts';

/** The imports, dotted names and strings of a Python file that name modules which move, or that it names relatively. */
export function movePythonFile(moving: MovingFile): MovedReferences {
  const edits: TextEdit[] = [];
  const left: LeftReference[] = [];
  for (const [index, fact] of moving.facts.imports.entries()) {
    if (fact.form !== 'from') continue;
    const moved = moveFrom(moving, index, fact);
    edits.push(...moved.edits);
    left.push(...moved.left);
  }
  for (const part of [moveDottedNames(moving), moveStrings(moving)]) {
    edits.push(...part.edits);
    left.push(...part.left);
  }
  return { edits: apart(edits), left };
}

/** `from package import name`: each name goes where it is, a module as well as what a module binds. */
function moveFrom(moving: MovingFile, index: number, fact: ImportFact): MovedReferences {
  const { analysis, moves, file, text, facts } = moving;
  const target = analysis.graph.target(file, fact);
  const whole = target.kind === 'unknown' ? undefined : moves.id(target);
  const modules = new Map<string, Map<number, string>>();
  for (const [position, { name, local, localSpan, span }] of fact.names.entries()) {
    const inside = name === '*' ? undefined : analysis.graph.imported(file, index, position);
    const isModule = inside?.kind === 'module' && inside.target.id === `${target.id}.${name}`;
    const id = isModule ? moves.id(inside.target) : undefined;
    // A module that stays, or that goes where its package goes, is named as what the package has.
    const dot = id?.lastIndexOf('.') ?? -1;
    const moved = id !== undefined && id !== `${target.id}.${name}` ? id : undefined;
    if (moved !== undefined && dot < 0) return asModule(moving, fact, moved);
    const home = moved === undefined ? whole : moved.slice(0, dot);
    if (home === undefined) continue;
    const there = moved === undefined ? name : moved.slice(dot + 1);
    // What is bound here keeps its name.
    const alias = localSpan || there !== name ? local : undefined;
    const written =
      moved === undefined
        ? text.slice(span.start, span.end)
        : `${there}${alias === undefined || alias === there ? '' : ` as ${alias}`}`;
    const module = spelledAfter(moving, fact.module, home);
    if (module === fact.module && written === text.slice(span.start, span.end)) continue;
    modules.set(module, (modules.get(module) ?? new Map<number, string>()).set(position, written));
  }
  if (modules.size === 0) return { edits: [], left: [] };
  const rendered = renderPythonImport(text, facts, {
    import: index,
    leaving: new Set([...modules.values()].flatMap((replacing) => [...replacing.keys()])),
    modules: [...modules].map(([module, replacing]) => ({
      module,
      isThisOne: module === fact.module,
      replacing,
      added: [],
    })),
  });
  return rendered.ok ? { edits: rendered.edits, left: [] } : notMoved(fact, rendered.reason);
}

/** `from package import module` of a module that will be in no package. */
function asModule({ text }: MovingFile, fact: ImportFact, id: string): MovedReferences {
  const { statement, names } = fact;
  const local = names[0]?.local ?? id;
  if (names.length > 1 || text.slice(statement.start, statement.end).includes('#'))
    return notMoved(fact, `${id} is in no package any more: import it as a module`);
  return {
    edits: [{ span: statement, text: local === id ? `import ${id}` : `import ${id} as ${local}` }],
    left: [],
  };
}

function notMoved({ statement }: ImportFact, reason: string): MovedReferences {
  return { edits: [], left: [{ span: statement, reason }] };
}

/** What is read twice, as names in a string are, is written once. */
function apart(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits)
    if (!kept.some(({ span }) => overlaps(span, edit.span) || span.start === edit.span.start))
      kept.push(edit);
  return kept;
}
