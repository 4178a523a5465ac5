import { parse } from 'jsonc-parser';
import { pathTest } from '../globs.ts';
import { joinPath } from './posixPath.ts';

/** The files as far as the packages of a workspace are found in them. */
export interface WorkspaceHost {
  readFile(path: string): string | undefined;
  /** Names of the folders in a folder; empty where it is not there. */
  foldersIn(path: string): readonly string[];
}

/**
 * The packages of the workspace whose top is `folder`, by name: the folders that `workspaces` of its package.json or
 * `packages` of its pnpm-workspace.yaml match. Empty where it is the top of none.
 */
export function workspacePackages(host: WorkspaceHost, folder: string): ReadonlyMap<string, string> {
  const globs = [
    ...npmGlobs(host, folder),
    ...pnpmGlobs(host.readFile(joinPath(folder, 'pnpm-workspace.yaml'))),
  ];
  const isLeftOut = pathTest(globs.flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : [])));
  const found = new Map<string, string>();
  for (const glob of globs.filter((each) => !each.startsWith('!')))
    for (const inside of foldersOf(host, folder, '', glob.split('/').filter(isPart))) {
      const name = isLeftOut(inside) ? undefined : jsonOf(host, joinPath(folder, inside))['name'];
      if (typeof name === 'string' && !found.has(name)) found.set(name, joinPath(folder, inside));
    }
  return found;
}

const isPart = (part: string): boolean => part !== '' && part !== '.';

/** The folders below `inside` that the parts of a glob lead to. */
function foldersOf(host: WorkspaceHost, top: string, inside: string, parts: readonly string[]): string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [inside];
  const folders = host
    .foldersIn(joinPath(top, inside))
    .filter((name) => name !== 'node_modules' && !name.startsWith('.'));
  const below = (name: string): string => (inside === '' ? name : `${inside}/${name}`);
  if (part === '**')
    return [
      ...foldersOf(host, top, inside, rest),
      ...folders.flatMap((name) => foldersOf(host, top, below(name), parts)),
    ];
  const isMatch = pathTest([part]);
  return folders.filter(isMatch).flatMap((name) => foldersOf(host, top, below(name), rest));
}

function npmGlobs(host: WorkspaceHost, folder: string): string[] {
  const { workspaces } = jsonOf(host, folder);
  const listed = isRecord(workspaces) ? workspaces['packages'] : workspaces;
  return Array.isArray(listed) ? listed.filter((each): each is string => typeof each === 'string') : [];
}

/** The list under `packages:`, as pnpm's own documentation writes it: one a line, or in brackets. */
function pnpmGlobs(yaml = ''): string[] {
  const lines = yaml.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('packages:'));
  if (start < 0) return [];
  const inline = /\[(.*)\]/.exec(lines[start]!)?.[1];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => !/^\s*(?:[-#].*)?$/.test(line));
  const listed = (end < 0 ? after : after.slice(0, end)).flatMap((line) => /^\s*-(.*)/.exec(line)?.[1] ?? []);
  return (inline?.split(',') ?? listed).flatMap((item) => {
    const [, quoted, plain] = /^\s*(?:(['"].*?['"])|([^\s#]+))/.exec(item) ?? [];
    return quoted?.slice(1, -1) ?? plain ?? [];
  });
}

function jsonOf(host: WorkspaceHost, folder: string): Record<string, unknown> {
  const json = parse(host.readFile(joinPath(folder, 'package.json')) ?? '') as unknown;
  return isRecord(json) ? json : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
