import { counterpartOf } from '../counterpart.ts';
import { isStarImport, type FileFacts } from '../facts.ts';
import { sameOrigin } from '../graph/origin.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import { modulePath } from '../typescript/posixPath.ts';
import type { MovedFromStar, StarMoveResult } from './starMove.ts';

/**
 * Works out which names `export * from 'legacy'` passes on that are exported by name instead, each from where it belongs: what is
 * exported by name takes the place of what a star brings. Only the same objects move so; whoever imports them must not
 * get others.
 */
export function planStarReexport(context: FileContext, index: number): StarMoveResult {
  const { facts, file, graph } = context;
  const target = graph.target(file, facts.imports[index]!);
  const brought = graph.exportedNames(target, 'typescript');
  if (!brought) return refused(`which names ${target.id} gives cannot be told from its text`);
  const own = { kind: 'file', id: modulePath(file), file } as const;
  const moved = new Map<string, MovedFromStar>();
  for (const name of brought) {
    if (isExportedByName(facts, name)) continue;
    const origin = graph.exported(target, name, 'typescript');
    const source = violatedSource(context, target.id, name, origin);
    if (!source || source.canonical.id === target.id) continue;
    const counterpart = counterpartOf(source, name, origin, false);
    if (counterpart.name === undefined) return refused(counterpart.why);
    if (counterpart.kind !== 'safe' || counterpart.replacesFactory)
      return refused(`whoever takes ${name} from here would get another object: ${counterpart.why}`);
    if (!sameOrigin(graph.exported(own, name, 'typescript'), origin))
      return refused(`another star of this file brings a ${name}, too`);
    moved.set(name, { source, origin, name: counterpart.name, kind: counterpart.kind, why: counterpart.why });
  }
  return { ok: true, move: { stay: new Map(), moved, unused: [] } };
}

/** Whether a file exports a name by a statement that names it, which counts before what a star brings. */
export function isExportedByName(facts: FileFacts, name: string): boolean {
  return facts.exports.some(
    ({ exported, import: index }) =>
      exported === name && (index === undefined || !isStarImport(facts.imports[index]!)),
  );
}

function refused(reason: string): StarMoveResult {
  return { ok: false, reason };
}
