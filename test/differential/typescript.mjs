// Compares the facts of TypeScript and JavaScript files with TypeScript's own answers, on real code:
// every import with `ts.preProcessFile`, every name with the checker of a program over the same files.
//
//   node test/differential/typescript.mjs [folder]      (default: SSOT_NETRA_TREE; --allow-missing where it may be absent)
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith('--')) ?? process.env.SSOT_NETRA_TREE;
if (!folder || !existsSync(folder)) {
  console.error('No code to compare with: give a folder, or its path in SSOT_NETRA_TREE.');
  process.exit(args.includes('--allow-missing') ? 0 : 1);
}

const bundle = path.resolve('.cache/differential/typescriptFacts.mjs');
await mkdir(path.dirname(bundle), { recursive: true });
await build({
  stdin: {
    contents: `export { readTypeScript } from './src/engine/typescript/extractFacts.ts';
      export { createSpecifierResolver } from './src/engine/typescript/resolveSpecifier.ts';
      export { lookUp } from './src/engine/graph/lookup.ts';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  // jsonc-parser's `main` cannot be bundled.
  mainFields: ['module', 'main'],
  outfile: bundle,
  logLevel: 'error',
});
const { readTypeScript, createSpecifierResolver, lookUp } = await import(pathToFileURL(bundle).href);

const files = globSync('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}', {
  cwd: folder,
  absolute: true,
  ignore: ['**/node_modules/**', '**/.git/**', '**/dist/**'],
});
const program = ts.createProgram(files, {
  allowJs: true,
  jsx: ts.JsxEmit.Preserve,
  target: ts.ScriptTarget.Latest,
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  types: [],
  skipLibCheck: true,
});
const checker = program.getTypeChecker();

// With `readFile`, a path of this resolver is absolute without its first slash.
const resolver = createSpecifierResolver({
  fileExists: (file) => ts.sys.fileExists(`/${file}`),
  directoryExists: (file) => ts.sys.directoryExists(`/${file}`),
  readFile: (file) => (ts.sys.fileExists(`/${file}`) ? ts.sys.readFile(`/${file}`) : undefined),
});
const optionsOf = new Map();

const counts = { files: 0, imports: 0, resolved: 0, references: 0, names: 0, differences: 0 };
const shown = new Map();
for (const file of files) {
  const source = program.getSourceFile(file);
  if (!source) continue;
  counts.files++;
  const facts = readTypeScript(ts, file, source.text);
  compareImports(file, source, facts);
  compareNames(file, source, facts);
  compareResolution(file, source, facts);
}
console.log(`TypeScript ${ts.version}: ${JSON.stringify(counts)}`);
process.exit(counts.differences === 0 ? 0 : 1);

function differ(kind, file, source, offset, text) {
  counts.differences++;
  const known = shown.get(kind) ?? 0;
  shown.set(kind, known + 1);
  if (known >= 12) return;
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  console.log(`${kind}: ${path.relative(folder, file)}:${line + 1}:${character + 1} ${text}`);
}

/** `preProcessFile` knows neither `export * as` nor what JSDoc imports: those may be more than it finds. */
function compareImports(file, source, facts) {
  const theirs = ts.preProcessFile(source.text, true, true).importedFiles;
  counts.imports += facts.imports.length;
  const augmented = facts.strings.filter(({ callee }) => callee === 'declare module');
  const ours = new Set([
    ...facts.imports.map(({ moduleSpan }) => moduleSpan.start),
    ...augmented.map(({ contentSpan }) => contentSpan.start),
  ]);
  for (const { pos, fileName } of theirs)
    if (!ours.has(pos + 1) && !ours.has(pos)) differ('import not found', file, source, pos, fileName);
  const known = new Set(theirs.flatMap(({ pos }) => [pos, pos + 1]));
  for (const { moduleSpan, module, form, statement, typeOnly } of facts.imports) {
    const isNamespaceExport =
      form === 'reexport' && /^export\s+(type\s+)?\*\s*as/.test(source.text.slice(statement.start));
    const isJsDoc = typeOnly && /\.[cm]?jsx?$/.test(file);
    if (!known.has(moduleSpan.start) && !isNamespaceExport && !isJsDoc)
      differ('import made up', file, source, moduleSpan.start, module);
  }
}

/** The options of the project around a file, as the compiler reads them. */
function projectOptions(file) {
  const folder = path.dirname(file);
  if (!optionsOf.has(folder)) {
    const config = ['tsconfig.json', 'jsconfig.json']
      .map((name) => ts.findConfigFile(folder, ts.sys.fileExists, name))
      .find(Boolean);
    const read =
      config &&
      ts.parseJsonConfigFileContent(
        ts.readConfigFile(config, ts.sys.readFile).config,
        ts.sys,
        path.dirname(config),
      );
    const { baseUrl, paths, pathsBasePath } = read?.options ?? {};
    optionsOf.set(folder, {
      ...(baseUrl && { baseUrl }),
      ...(paths && { paths, pathsBasePath }),
      allowJs: true,
      jsx: ts.JsxEmit.Preserve,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
    });
  }
  return optionsOf.get(folder);
}

/** Where the compiler finds a file of the tree, the resolver finds the same one, and where it finds none, none. */
function compareResolution(file, source, facts) {
  for (const { module, moduleSpan } of facts.imports) {
    const theirs = ts.resolveModuleName(module, file, projectOptions(file), ts.sys).resolvedModule
      ?.resolvedFileName;
    const ours = resolver.resolve(file.slice(1), module);
    counts.resolved++;
    const found = ours.kind === 'file' ? `/${ours.path}` : undefined;
    // The compiler does not read a solution's projects for the paths of a file; nor is a package ours.
    const isDifferent = theirs
      ? !theirs.includes('/node_modules/') && found !== theirs
      : found && module.startsWith('.');
    if (isDifferent)
      differ(
        'resolves to another',
        file,
        source,
        moduleSpan.start,
        `${module}: compiler ${theirs}, resolver ${found ?? ours.kind}`,
      );
  }
}

function compareNames(file, source, facts) {
  const references = new Map(facts.references.all().map((each) => [each.nameSpan.start, each]));
  const bound = new Set(facts.bindings.map(({ span }) => span.start));
  const imported = new Set(
    facts.imports.flatMap(({ names }) => names.flatMap(({ span, nameSpan }) => [span.start, nameSpan.start])),
  );
  const visit = (node) => {
    // What `declare global` names is looked up among the globals of all files.
    if (ts.isModuleDeclaration(node) && ts.isGlobalScopeAugmentation(node)) return;
    if (ts.isIdentifier(node) && !/^(undefined|this|module|exports)$/.test(node.text)) compare(node);
    ts.forEachChild(node, visit);
  };
  const compare = (node) => {
    const start = node.getStart(source);
    const symbol = symbolOf(node);
    const all = namesIn(source, symbol, () => true);
    const declared = namesIn(source, symbol, (declaration) => !isGlobal(declaration));
    const reference = references.get(start);
    if (!reference) {
      if (
        declared.length > 0 &&
        !declared.includes(start) &&
        isRead(node) &&
        !bound.has(start) &&
        !imported.has(start)
      ) {
        counts.names++;
        differ('reference not found', file, source, start, node.text);
      }
      return;
    }
    counts.references++;
    const found = lookUp(facts, reference.scope, reference.name, reference.space).map(
      ({ span }) => span.start,
    );
    const agrees = found.length > 0 ? all.some((at) => found.includes(at)) || !symbol : declared.length === 0;
    if (!agrees && !isRequired(source, found))
      differ(
        'means another',
        file,
        source,
        start,
        `${node.text}: checker ${lines(source, declared)}, facts ${lines(source, found)}`,
      );
  };
  visit(source);
}

function symbolOf(node) {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node)
    return checker.getShorthandAssignmentValueSymbol(parent);
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  return checker.getSymbolAtLocation(node);
}

/** Where the names of a symbol's declarations stand in one file. */
function namesIn(source, symbol, wanted) {
  return (symbol?.declarations ?? [])
    .filter((declaration) => declaration.getSourceFile() === source && wanted(declaration))
    .flatMap((declaration) => {
      const name = ts.getNameOfDeclaration(declaration) ?? declaration.name;
      return name ? [name.getStart(source)] : [];
    });
}

/** To the checker all that JavaScript requires from one missing module is one symbol, whatever scope binds it. */
function isRequired(source, offsets) {
  return (
    /\.[cm]?jsx?$/.test(source.fileName) &&
    offsets.some((at) => /^[^;]*\brequire\(/.test(source.text.slice(at)))
  );
}

/** What `declare global` declares, and what JavaScript makes of `global.x = …`, no scope of the file binds. */
function isGlobal(declaration) {
  if (
    ts.isPropertyAccessExpression(declaration) ||
    ts.isBinaryExpression(declaration) ||
    ts.isIdentifier(declaration)
  )
    return true;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const block = statement.parent;
  return Boolean(block) && ts.isModuleBlock(block) && ts.isGlobalScopeAugmentation(block.parent);
}

/** True where an identifier is looked up by scope: not a member, a key, a label or the name of a declaration. */
function isRead(node) {
  const { parent } = node;
  if ('name' in parent && parent.name === node) return ts.isShorthandPropertyAssignment(parent);
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
    return (
      parent.propertyName !== node &&
      (ts.isExportSpecifier(parent) ? !parent.parent.parent.moduleSpecifier : true)
    );
  if (ts.isImportTypeNode(parent) || ts.isTypePredicateNode(parent)) return false;
  if (ts.isJsxAttribute(parent) || ts.isMetaProperty(parent) || ts.isLabeledStatement(parent)) return false;
  if (ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isJSDocNameReference?.(parent) || parent.kind >= ts.SyntaxKind.FirstJSDocNode) return false;
  return true;
}

function lines(source, offsets) {
  return JSON.stringify(offsets.map((at) => source.getLineAndCharacterOfPosition(at).line + 1));
}
