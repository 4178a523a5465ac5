import type { Reference, StringFact } from '../facts.ts';
import { selected } from '../references.ts';
import type { FileContext } from '../rule.ts';
import type { Span } from '../text.ts';

/** A package from which a relative name starts. */
export interface FromPackage {
  /** Its dotted name. */
  readonly id: string;
  /** It is the file's own, as every module knows it of itself. */
  readonly isOwn: boolean;
}

/** The package that an importing call is given for a relative name: `import_module(".sockets", "chat")`. */
export function packageOf(context: FileContext, { call }: Reference): FromPackage | undefined {
  const given = call?.arguments.find(
    ({ keyword, spread }, index) =>
      spread === undefined && (keyword === undefined ? index === 1 : keyword === 'package'),
  );
  if (!given) return undefined;
  const written = stringAt(context, given.valueSpan);
  const id = written ?? ownPackage(context, given.valueSpan);
  return id === undefined ? undefined : { id, isOwn: written === undefined };
}

function stringAt({ facts }: FileContext, span: Span): string | undefined {
  const value = facts.strings.find(
    (each) => each.span.start === span.start && each.span.end === span.end,
  )?.value;
  return value?.startsWith('.') ? undefined : value;
}

/** `__package__`, and `__name__` in the file that a package is. */
function ownPackage({ facts, file, graph }: FileContext, span: Span): string | undefined {
  const reference = selected(facts.references, { startsIn: { start: span.start, end: span.start + 1 } }).find(
    (each) => each.span.end === span.end,
  );
  const isPackage = /(^|\/)__init__\.py$/.test(file);
  if (reference?.name !== '__package__' && !(reference?.name === '__name__' && isPackage)) return undefined;
  if (graph.bindingsOf(file, reference).length > 0) return undefined;
  const { kind, id } = graph.target(file, { module: '.' });
  return kind === 'unknown' ? undefined : id;
}

/** What a relative name means from a package; undefined where it leads out of what the package is in. */
export function absoluteName({ value }: Pick<StringFact, 'value'>, from: string): string | undefined {
  const base = baseOf(value, from);
  const rest = value.replace(/^\.+/, '');
  return base && `${base}.${rest}`;
}

/** A module's name as it is written from a package in place of the relative name `value`: absolute where that reaches no further. */
export function relativeName(value: string, from: string, id: string): string {
  const base = baseOf(value, from);
  const dots = /^\.*/.exec(value)![0];
  return base !== undefined && id.startsWith(`${base}.`) ? dots + id.slice(base.length + 1) : id;
}

function baseOf(value: string, from: string): string | undefined {
  const levels = /^\.*/.exec(value)![0].length;
  const parts = from.split('.');
  return levels > parts.length ? undefined : parts.slice(0, parts.length - levels + 1).join('.');
}
