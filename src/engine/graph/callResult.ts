import type { ClassBinding, FileFacts, FunctionBinding, Reference } from '../facts.ts';
import type { Definition, Origin } from './origin.ts';
import { selected } from '../references.ts';

/**
 * What a call of a function gives, read from its definition. `awaitable`: a coroutine or a promise. `value`: surely none.
 * `no-sign`: its annotations do not say, and nothing in it hints at an awaitable. `unknown`: a decorator may change it, or
 * it may pass on what something asynchronous gives.
 */
export type CallResult = 'awaitable' | 'value' | 'no-sign' | 'unknown';

export interface ResultLookup {
  facts(file: string): FileFacts | undefined;
  dotted(file: string, scope: number, text: string): Origin;
  referenced(file: string, reference: Reference): readonly Origin[];
  member(origin: Origin, name: string): Origin;
}

const awaitables = /^(Awaitable|Coroutine|Future|Task|Generator|Promise|PromiseLike)$/;
const asyncIterables = /^Async(Generator|Iterator|Iterable)/;
const plainTypes =
  /^(None|bool|bytes|complex|dict|float|frozenset|int|list|set|str|tuple|boolean|number|string|void)$/;

/** Decorators that leave what a call gives as it is. */
const transparent =
  /^(staticmethod|classmethod|abstractmethod|override|final|deprecated|cache|lru_cache|typechecked|beartype)$/;

/** Bases that make no class awaitable. */
const plainBases =
  /^(object|ABC|Protocol|Generic|Enum|IntEnum|StrEnum|TypedDict|NamedTuple|BaseModel|dict|list)$/;

export function callResult(lookup: ResultLookup, { file, binding }: Definition): CallResult {
  const facts = lookup.facts(file);
  if (!facts || binding.kind !== 'function') return 'unknown';
  if (!binding.decorators.every((name) => transparent.test(lastPart(name)))) return 'unknown';
  const { returns } = binding;
  const annotated = returns === undefined ? '' : lastPart(returns);
  if (binding.isAsync) return asyncIterables.test(annotated) ? 'unknown' : 'awaitable';
  if (awaitables.test(annotated)) return 'awaitable';
  if (plainTypes.test(annotated)) return 'value';
  const stated =
    returns === undefined ? undefined : resultOfType(lookup, file, binding.scope, returns, facts.language);
  if (stated) return stated;
  // TypeScript infers a promise from anything; Python's functions say plainly where they are asynchronous.
  return facts.language === 'typescript' ? 'unknown' : unannotated(lookup, file, facts, binding);
}

/** What an annotation says; undefined where it says nothing that could be followed. */
function resultOfType(
  lookup: ResultLookup,
  file: string,
  scope: number,
  name: string,
  language: FileFacts['language'],
): CallResult | undefined {
  const type = lookup.dotted(file, scope, name);
  if (type.kind !== 'definition') return undefined;
  if (type.binding.kind !== 'class') return undefined;
  const marker = language === 'python' ? '__await__' : 'then';
  return classResult(lookup, { ...type, binding: type.binding }, marker, 0);
}

/** Whether instances of a class can be awaited: the class or a base of it has the method that makes them so. */
function classResult(
  lookup: ResultLookup,
  type: Definition & { binding: ClassBinding },
  marker: string,
  depth: number,
): CallResult | undefined {
  if (lookup.member(type, marker).kind === 'definition') return 'awaitable';
  if (depth > 8) return undefined;
  for (const base of type.binding.bases) {
    if (plainBases.test(lastPart(base))) continue;
    if (awaitables.test(lastPart(base))) return 'awaitable';
    const origin = lookup.dotted(type.file, type.binding.scope, base);
    if (origin.kind !== 'definition' || origin.binding.kind !== 'class') return undefined;
    const result = classResult(lookup, { ...origin, binding: origin.binding }, marker, depth + 1);
    if (result !== 'value') return result;
  }
  return 'value';
}

/** A function without a telling annotation: whether it makes something awaitable that it does not wait for itself. */
function unannotated(
  lookup: ResultLookup,
  file: string,
  facts: FileFacts,
  { body }: FunctionBinding,
): CallResult {
  const hints = selected(facts.references, { use: 'call', scope: body }).some((reference) => {
    if (reference.argumentOf !== undefined || reference.inString) return false;
    const last = reference.members.at(-1) ?? reference.name;
    if (/^(create_task|ensure_future|create_future|run_in_executor|Future)$/.test(last)) return true;
    const origins = lookup.referenced(file, reference);
    const origin = origins.at(-1)!;
    if (origins.length <= reference.members.length || origin.kind !== 'definition') return false;
    const { binding } = origin;
    return (
      binding.kind === 'function' && (binding.isAsync || awaitables.test(lastPart(binding.returns ?? '')))
    );
  });
  return hints ? 'unknown' : 'no-sign';
}

function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}
