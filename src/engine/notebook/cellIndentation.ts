const indentation = /^[ \t]+/;
const prompt = /^(?:>>>|\.\.\.)(?: |(?=\r?$))/;

/**
 * A cell without the indentation, or the prompts, that all of it has: IPython takes them off. The text stays as long as it
 * was: a form feed in the place of their last character begins the column anew (language reference, 2.1.8).
 */
export function dedent(source: string): string {
  const first = /^(?:[ \t\f\v]*\r?\n)*/.exec(source)![0].length;
  const common = indentation.exec(source.slice(first))?.[0];
  const isPrompted = /^>>>(?: |\r?$)/m.test(source.slice(first, first + 5));
  if (common === undefined && !isPrompted) return source;
  return source
    .split(/(?<=\n)/)
    .map((line) => {
      const length = isPrompted
        ? (prompt.exec(line.replace(/\n$/, ''))?.[0].length ?? 0)
        : line.startsWith(common!)
          ? common!.length
          : 0;
      return length === 0 ? line : `${' '.repeat(length - 1)}\f${line.slice(length)}`;
    })
    .join('');
}
