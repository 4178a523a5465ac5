/** Text as Markdown shows it: no markup, no mention of anybody, one line. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]()#+!|~-]/g, '\\$&')
    .replace(/[&<>@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text as code; not for a table where it may hold a bar. */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padded = line.startsWith('`') || line.endsWith('`') || line === '' ? ` ${line} ` : line;
  return `${fence}${padded}${fence}`;
}

/** A table. Its first column is of words; the others are of numbers, unless `columns` says that they are of words too. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: 'numbers' | 'words' = 'numbers',
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 || columns === 'words' ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)];
}

const longest = 400;

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
  return line.length > longest ? `${line.slice(0, longest)}…`.replace(/\p{Cs}…$/u, '…') : line;
}
