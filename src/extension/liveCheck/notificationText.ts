/** A notification cuts longer ones itself, in a place of its own. */
const longest = 500;

/**
 * A text for a notification of the editor, which makes links of `[words](address)`, of commands too: what a server or a
 * configuration said is words and nothing else.
 */
export function notificationText(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('](', '] (');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
