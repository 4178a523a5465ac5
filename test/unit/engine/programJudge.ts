import ts from 'typescript';

/** A library of as few declarations as the modules need: a program over it is checked in milliseconds. */
const library = `
interface Array<T> { length: number; [n: number]: T; map<U>(each: (value: T) => U): U[] }
interface ReadonlyArray<T> { length: number; readonly [n: number]: T }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {}
interface NewableFunction {} interface Number {} interface Object {} interface RegExp {} interface String {}
interface Iterable<T> {} interface Error { message: string }
interface PromiseLike<T> { then<R>(done: (value: T) => R | PromiseLike<R>): PromiseLike<R> }
interface Promise<T> { then<R>(done: (value: T) => R | PromiseLike<R>): Promise<R> }
interface PromiseConstructor { new <T>(run: (done: (value: T) => void) => void): Promise<T>; resolve<T>(value: T): Promise<T> }
declare var Promise: PromiseConstructor;
type Awaited<T> = T extends object & { then(done: infer F): any } ? (F extends (value: infer V, ...rest: infer _) => any ? Awaited<V> : never) : T;
`;

const variants: readonly ts.CompilerOptions[] = [false, true].flatMap((noUnusedLocals) =>
  [false, true].map((verbatimModuleSyntax) => ({ noUnusedLocals, verbatimModuleSyntax })),
);

const parsed = new Map<string, ts.SourceFile>();

function sourceOf(path: string, text: string): ts.SourceFile {
  const key = `${path}\0${text}`;
  let source = parsed.get(key);
  if (!source) parsed.set(key, (source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)));
  return source;
}

/** What the compiler finds wrong with one file of a workspace: `code message`, once for each time. */
function errorsOf(
  files: ReadonlyMap<string, string>,
  file: string,
  variant: ts.CompilerOptions,
): readonly string[] {
  const texts = new Map([...files].map(([path, text]) => [`/${path}`, text]));
  texts.set('/lib.d.ts', library);
  const host: ts.CompilerHost = {
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    getSourceFile: (path) => {
      const text = texts.get(path);
      return text === undefined ? undefined : sourceOf(path, text);
    },
    getDefaultLibFileName: () => '/lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
  };
  const program = ts.createProgram({
    rootNames: ['/lib.d.ts', `/${file}`],
    options: {
      noLib: true,
      types: [],
      strict: true,
      allowJs: true,
      checkJs: true,
      noEmit: true,
      jsx: ts.JsxEmit.Preserve,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      ...variant,
    },
    host,
  });
  const source = program.getSourceFile(`/${file}`);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ code, messageText }) => `${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
  );
}

/** Errors that a file has after a change, and not before, under any of the compiler options that are tried. */
export function newErrors(files: ReadonlyMap<string, string>, file: string, after: string): string[] {
  return variants.flatMap((variant) => {
    const left = [...errorsOf(files, file, variant)];
    return errorsOf(new Map([...files, [file, after]]), file, variant).flatMap((error) => {
      const at = left.indexOf(error);
      if (at < 0) return [`${error} ${JSON.stringify(variant)}`];
      left.splice(at, 1);
      return [];
    });
  });
}
