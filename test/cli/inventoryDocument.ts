/** `inventory --format json`, as far as tests look at it. */
export interface InventoryDocument {
  summary: Record<string, unknown>;
  entries: {
    id: string;
    name: string;
    source: string;
    kind: string;
    looksAlike: boolean;
    counts: { imports: number };
    definitions: { file: string; by: string; range: { start: { line: number } } }[];
    bindings: { binding: string; kind: string }[];
  }[];
  legacyModules: { module: string; source: string; statements: number }[];
}

export function parsedInventory(stdout: string): InventoryDocument {
  return JSON.parse(stdout) as InventoryDocument;
}

/** The class statements of names that look alike, in the order of their places: `a/b.py:3 Name`. */
export function definitionsByPlace({ entries }: InventoryDocument): { place: string; kind: string }[] {
  return entries
    .flatMap(({ name, kind, looksAlike, definitions }) =>
      looksAlike
        ? definitions.flatMap(({ file, by, range }) =>
            by === 'statement' ? [{ place: `${file}:${range.start.line} ${name}`, kind }] : [],
          )
        : [],
    )
    .sort((a, b) => (a.place < b.place ? -1 : 1));
}
