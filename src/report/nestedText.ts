/**
 * Says what is left out of a folder since it has a configuration of its own: whoever names a folder takes all of it to be
 * looked at.
 *
 * @param nested the paths of those configurations
 * @returns one line, or none
 */
export function nestedLines(nested: readonly string[]): string[] {
  if (nested.length === 0) return [];
  const what = nested.length === 1 ? 'a project of its own' : 'projects of their own';
  return [`left out, as ${what}: ${nested.join(', ')}`];
}
