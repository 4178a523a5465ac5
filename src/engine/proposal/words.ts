/** The words that a name is put together from, in lower case: `UnifiedWebSocketManager`, `get_websocket_manager`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** What stands in a configuration for names like one: `*Order*Repository*` for `OrderRepository`, and a pattern as it is. */
export function patternLike(name: string): string {
  if (name.includes('*')) return name;
  const words = wordsOf(name).map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.length === 0 ? name : `*${words.join('*')}*`;
}

/** A name as classes have it: `Hub`, `_Hub`. */
export function isClassLike(name: string): boolean {
  return /^_*[A-Z]/.test(name) && /[a-z]/.test(name);
}

/** A name as instances have it: `socketHub`. Python's modules and functions look the same, TypeScript's functions begin with a verb. */
export function isInstanceLike(name: string): boolean {
  return /^[a-z]/.test(name) && /[A-Z]/.test(name) && !isMakerLike(name);
}

const makers = /^(get|create|make|build|new|open|obtain|acquire|provide|use)$/;

/** A name that says that it hands something out: `get_hub`, `createHub`, `useHub`. */
export function isMakerLike(name: string): boolean {
  const [first = ''] = wordsOf(name);
  return !isClassLike(name) && makers.test(first);
}

/** Whether a name speaks of sockets: what is looked for where nobody says what else. */
export function isTopical(name: string): boolean {
  return name.toLowerCase().includes('socket');
}
