import {
  findNodeAtLocation,
  parse,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { z } from 'zod';
import { lineStarts, rangeOf, type Range, type Span } from '../text.ts';
import { presets } from './presets.ts';
import { completeConfigSchema, configSchema, type Config, type ConfigInput } from './schema.ts';

/** One thing that is wrong with a configuration, and where in its text. */
export interface ConfigProblem {
  readonly message: string;
  /** The key that it is about, as `sources[0].module`; empty for the file as a whole. */
  readonly key: string;
  readonly span: Span;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly [ConfigProblem, ...ConfigProblem[]] };

/**
 * Reads the text of an `ssot.config.json`: JSON with comments and trailing commas. Every problem names its key and
 * its place; a configuration with a problem is not used in part.
 */
export function parseConfig(text: string): ConfigResult {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const syntax = errors.map(({ error, offset, length }): ConfigProblem => ({
    message: `not valid JSON: ${printParseErrorCode(error)}`,
    key: '',
    span: { start: offset, end: offset + length },
  }));
  if (syntax.length > 0) return failed(syntax);
  if (!tree)
    return failed([{ message: 'the file is empty; write {} at least', key: '', span: { start: 0, end: 0 } }]);

  const written = parse(text, [], { allowTrailingComma: true }) as unknown;
  const checked = configSchema.safeParse(written);
  if (!checked.success) return failed(checked.error.issues.flatMap((issue) => problemsOf(issue, tree)));

  const own = written as ConfigInput;
  const bases: ConfigInput[] = [];
  const problems: ConfigProblem[] = [];
  for (const [index, name] of (own.extends ?? []).entries()) {
    const preset = name.startsWith('preset:') ? presets[name.slice('preset:'.length)] : undefined;
    if (preset) bases.push(preset);
    else problems.push(problemAt(tree, ['extends', index], unknownPreset(name)));
  }
  const base = bases.reduce(merge, {});
  problems.push(...duplicates(own, tree), ...withoutModule(own, base, tree));
  if (problems.length > 0) return failed(problems);
  return { ok: true, config: totalConfig(merge(base, own)) };
}

/** The configuration of a folder that has none: nothing is a source, so nothing is flagged. */
export function emptyConfig(): Config {
  return totalConfig({});
}

function totalConfig(merged: ConfigInput): Config {
  const { $schema, extends: presetNames, ...config } = completeConfigSchema.parse({ sources: [], ...merged });
  return config;
}

/** Values of the nearer file replace; sources and targets merge by their names. */
function merge(base: ConfigInput, nearer: ConfigInput): ConfigInput {
  const targets = { ...base.staging?.targets, ...nearer.staging?.targets };
  const sources = (base.sources ?? []).map((source) => ({
    ...source,
    ...nearer.sources?.find(({ id }) => id === source.id),
  }));
  const added = (nearer.sources ?? []).filter(({ id }) => !sources.some((source) => source.id === id));
  return {
    ...base,
    ...nearer,
    sources: [...sources, ...added],
    rules: { ...base.rules, ...nearer.rules },
    staging: { targets },
  };
}

function duplicates(config: ConfigInput, tree: Node): ConfigProblem[] {
  const ids = (config.sources ?? []).map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [problemAt(tree, ['sources', index, 'id'], `the source “${id}” is there twice`)],
  );
}

function withoutModule(own: ConfigInput, base: ConfigInput, tree: Node): ConfigProblem[] {
  return (own.sources ?? []).flatMap(({ id, module, legacyModules = [] }, index) =>
    module !== undefined || legacyModules.length > 0 || base.sources?.some((source) => source.id === id)
      ? []
      : [
          problemAt(
            tree,
            ['sources', index, 'module'],
            `the source “${id}” needs its canonical module, or legacy modules to track: “module” is missing`,
          ),
        ],
  );
}

function unknownPreset(name: string): string {
  const known = Object.keys(presets).map((preset) => `preset:${preset}`);
  return `there is no preset “${name}”; there is ${known.join(', ')}`;
}

/** One problem per unknown key, so that each is marked where it stands. */
function problemsOf(issue: z.core.$ZodIssue, tree: Node): ConfigProblem[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problemAt(tree, [...path, key], `unknown key “${key}”`, true));
  return [problemAt(tree, path, issue.message)];
}

/** Where a key such as `sources[0].module` stands; of a key that a preset brings, the nearest that is written. */
export function keyRange(text: string, key: string): Range {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const path = [...key.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  const span = tree ? problemAt(tree, path, '').span : { start: 0, end: 0 };
  return rangeOf(lineStarts(text), span);
}

function problemAt(tree: Node, path: (string | number)[], message: string, atKey = false): ConfigProblem {
  let node = findNodeAtLocation(tree, path);
  // A key that is missing is reported at the object that lacks it.
  for (let length = path.length - 1; !node && length >= 0; length--)
    node = findNodeAtLocation(tree, path.slice(0, length));
  const shown = atKey ? (node?.parent?.children?.[0] ?? node) : node;
  const { offset, length } = shown ?? tree;
  return { message, key: keyText(path), span: { start: offset, end: offset + length } };
}

function keyText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (key, part) => (typeof part === 'number' ? `${key}[${part}]` : key ? `${key}.${part}` : part),
    '',
  );
}

function failed(problems: ConfigProblem[]): ConfigResult {
  const [first, ...rest] = problems;
  return first
    ? { ok: false, problems: [first, ...rest] }
    : {
        ok: false,
        problems: [{ message: 'the configuration cannot be read', key: '', span: { start: 0, end: 0 } }],
      };
}
