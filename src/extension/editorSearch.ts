/** What a search of the editor found, or why it could not search: an installation may lack the program that does. */
export type SearchResult<Found> =
  { readonly ok: true; readonly found: readonly Found[] } | { readonly ok: false; readonly reason: string };

/** Searches. A search that fails is a result too: it must not take down what it is a part of. */
export async function searched<Found>(
  search: () => PromiseLike<readonly Found[]>,
): Promise<SearchResult<Found>> {
  try {
    return { ok: true, found: await search() };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
