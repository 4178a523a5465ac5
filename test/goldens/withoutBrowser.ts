import { parse } from 'jsonc-parser';

/**
 * A file of a golden project, for a TypeScript server: where it is a `tsconfig.json`, one without the types of browsers. Each
 * project parses its libraries anew, most of which are those, and none of the fixtures needs them.
 */
export function withoutBrowser(path: string, text: string): string {
  if (!path.endsWith('tsconfig.json')) return text;
  const { compilerOptions, ...rest } = parse(text) as { compilerOptions?: object };
  return JSON.stringify({ ...rest, compilerOptions: { lib: ['es2022'], ...compilerOptions } });
}
