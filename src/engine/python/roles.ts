/** What an expression is there for: decides how the names in it are used. */
export const BARE = 0;
/** A whole argument of a call. */
export const ARGUMENT = 1;
export const ANNOTATION = 2;
export const BASE = 3;
/** The second argument of `isinstance` or `issubclass`. */
export const ISINSTANCE = 4;
/** What a mock takes its attributes from. */
export const SPEC = 5;
export const DECORATOR = 6;
/** A key of a dictionary that a patching call is given. */
export const STRING_KEY = 7;

/** True for the roles that names keep inside an operator's operands, as in `A | B`. */
export function reachesOperands(role: number): boolean {
  return role === ANNOTATION || role === BASE || role === ISINSTANCE;
}

const SPEC_CALLEES = new Set([
  'Mock',
  'MagicMock',
  'AsyncMock',
  'NonCallableMock',
  'NonCallableMagicMock',
  'create_autospec',
]);

/** The last component of a callee as written. */
export function lastComponent(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

/** The role of an argument, by its place (keyword arguments: -1) and keyword. `unittest.mock` takes `spec` first. */
export function argumentRole(callee: string, position: number, keyword: string | undefined): number {
  if (keyword !== undefined) return keyword === 'spec' || keyword === 'spec_set' ? SPEC : ARGUMENT;
  if (position === 1 && (callee === 'isinstance' || callee === 'issubclass')) return ISINSTANCE;
  if (position === 0) {
    if (callee === 'cast' || callee === 'typing.cast') return ANNOTATION;
    const last = callee.charCodeAt(callee.length - 1);
    // All of the names above end in `k` or `c`: most callees need no look-up.
    if ((last === 107 || last === 99) && SPEC_CALLEES.has(lastComponent(callee))) return SPEC;
  }
  return ARGUMENT;
}
