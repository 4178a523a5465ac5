import { folderOf, modulePath, relativePath, withoutExtension } from '../typescript/posixPath.ts';
import type { TextEdit } from '../text.ts';
import type { MovedReferences, MovingFile } from './moveReferences.ts';

const extension = /\.[cm]?[jt]sx?$/;

/** The paths that `jest.mock('./x')` and its like are given, which nobody else takes for imports. */
export function moveMocks({ analysis, moves, file, text, facts }: MovingFile): MovedReferences {
  const edits: TextEdit[] = [];
  for (const { value, contentSpan } of facts.strings) {
    const target = analysis.graph.target(file, { module: value });
    if (target.kind !== 'file' || text.slice(contentSpan.start, contentSpan.end) !== value) continue;
    const there = moves.path(target.file);
    const here = moves.path(file);
    const isRelative = /^\.\.?(\/|$)/.test(value);
    if (there === target.file && (here === file || !isRelative)) continue;
    const written =
      (isRelative ? undefined : aliased(value, target.file, there)) ?? relative(value, here, there);
    if (written !== value) edits.push({ span: contentSpan, text: written });
  }
  return { edits, left: [] };
}

/** With an extension where there was one, and `/index` where it was written. */
function relative(value: string, here: string, there: string): string {
  const path = relativePath(folderOf(here), there);
  const written = extension.exec(value)?.[0];
  if (written !== undefined) return withoutExtension(path) + written;
  if (/(^|\/)index$/.test(value)) return withoutExtension(path);
  return modulePath(path) || '.';
}

/** What stands before the part that an alias and the path share is the alias; undefined where it leads there no more. */
function aliased(value: string, from: string, to: string): string | undefined {
  const written = extension.exec(value)?.[0] ?? '';
  const stem = (path: string): string =>
    written !== '' || /(^|\/)index$/.test(value) ? withoutExtension(path) : modulePath(path);
  const [name, old, next] = [value.slice(0, value.length - written.length), stem(from), stem(to)].map(
    (path) => path.split('/'),
  ) as [string[], string[], string[]];
  let shared = 0;
  while (shared < name.length - 1 && shared < old.length && name.at(-1 - shared) === old.at(-1 - shared))
    shared++;
  if (shared === 0) return undefined;
  const base = old.slice(0, old.length - shared);
  if (!base.every((part, at) => next[at] === part)) return undefined;
  return [...name.slice(0, name.length - shared), ...next.slice(base.length)].join('/') + written;
}
