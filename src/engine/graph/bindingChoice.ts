import type { Binding, FileFacts } from '../facts.ts';
import { guardOf } from './guards.ts';
import { sameOrigin, unknown, type Origin } from './origin.ts';

/** What choosing needs to know of single bindings. */
export interface BindingMeanings {
  readonly bound: (binding: Binding) => Origin;
  /** Whether a `try` can run through up to a binding in it: no import before it fails. */
  readonly runsUpTo: (tryBlock: number, binding: Binding) => boolean;
}

/**
 * Which of a name's bindings counts for one who looks from `observer`: the last that is always made; of a `try` its
 * body where that can run through, else its handlers; of conditions only what all of them agree on.
 */
export function chooseOrigin(
  facts: FileFacts,
  bindings: readonly Binding[],
  observer: number,
  { bound, runsUpTo }: BindingMeanings,
): Origin {
  const last = bindings.at(-1);
  // The usual case.
  if (last && guardOf(facts, last, observer).kind === 'always') return bound(last);
  const conditional: Origin[] = [];
  const handlers = new Map<number, Origin>();
  let missing: Origin | undefined;
  let typesOnly: Origin | undefined;
  let answer: Origin | undefined;
  for (let index = bindings.length - 1; index >= 0 && !answer; index--) {
    const binding = bindings[index]!;
    const guard = guardOf(facts, binding, observer);
    switch (guard.kind) {
      case 'always':
        answer = bound(binding);
        break;
      case 'try': {
        const origin = bound(binding);
        const handler = handlers.get(guard.tryBlock!);
        if (origin.kind === 'missing' || !runsUpTo(guard.tryBlock!, binding)) {
          answer = handler;
          missing ??= origin;
        } else
          answer =
            origin.kind === 'unknown' && handler
              ? unknown('it depends on whether an import succeeds')
              : origin;
        break;
      }
      case 'except':
        if (guard.tryBlock === undefined) conditional.push(bound(binding));
        else if (!handlers.has(guard.tryBlock)) handlers.set(guard.tryBlock, bound(binding));
        break;
      case 'if':
        conditional.push(bound(binding));
        break;
      case 'type-checking':
        typesOnly ??= bound(binding);
        break;
    }
  }
  answer ??= missing;
  if (!answer && conditional.length === 0) [answer] = handlers.values();
  if (conditional.length === 0) return answer ?? typesOnly ?? unknown('nothing binds it');
  const [first, ...others] = answer ? [answer, ...conditional] : conditional;
  return others.every((other) => sameOrigin(first!, other)) ? first! : unknown('it depends on a condition');
}
