import type { Analysis } from '../analysis.ts';
import { counterpartOf } from '../counterpart.ts';
import type { FileFacts } from '../facts.ts';
import { describeOrigin, type Origin } from '../graph/origin.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Source } from '../source.ts';
import { ownImportOf } from './ownImport.ts';
import type { TakenNames } from './takenNames.ts';

/** A name that a shim goes on to hand out. */
export interface KeptName {
  readonly name: string;
  /** The module that it is taken from: the canonical one's id, or an import of the module's own as it is written. */
  readonly from: { readonly canonical: ModuleTarget } | { readonly written: string };
  /** Its name there; undefined for the module itself. */
  readonly there: string | undefined;
  readonly typeOnly: boolean;
  /** `safe`: the same object as today. `unsafe`: the canonical one in place of the module's own. */
  readonly kind: 'safe' | 'unsafe';
}

export interface KeptNames {
  readonly kept: readonly KeptName[];
  /** Names that are imported and not there: they fail today, and a shim does not wake them. */
  readonly missing: readonly string[];
  /** Why a name cannot be kept, a sentence each. */
  readonly obstacles: readonly string[];
}

/** The names in the order in which a shim imports them. */
export function canonicalFirst(kept: readonly KeptName[]): KeptName[] {
  const rank = ({ from }: KeptName): number => Number(!('canonical' in from));
  return [...kept].sort((a, b) => rank(a) - rank(b));
}

/** Where a shim would take each name from. What the canonical module has as the same object comes from there. */
export function keptNames(
  analysis: Analysis,
  file: string,
  sources: readonly Source[],
  { names }: TakenNames,
  isUnsafeAllowed: boolean,
): KeptNames {
  const { facts } = analysis.read(file)!;
  const module = { kind: 'file', id: analysis.modules[facts.language].idOf(file), file } as const;
  const kept: KeptName[] = [];
  const missing: string[] = [];
  const obstacles: string[] = [];
  for (const [name, users] of inOrder(names, facts)) {
    const today = analysis.graph.exported(module, name, facts.language);
    if (today.kind === 'missing') missing.push(name);
    else {
      const found = keep(name, today);
      if (typeof found === 'string') obstacles.push(`${name}, taken by ${people(users)}, ${found}`);
      else kept.push(found);
    }
  }
  return { kept, missing, obstacles };

  function keep(name: string, today: Origin): KeptName | string {
    const candidates = sources.map((source) => ({
      source,
      ...counterpartOf(source, name, today, false),
    }));
    const isOwn = today.kind === 'definition' && today.file === file;
    const same = candidates.find((each) => each.kind === 'safe');
    if (same && isOwn) return `is defined here, and ${same.source.config.module} takes it from here`;
    if (same) return fromCanonical(name, same.source, same.name, today, 'safe');
    const own = ownImportOf(analysis, file, name, today);
    if (own)
      return {
        name,
        from: { written: own.module },
        there: own.name,
        typeOnly: own.typeOnly || isType(today),
        kind: 'safe',
      };
    if (today.kind === 'unknown') return `cannot be followed: ${today.reason}`;
    const other = candidates.find((each) => each.kind === 'unsafe');
    if (other?.replacesFactory === true)
      return `is ${describeOrigin(today)}, and ${other.name} takes other arguments: its calls have to change first`;
    if (other && isUnsafeAllowed) return fromCanonical(name, other.source, other.name, today, 'unsafe');
    if (other)
      return `is ${describeOrigin(today)}, another object than the one in ${other.source.config.module}; with --unsafe that one takes its place`;
    const [first] = sources;
    return `is ${describeOrigin(today)}, and ${first!.config.module} has none`;
  }

  function fromCanonical(
    name: string,
    source: Source,
    there: string | undefined,
    today: Origin,
    kind: KeptName['kind'],
  ): KeptName {
    const name2 = there ?? name;
    const origin = kind === 'unsafe' ? source.canonicalName(name2) : today;
    return { name, from: { canonical: source.canonical }, there: name2, typeOnly: isType(origin), kind };
  }
}

/** An interface or a type alias: nothing of it is there when the program runs. */
function isType(origin: Origin): boolean {
  return origin.kind === 'definition' && origin.binding.kind === 'type';
}

/** The names in the order of `__all__`, then as the module has them, then as they were found. */
function inOrder(
  names: TakenNames['names'],
  { all, exports, bindings }: FileFacts,
): [string, readonly string[]][] {
  const order = [
    ...(all === 'computed' ? [] : (all ?? [])),
    ...exports.map(({ exported }) => exported),
    ...bindings.flatMap(({ scope, name }) => (scope === 0 ? [name] : [])),
  ];
  const places = new Map([...order.entries()].reverse().map(([at, name]) => [name, at]));
  const place = (name: string): number => places.get(name) ?? order.length;
  return [...names].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : Number(a > b)));
}

function people(files: readonly string[]): string {
  const [first = '', ...more] = files;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
