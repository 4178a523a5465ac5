import type { Binding, FileFacts } from '../facts.ts';
import { guardOf } from './guards.ts';
import { perhaps, sameOrigin, unknown, type Origin } from './origin.ts';

/** Where a name comes to mean something: a binding, or a statement that gives it another meaning without naming it. */
export type Place = Pick<Binding, 'block' | 'scope' | 'span'>;

/** What choosing needs to know of single places. */
export interface Meanings<At extends Place> {
  readonly meantAt: (place: At) => Origin;
  /** Whether a `try` can run through up to an offset: no import before it fails. */
  readonly runsUpTo: (tryBlock: number, offset: number) => boolean;
  /** Who looks does so once all has run: where a `try` fails behind a place in it, its handlers count. */
  readonly isAfterAll: boolean;
}

/**
 * Which of the places that give a name its meaning counts for one who looks from `observer`: the last that is always
 * passed; of a `try` its body where that can run through, else its handlers; of conditions only what all of them agree on. What
 * may not be passed at all is marked so.
 */
export function chooseOrigin<At extends Place>(
  facts: FileFacts,
  places: readonly At[],
  observer: number,
  { meantAt, runsUpTo, isAfterAll }: Meanings<At>,
): Origin {
  const last = places.at(-1);
  // The usual case.
  if (last && guardOf(facts, last, observer).kind === 'always') return meantAt(last);
  const conditional: Origin[] = [];
  const handlers = new Map<number, Origin>();
  let missing: Origin | undefined;
  let typesOnly: Origin | undefined;
  let answer: Origin | undefined;
  for (let index = places.length - 1; index >= 0 && !answer; index--) {
    const place = places[index]!;
    const guard = guardOf(facts, place, observer);
    switch (guard.kind) {
      case 'always':
        answer = meantAt(place);
        break;
      case 'try': {
        const origin = meantAt(place);
        const handler = handlers.get(guard.tryBlock!);
        if (origin.kind === 'missing' || !runsUpTo(guard.tryBlock!, place.span.start)) {
          answer = handler;
          missing ??= perhaps(origin);
        } else if (handler && isAfterAll && !runsUpTo(guard.tryBlock!, Infinity)) answer = handler;
        else
          answer =
            origin.kind === 'unknown' && handler
              ? unknown('it depends on whether an import succeeds')
              : origin;
        break;
      }
      case 'except':
        if (guard.tryBlock === undefined) conditional.push(meantAt(place));
        else if (!handlers.has(guard.tryBlock)) handlers.set(guard.tryBlock, meantAt(place));
        break;
      case 'if':
        conditional.push(meantAt(place));
        break;
      case 'type-checking':
        typesOnly ??= meantAt(place);
        break;
    }
  }
  answer ??= missing;
  if (!answer && conditional.length === 0)
    for (const [tryBlock, origin] of handlers)
      answer ??= runsUpTo(tryBlock, Infinity) ? perhaps(origin) : origin;
  if (conditional.length === 0) return answer ?? typesOnly ?? unknown('nothing binds it');
  const [first, ...others] = answer ? [answer, ...conditional] : conditional;
  if (!others.every((other) => sameOrigin(first!, other))) return unknown('it depends on a condition');
  return answer || coverAllCases(facts, places, observer) ? first! : perhaps(first!);
}

/** Whether a name gets its meaning in each of the blocks of some `if`, its `else` among them. */
function coverAllCases(facts: FileFacts, places: readonly Place[], observer: number): boolean {
  const blocks = new Set(places.map(({ block }) => block));
  return places.some(({ block, scope }) => {
    const { kind, of: first } = facts.blocks[block]!;
    if (kind !== 'else' || first === undefined || facts.blocks[first]!.kind !== 'if') return false;
    const around = { block: facts.blocks[first]!.parent, scope };
    return (
      guardOf(facts, around, observer).kind === 'always' &&
      facts.blocks.every((each, index) => (index !== first && each.of !== first) || blocks.has(index))
    );
  });
}
