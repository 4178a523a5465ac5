import { joinPath } from './posixPath.ts';

/** In the order in which TypeScript and the bundlers try them. */
const extensions = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.d.mts',
  '.d.cts',
];

/** What TypeScript reads where a specifier names what it will be compiled to. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** Extensions of what a bundler imports and a compiler does not: whether it is there is not ours to say. */
const asset =
  /\.(?:css|scss|sass|less|styl|json5?|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|wav|pdf|txt|md|mdx|html?|ya?ml|toml|wasm|node|graphql|gql|vue|svelte|astro|glsl|hbs|ejs)(?:\?.*)?$/i;

export function isAsset(path: string): boolean {
  return asset.test(path);
}

/** The files that a path without or with extension may mean, the index of a folder left out. */
export function* filesNamed(path: string, suffixes: readonly string[]): Generator<string> {
  yield* filesNamedExactly(path, suffixes);
  for (const suffix of suffixes) for (const each of extensions) yield path + suffix + each;
}

/** The files that a path with extension may mean: itself, and what compiles to it. */
export function* filesNamedExactly(path: string, suffixes: readonly string[]): Generator<string> {
  const extension = /\.[^./]+$/.exec(path)?.[0] ?? '';
  if (extension === '') return;
  const stem = path.slice(0, path.length - extension.length);
  for (const suffix of suffixes) {
    for (const source of sourcesOf[extension] ?? []) yield stem + suffix + source;
    yield stem + suffix + extension;
  }
}

/** The files that a folder may mean. */
export function* indexFiles(folder: string, suffixes: readonly string[]): Generator<string> {
  const index = joinPath(folder, 'index');
  for (const suffix of suffixes) for (const each of extensions) yield index + suffix + each;
}
