/**
 * What a server wrote, and the name of a file, may hold control characters and ones that turn the writing direction; a
 * terminal must not obey them.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
