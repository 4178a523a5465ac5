import { counterpartOf, type Counterpart } from '../counterpart.ts';
import type { StringFact } from '../facts.ts';
import type { Origin } from '../graph/origin.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import { failureIsCaught } from '../surroundings.ts';
import type { FixKind } from '../violation.ts';
import { isOnePiece, ownerByName, severalPieces, type Judged } from './judgedString.ts';
import type { NamedByString } from './stringTarget.ts';

/** A keyword that names what is owned. */
interface Replaced {
  readonly name: string;
  readonly today: Origin;
  readonly source: Source;
  readonly counterpart: Counterpart;
}

/** `patch.multiple("legacy", Name=double)`: the names are keywords, and the string is the module of all of them. */
export function ofKeywords(
  context: FileContext,
  fact: StringFact,
  { module, call }: NamedByString,
): Judged | undefined {
  const { graph, facts } = context;
  const given = call()?.call?.arguments ?? [];
  // The string may be a double that a keyword is given.
  if (given[0]?.valueSpan.start !== fact.span.start) return undefined;
  const names = given.slice(1).flatMap(({ keyword }) => keyword ?? []);
  const caught = failureIsCaught(facts, fact.block);
  const replaced = names.flatMap((name): Replaced[] => {
    const today = graph.exported(module, name, facts.language);
    const source = ownerByName(context, module.id, name, today);
    return source ? [{ name, today, source, counterpart: counterpartOf(source, name, today, caught) }] : [];
  });
  const [first] = replaced;
  if (!first) return undefined;
  const { source } = first;
  const obstacle = obstacleOf(fact, replaced, given.length - 1);
  const why = obstacle ?? first.counterpart.why;
  const kindOf = ({ counterpart }: Replaced): FixKind => (obstacle === undefined ? counterpart.kind : 'none');
  const listed = replaced.map(({ name }) => name).join(' and ');
  return {
    source,
    module: module.id,
    message: `The call names ${listed} of ${module.id}; the source of truth is ${source.truth}.`,
    why,
    ...(obstacle === undefined && { title: `Name ${source.config.module} in the string` }),
    items: replaced.map((each) => ({
      name: each.name,
      source: each.source.config.id,
      local: undefined,
      from: `${module.id}.${each.name}`,
      to: obstacle === undefined ? `${source.config.module}.${each.name}` : undefined,
      kind: kindOf(each),
      why,
    })),
  };
}

/** Why the string cannot name the canonical module: all keywords would have to mean something there. */
function obstacleOf(fact: StringFact, replaced: readonly Replaced[], count: number): string | undefined {
  const [{ source }] = replaced as [Replaced, ...Replaced[]];
  const unknown = replaced.find(({ counterpart }) => counterpart.kind === 'none');
  if (unknown) return unknown.counterpart.why;
  if (replaced.length < count || replaced.some((each) => each.source !== source))
    return `the call is given more than what ${source.config.id} owns: patch that by itself`;
  const renamed = replaced.find(({ name, counterpart }) => counterpart.name !== name);
  if (renamed)
    return `${renamed.name} is called ${renamed.counterpart.name!} in ${source.config.module}: change both by hand`;
  if (!isOnePiece(fact)) return severalPieces;
  // A double in the legacy module is there for whoever reads the name there.
  const there = replaced.find(({ today }) => today.kind !== 'missing');
  return (
    there &&
    `${there.name} is replaced for who reads it in that module: move it together with the imports that it is meant for`
  );
}
