import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { createPythonModules } from '../graph/pythonModules.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { modulePath } from '../typescript/posixPath.ts';

/** A file or folder that is about to be called otherwise. Both paths are relative to the configuration's folder, POSIX. */
export interface PathMove {
  readonly from: string;
  readonly to: string;
}

/** What paths and modules are called once everything has moved. */
export interface Moves {
  /** A path afterwards; the same where it stays. */
  path(path: string): string;
  /** The id of a module afterwards; one that is not there goes where its package goes. */
  id(target: ModuleTarget): string;
  /** The id of a Python module that will be in `file`, which is a path afterwards. */
  readonly pythonId: (file: string) => string;
  /** The folders in which Python's module names start, afterwards. */
  readonly roots: readonly string[];
}

/** What is known of moves before they are made, or why names cannot follow them. */
export type MovesResult =
  { readonly ok: true; readonly moves: Moves } | { readonly ok: false; readonly reason: string };

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

export function createMoves(analysis: Analysis, given: readonly PathMove[]): MovesResult {
  // Of a folder and something in it, which moves apart, the inner one counts.
  const ordered = [...given].sort((a, b) => b.from.length - a.from.length);
  const path = (at: string): string => {
    const move = ordered.find(({ from }) => at === from || at.startsWith(`${from}/`));
    return move ? move.to + at.slice(move.from.length) : at;
  };
  const { config } = analysis;
  const roots = config.roots.map((root) => (isPlain(root) ? path(withoutDot(root)) : root));
  const nowhere = { fileExists: () => false, directoryExists: () => false };
  const after = createPythonModules(nowhere, roots);

  function id(target: ModuleTarget): string {
    const place =
      target.kind === 'file' ? target.file : target.kind === 'namespace' ? target.directory : undefined;
    if (place === undefined) return target.kind === 'missing' ? missingId(target.id) : target.id;
    const moved = path(place);
    if (moved === place) return target.id;
    return target.kind === 'namespace' || languageOf(place) === 'python'
      ? after.idOf(moved)
      : modulePath(moved);
  }

  function missingId(missing: string): string {
    const there = path(missing);
    const dot = missing.lastIndexOf('.');
    if (there !== missing || dot < 0) return there;
    const around = analysis.modules.python.resolveId(missing.slice(0, dot));
    return around.kind === 'unknown' ? missing : id(around) + missing.slice(dot);
  }

  for (const { from, to } of given) {
    const reason = unnameable(from, to, roots);
    if (reason !== undefined && isNamed(analysis, from)) return { ok: false, reason };
  }
  return { ok: true, moves: { path, id, pythonId: (file) => after.idOf(file), roots } };
}

/** Why a module that is at `to` has no name, as far as that can be told from the path. */
function unnameable(from: string, to: string, roots: readonly string[]): string | undefined {
  if (to.startsWith('../')) return `${from} leaves the folder of its configuration`;
  const isPythonFile = from.endsWith('.py');
  if (isPythonFile && !to.endsWith('.py')) return `${to} is not a Python module any more`;
  if (/\.[cm]?[jt]sx?$/.test(from)) return undefined;
  const root = roots
    .map((each) => (isPlain(each) ? `${withoutDot(each)}/` : ''))
    .filter((prefix) => to.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  // A folder around the roots is no module, and what is below them keeps its name.
  if (!isPythonFile && roots.some((each) => `${withoutDot(each)}/`.startsWith(`${to}/`))) return undefined;
  if (root === undefined) return `${to} is under none of the roots ${roots.join(', ')}`;
  const parts = to.slice(root.length).replace(/\.py$/, '').split('/');
  const odd = parts.find((part) => !identifier.test(part));
  return odd === undefined ? undefined : `${odd} cannot be imported: it is no Python name`;
}

/** Whether a source of truth has its canonical or a legacy module at a path, or below it. */
export function isNamed({ sources, modules }: Analysis, path: string): boolean {
  const isAt = (target: ModuleTarget): boolean => {
    const place =
      target.kind === 'file' ? target.file : target.kind === 'namespace' ? target.directory : undefined;
    return place !== undefined && (place === path || place.startsWith(`${path}/`));
  };
  return sources.some(
    ({ config, canonical }) =>
      isAt(canonical) ||
      config.legacyModules.some((id) => modules[config.language].resolveEvery(id).some(isAt)),
  );
}

function isPlain(root: string): boolean {
  return withoutDot(root) !== '';
}

/** `./a/b/` as `a/b`, and `.` as nothing. */
export function withoutDot(path: string): string {
  return path.replace(/^\.(\/|$)/, '').replace(/\/$/, '');
}
