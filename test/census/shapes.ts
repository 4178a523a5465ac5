/** What the old names of the emitter are: shims, doubles or other classes, by what they resolve to. */
import type { Analysis } from '../../src/engine/analysis.ts';
import { counterpartOf } from '../../src/engine/counterpart.ts';
import { definitionKey, sameOrigin, type Origin } from '../../src/engine/graph/origin.ts';
import { isLookAlike } from '../../src/engine/lookAlikes.ts';
import { ownerOf } from '../../src/engine/ownership.ts';
import type { Source } from '../../src/engine/source.ts';
import type { Statement } from './statements.ts';

/** `module.name: what it is, kind of the fix of its import`, by how many from-imports there are of it. */
export type Shapes = Readonly<Record<string, number>>;

/** The names that are owned, or look like it, of from-imports of the legacy modules. */
export function shapesOf({ graph, modules, sources }: Analysis, statements: readonly Statement[]): Shapes {
  const source = sources.find(({ config }) => config.id === 'websocket-emitter')!;
  const shapes: Record<string, number> = {};
  for (const { module, names, swap } of statements) {
    if (swap === undefined || swap === 'star') continue;
    for (const name of names) {
      const today = graph.exported(modules.python.resolveId(module), name, 'python');
      const isOwned = ownerOf(sources, module, name, today) === source;
      if (!isOwned && !isLookAlike(source.config.lookAlikes, name)) continue;
      const fix = isOwned ? counterpartOf(source, name, today, false).kind : 'none';
      const key = `${module}.${name}: ${shapeOf(source, name, today)}, ${fix}`;
      shapes[key] = (shapes[key] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * - `shim`: the managed class under whatever name.
 * - `passed on`: another class or function of the canonical module.
 * - `double`: not what the canonical module has under that name.
 * - `other`: a definition of which the canonical module has no namesake.
 * - `gone`: not there today.
 */
function shapeOf(source: Source, name: string, today: Origin): string {
  if (today.kind === 'missing') return 'gone';
  if (today.kind !== 'definition') return 'cannot be told';
  if (source.classDefinitions.has(definitionKey(today))) return 'shim';
  const there = source.canonicalName(name);
  if (sameOrigin(today, there)) return 'passed on';
  return there.kind === 'missing' ? 'other' : 'double';
}
