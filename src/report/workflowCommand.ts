/** A line that GitHub's runner takes for an annotation of the code. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly place?: {
    /** Relative to the repository. */
    readonly file: string;
    /** 1-based, as are the columns; GitHub takes columns only within one line. */
    readonly line: number;
    readonly endLine: number;
    readonly columns?: { readonly start: number; readonly end: number };
  };
}

/** The annotation as a workflow command: one line, whatever its texts hold. */
export function workflowCommand({ level, title, message, place }: Annotation): string {
  const properties: Record<string, string | number> = {
    ...(place && {
      file: place.file,
      line: place.line,
      endLine: place.endLine,
      ...(place.columns && { col: place.columns.start, endColumn: place.columns.end }),
    }),
    title,
  };
  const list = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${level} ${list}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  const written = text.replace(/\p{Cs}/gu, '\ufffd');
  return written.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
