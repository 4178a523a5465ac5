const entities: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };

/** Text as it may stand in an attribute, or between tags. */
export const htmlText = (text: string): string =>
  text.replace(/[&"<>]/gu, (character) => entities[character]!);
