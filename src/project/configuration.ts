import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { keyRange, parseConfig } from '../engine/config/parseConfig.ts';
import type { Config } from '../engine/config/schema.ts';
import { lineStarts, rangeOf, type Range } from '../engine/text.ts';

export const configFileName = 'ssot.config.json';

/** A configuration and the folder that its patterns and module roots are relative to. */
export interface LoadedConfig {
  /** Absolute path of the file. */
  readonly path: string;
  /** Absolute path of the folder. */
  readonly root: string;
  readonly text: string;
  readonly config: Config;
  /** Where a key stands in the text: that of the nearest key around it where it is not written there. */
  locate(key: string): Range;
}

/** Something wrong with a configuration, at a place that an editor can show. */
export interface ConfigFault {
  readonly path: string;
  readonly key: string;
  readonly message: string;
  readonly range: Range;
}

export type LoadResult =
  | { readonly ok: true; readonly loaded: LoadedConfig }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/** The nearest configuration in `folder` or above it; undefined where there is none. */
export function findConfig(folder: string): string | undefined {
  for (let at = resolve(folder); ;) {
    const path = join(at, configFileName);
    if (existsSync(path)) return path;
    const above = dirname(at);
    if (above === at) return undefined;
    at = above;
  }
}

/** Reads a configuration. @param root the folder that it is for, where that is not the file's own */
export function loadConfig(path: string, root?: string): LoadResult {
  let text: string;
  try {
    // Editors do not count a byte order mark as text.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT'
        ? 'there is no such file'
        : 'it cannot be read';
    return {
      ok: false,
      faults: [
        {
          path,
          key: '',
          message: why,
          range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
        },
      ],
    };
  }
  const result = parseConfig(text);
  if (result.ok)
    return {
      ok: true,
      loaded: {
        path,
        root: resolve(root ?? dirname(path)),
        text,
        config: result.config,
        locate: (key) => keyRange(text, key),
      },
    };
  const starts = lineStarts(text);
  return {
    ok: false,
    faults: result.problems.map(({ key, message, span }) => ({
      path,
      key,
      message,
      range: rangeOf(starts, span),
    })),
  };
}

/** One line about a fault, as compilers write it. */
export function describeFault({ path, key, message, range }: ConfigFault): string {
  return `${path}:${range.start.line}:${range.start.column}: ${key ? `${key}: ` : ''}${message}`;
}
