/** What a project's compiler options say about how imports are written. */
export interface ImportOptions {
  /** What is used as a type alone has to be imported as one. */
  readonly typesAreMarked: boolean;
  /** What is exported as a type alone has to be passed on as one, since the compiler sees one file at a time. */
  readonly passedTypesAreMarked: boolean;
  /** Decorated classes keep the types of their members when the program runs, as values. */
  readonly typesAreEmitted: boolean;
  /** Modules are found as Node finds them: with their extension. */
  readonly findsLikeNode: boolean;
}

/** @param compiler `compilerOptions` with all that they extend */
export function importOptionsOf(compiler: Readonly<Record<string, unknown>>): ImportOptions {
  const { verbatimModuleSyntax, isolatedModules, importsNotUsedAsValues, emitDecoratorMetadata } = compiler;
  const resolution = compiler['moduleResolution'] ?? compiler['module'];
  return {
    typesAreMarked: verbatimModuleSyntax === true || importsNotUsedAsValues === 'error',
    passedTypesAreMarked: isolatedModules === true || verbatimModuleSyntax === true,
    typesAreEmitted: emitDecoratorMetadata === true,
    findsLikeNode: typeof resolution === 'string' && /^node(16|18|20|next)$/i.test(resolution),
  };
}
