/** Tells by TypeScript's own tree in what form the code that a violation reports brings a module in. */
import ts from 'typescript';

/** Every way in which TypeScript or JavaScript names another module. */
export const forms = [
  'named',
  'aliased',
  'default',
  'namespace',
  'side-effect',
  'import type',
  'inline type',
  'export { } from',
  'export * from',
  'export * as',
  'import()',
  'require()',
  'import x = require()',
  'import("x").T',
  'typeof import("x")',
  'JSDoc @import',
  'JSDoc import()',
  'jest.mock',
  'doMock',
  'jest.requireActual',
  'vi.mock',
  'vi.importActual',
] as const;
export type Form = (typeof forms)[number];

export interface ReadForms {
  /**
   * The forms of what stands between two offsets; for a construction or another call, those by which its callee came in.
   * Empty where it is none of the list.
   *
   * @param names the owned names of it, as they are called in the other module
   */
  at(start: number, end: number, names: readonly string[], isCall: boolean): readonly Form[];
  /** All forms of the file. */
  all(): readonly Form[];
}

export function readForms(path: string, text: string): ReadForms {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  let checker: ts.TypeChecker | undefined;

  /** Of one file alone: where a name is bound, its own imports say. */
  function declarationOf(name: ts.Identifier): ts.Node | undefined {
    checker ??= checkerOf(path, file);
    return checker.getSymbolAtLocation(name)?.declarations?.[0];
  }

  return {
    at(start, end, names, isCall) {
      const found = nodesBetween(file, start, end);
      if (!isCall) return distinct(found.flatMap((node) => formsOf(node, names)));
      for (const node of found) {
        if (!ts.isCallExpression(node) && !ts.isNewExpression(node) && !ts.isExpression(node)) continue;
        const callee = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : node;
        const loaded = descendants(callee).flatMap((each) => formsOf(each, []));
        if (loaded.length > 0) return distinct(loaded);
        const root = rootOf(callee);
        const declaration = root && declarationOf(root);
        if (declaration) return distinct(formsOfBinding(declaration));
      }
      return [];
    },
    all: () => distinct(descendants(file).flatMap((node) => formsOf(node, []))),
  };
}

function checkerOf(path: string, file: ts.SourceFile): ts.TypeChecker {
  const options: ts.CompilerOptions = {
    allowJs: true,
    noLib: true,
    noResolve: true,
    jsx: ts.JsxEmit.Preserve,
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === path ? file : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === path,
    readFile: () => undefined,
  };
  return ts.createProgram([path], options, host).getTypeChecker();
}

/** The node itself, what is in it, and its JSDoc. */
function descendants(node: ts.Node): ts.Node[] {
  return [node, ...node.getChildren().flatMap((child) => descendants(child))];
}

/** What stands between two offsets, outermost first. */
function nodesBetween(file: ts.SourceFile, start: number, end: number): ts.Node[] {
  return descendants(file).filter(
    (node) => node !== file && node.getStart(file, false) >= start && node.end <= end && node.end > start,
  );
}

function rootOf(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  const isPassedThrough =
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node);
  return isPassedThrough ? rootOf(node.expression) : undefined;
}

/** The form of the statement or expression by which a name was bound. */
function formsOfBinding(declaration: ts.Node): Form[] {
  if (ts.isImportSpecifier(declaration)) return [formOfSpecifier(declaration)];
  if (ts.isImportClause(declaration)) return ['default'];
  if (ts.isNamespaceImport(declaration)) return ['namespace'];
  if (ts.isImportEqualsDeclaration(declaration)) return formsOf(declaration, []);
  const variable = ts.findAncestor(declaration, ts.isVariableDeclaration);
  if (variable?.initializer) return descendants(variable.initializer).flatMap((node) => formsOf(node, []));
  // What a callback takes of `import('m').then(…)`.
  const call = ts.findAncestor(declaration, ts.isCallExpression);
  return call ? descendants(call.expression).flatMap((node) => formsOf(node, [])) : [];
}

function formsOf(node: ts.Node, names: readonly string[]): Form[] {
  if (ts.isImportDeclaration(node)) return formsOfClause(node.importClause, names);
  if (ts.isJSDocImportTag(node)) return ['JSDoc @import'];
  if (ts.isExportDeclaration(node)) {
    if (!node.moduleSpecifier) return [];
    if (!node.exportClause) return ['export * from'];
    return [ts.isNamespaceExport(node.exportClause) ? 'export * as' : 'export { } from'];
  }
  if (ts.isImportEqualsDeclaration(node))
    return ts.isExternalModuleReference(node.moduleReference) ? ['import x = require()'] : [];
  if (ts.isImportTypeNode(node)) {
    if (node.flags & ts.NodeFlags.JSDoc) return ['JSDoc import()'];
    return [node.isTypeOf ? 'typeof import("x")' : 'import("x").T'];
  }
  if (ts.isCallExpression(node)) return formsOfCall(node);
  // The string that a mock is told.
  return ts.isStringLiteralLike(node) && ts.isCallExpression(node.parent) ? formsOfCall(node.parent) : [];
}

function formsOfClause(clause: ts.ImportClause | undefined, names: readonly string[]): Form[] {
  if (!clause) return ['side-effect'];
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return ['import type'];
  const { name, namedBindings } = clause;
  const first: Form[] = name && (names.length === 0 || names.includes('default')) ? ['default'] : [];
  if (!namedBindings) return name ? ['default'] : [];
  if (ts.isNamespaceImport(namedBindings)) return [...first, 'namespace'];
  const concerned = namedBindings.elements.filter((each) =>
    names.includes((each.propertyName ?? each.name).text),
  );
  // A namespace that a barrel exports is imported by a name of its own.
  const taken = concerned.length > 0 || first.length > 0 ? concerned : namedBindings.elements;
  return [...first, ...(names.length === 0 ? namedBindings.elements : taken).map(formOfSpecifier)];
}

function formOfSpecifier(specifier: ts.ImportSpecifier): Form {
  if (specifier.parent.parent.phaseModifier === ts.SyntaxKind.TypeKeyword) return 'import type';
  if (specifier.isTypeOnly) return 'inline type';
  return specifier.propertyName ? 'aliased' : 'named';
}

const callees: readonly (readonly [RegExp, Form])[] = [
  [/^jest\.mock$/, 'jest.mock'],
  [/^(jest|vi)\.doMock$/, 'doMock'],
  [/^jest\.requireActual$/, 'jest.requireActual'],
  [/^vi\.mock$/, 'vi.mock'],
  [/^vi\.importActual$/, 'vi.importActual'],
  [/^require$/, 'require()'],
  [/^import$/, 'import()'],
];

function formsOfCall({ expression, arguments: given, parent }: ts.CallExpression): Form[] {
  if (!given[0]) return [];
  const callee = expression.getText();
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  // `vi.mock(import('m'))` imports nothing.
  if (isImport && ts.isCallExpression(parent) && parent.arguments[0]?.pos === expression.parent.pos)
    return formsOfCall(parent).filter((form) => /[mM]ock$/.test(form));
  const form = callees.find(([is]) => is.test(callee))?.[1];
  return form ? [form] : [];
}

function distinct(found: readonly Form[]): Form[] {
  return [...new Set(found)];
}
