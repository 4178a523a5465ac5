/**
 * `exports` and `imports` of a package.json, by the algorithm that Node documents under PACKAGE_EXPORTS_RESOLVE,
 * PACKAGE_IMPORTS_RESOLVE and PACKAGE_TARGET_RESOLVE (https://nodejs.org/api/esm.html#resolution-algorithm-specification,
 * explained in https://nodejs.org/api/packages.html). As in TypeScript, a condition or an array gives more than one target:
 * the first whose file is there is meant.
 */

/** Conditions that hold for whoever reads source: of `import` and `require` the one that is written first. */
export const sourceConditions: readonly string[] = ['types', 'import', 'require', 'node', 'module-sync'];

/**
 * The targets of a subpath, relative to the package's folder with a leading `./`; empty where the package keeps it to itself.
 *
 * @param subpath `.` or what begins with `./`
 */
export function exportTargets(
  exports: unknown,
  subpath: string,
  conditions: readonly string[],
): readonly string[] {
  const entries = entriesOf(exports);
  if (subpath === '.' && !('.' in entries)) return [];
  return matched(entries, subpath, conditions).filter(isInside);
}

/**
 * The targets of a specifier that begins with `#`: relative ones with a leading `./`, and specifiers of packages.
 */
export function importTargets(
  imports: unknown,
  specifier: string,
  conditions: readonly string[],
): readonly string[] {
  if (!isRecord(imports) || specifier === '#' || specifier.startsWith('#/')) return [];
  return matched(imports, specifier, conditions).filter(
    (target) => isInside(target) || !/^(?:\.|\/|[a-z]+:)/.test(target),
  );
}

/**
 * Subpaths that may lead to a file, `.` or with a leading `./`. Whether they do is for the resolver to say: another entry
 * may come first.
 *
 * @param paths how targets may write the file, each with a leading `./`
 */
export function subpathsTo(
  exports: unknown,
  paths: readonly string[],
  conditions: readonly string[],
): readonly string[] {
  return keysTo(entriesOf(exports), paths, conditions);
}

/** Specifiers that begin with `#` and may lead to a file, likewise. */
export function importsTo(
  imports: unknown,
  paths: readonly string[],
  conditions: readonly string[],
): readonly string[] {
  return isRecord(imports)
    ? keysTo(imports, paths, conditions).filter((key) => key.startsWith('#') && !key.startsWith('#/'))
    : [];
}

function keysTo(
  entries: Readonly<Record<string, unknown>>,
  paths: readonly string[],
  conditions: readonly string[],
): string[] {
  return Object.keys(entries).flatMap((key) => {
    const targets: string[] = [];
    collect(entries[key], '*', conditions, targets);
    const star = key.indexOf('*');
    if (star < 0) return targets.some((target) => paths.includes(target)) ? [key] : [];
    return targets.flatMap((target) =>
      paths.flatMap((path) => {
        const found = starIn(target, path);
        return found === undefined ? [] : [key.replace('*', () => found)];
      }),
    );
  });
}

/** A package that exports one thing writes it without its subpath. */
function entriesOf(exports: unknown): Readonly<Record<string, unknown>> {
  const isSugar = !isRecord(exports) || Object.keys(exports).some((key) => !key.startsWith('.'));
  return isSugar ? (exports === undefined ? {} : { '.': exports }) : exports;
}

function matched(
  entries: Readonly<Record<string, unknown>>,
  key: string,
  conditions: readonly string[],
): string[] {
  const found: string[] = [];
  if (key.endsWith('/')) return found;
  if (key in entries && !key.includes('*')) {
    collect(entries[key], '', conditions, found);
    return found;
  }
  const patterns = Object.keys(entries).filter((each) => each.split('*').length === 2);
  for (const pattern of patterns.sort(bySpecificity)) {
    const star = starIn(pattern, key);
    if (star === undefined) continue;
    collect(entries[pattern], star, conditions, found);
    break;
  }
  return found;
}

/** PATTERN_KEY_COMPARE: the longest base first, then the longest key. */
function bySpecificity(a: string, b: string): number {
  return b.indexOf('*') - a.indexOf('*') || b.length - a.length;
}

/** What the star of `pattern` stands for in `text`, which is one character at least. */
function starIn(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return undefined;
  const base = pattern.slice(0, star);
  const trailer = pattern.slice(star + 1);
  return text.length >= pattern.length && text.startsWith(base) && text.endsWith(trailer)
    ? text.slice(base.length, text.length - trailer.length)
    : undefined;
}

/** Adds the targets for which the conditions hold. True where `null` ends the search. */
function collect(target: unknown, star: string, conditions: readonly string[], found: string[]): boolean {
  if (target === null) return true;
  if (typeof target === 'string') found.push(target.replaceAll('*', () => star));
  else if (Array.isArray(target))
    return target.some((each) => each !== null && collect(each, star, conditions, found));
  else if (isRecord(target))
    return Object.entries(target).some(
      ([condition, inner]) =>
        (condition === 'default' || conditions.includes(condition)) &&
        collect(inner, star, conditions, found),
    );
  return false;
}

/** A target must stay in its package. */
function isInside(target: string): boolean {
  return (
    target.startsWith('./') &&
    !target
      .slice(2)
      .split('/')
      .some((part) => part === '..' || part === '.' || part === 'node_modules')
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
