/**
 * Several small files in one, as Go's txtar has them: `-- path --` on a line of its own begins a file, which goes on to
 * the next such line. What stands before the first is prose.
 */
export interface Archive {
  readonly prose: string;
  readonly files: ReadonlyMap<string, string>;
}

const heading = /^-- (.+) --$/;

export function parseArchive(text: string): Archive {
  const files = new Map<string, string>();
  let prose = '';
  let current: string | undefined;
  for (const line of text.split(/(?<=\n)/)) {
    const path = heading.exec(line.trimEnd())?.[1];
    if (path !== undefined) {
      if (files.has(path)) throw new Error(`the archive has ${path} twice`);
      current = path;
      files.set(path, '');
    } else if (current === undefined) prose += line;
    else files.set(current, files.get(current)! + line);
  }
  return { prose, files };
}

export function formatArchive({ prose, files }: Archive): string {
  const parts = [...files].map(
    ([path, text]) => `-- ${path} --\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}`,
  );
  return prose + parts.join('');
}
