import type { ForeignHit } from './observations.ts';
import { createTermSearch } from './termSearch.ts';

/** What names a user, or something of that user alone. */
export interface OwnTerm {
  readonly what: ForeignHit['what'];
  readonly text: string;
}

/** A user's terms, and every frame that the user's sockets received. */
export interface SocketContents {
  readonly terms: readonly OwnTerm[];
  readonly frames: readonly {
    readonly text: string;
    /** The text as JSON, where it is an object. */
    readonly json: Readonly<Record<string, unknown>> | null;
    readonly evidence: string;
  }[];
}

/** Shorter ones stand in messages by chance. */
const shortestTerm = 6;

/**
 * What each user's sockets received of the others: one pass over each frame, with the terms of all users. JSON is compared as
 * it would be written without needless escapes. A term of two users is a hit on either, for it should be of one alone.
 */
export function foreignHits(users: readonly SocketContents[]): ForeignHit[][] {
  const terms = users.flatMap((user, of) =>
    user.terms
      .filter(({ text }) => text.length >= shortestTerm)
      .map(({ what, text }) => ({ text: JSON.stringify(text).slice(1, -1), value: { of, what } })),
  );
  const search = createTermSearch(terms);
  return users.map(({ frames }, index) =>
    frames.flatMap(({ text, json, evidence }) => {
      const found = [...search(json === null ? text : JSON.stringify(json))].filter(({ of }) => of !== index);
      const distinct = new Map(found.map(({ of, what }) => [`${of} ${what}`, { of, what, evidence }]));
      return [...distinct.values()];
    }),
  );
}
