/**
 * Imports a module of the harness, which is JavaScript so that it runs without a build.
 * @param path relative to the repository
 * @returns the module, with the types that the caller knows it to have
 */
export async function harness<T>(path: string): Promise<T> {
  const url = new URL(`../../../${path}`, import.meta.url);
  return (await import(/* @vite-ignore */ url.href)) as T;
}
