import { languageOf } from '../engine/graph/moduleGraph.ts';
import type { ProposedSource } from '../engine/proposal/proposal.ts';
import {
  fewestShared,
  shapeOf,
  similarIn,
  withSimilar,
  type SimilarClass,
} from '../engine/proposal/shape.ts';
import type { IndexProgress, Project } from './project.ts';
import { isWholeName } from './sourceBytes.ts';
import { createWordSearch } from './wordSearch.ts';

/**
 * Adds what has the shape of a source's class under another name. Read in full is only what holds enough of its methods.
 *
 * @param known the look-alikes of all sources
 */
export function* addSimilarShapes(
  project: Project,
  proposed: ProposedSource,
  known: readonly string[],
): Generator<IndexProgress, ProposedSource> {
  const analysis = project.analysis();
  const shape = shapeOf(analysis, proposed);
  if (shape.methods.size < fewestShared) return proposed;
  const words = [...shape.methods];
  const search = createWordSearch(words);
  const files = project
    .files()
    .filter((file) => languageOf(file) === (proposed.source.language ?? 'python') && !shape.isLeftOut(file));
  const similar: SimilarClass[] = [];
  for (const [done, file] of files.entries()) {
    if (done % 200 === 0) yield { done, total: files.length };
    const content = project.content(file);
    if (content === undefined) continue;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const seen = new Set<number>();
    const isEnough = search(bytes, (word, at) => {
      if (isWholeName(bytes, at, at + Buffer.byteLength(words[word]!))) seen.add(word);
      return seen.size >= fewestShared;
    });
    if (isEnough) similar.push(...similarIn(analysis, file, shape));
  }
  return withSimilar(proposed, similar, known);
}
