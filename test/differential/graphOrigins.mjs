// Where the module graph and the checker find each name of one program's imports and re-exports.
import path from 'node:path';
import ts from 'typescript';

/**
 * @param {{ program: ts.Program, graph: any, facts: (file: string) => any, root: string }} given
 * @returns {{ names: number, equal: number, differences: Map<string, string[]> }} differences by their kind
 */
export function compareOrigins({ program, graph, facts, root }) {
  const checker = program.getTypeChecker();
  const isOurs = (/** @type {string} */ file) =>
    file.startsWith(`${root}/`) && !file.includes('/node_modules/');
  const result = { names: 0, equal: 0, differences: new Map() };
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || !isOurs(source.fileName)) continue;
    const file = path.relative(root, source.fileName);
    forEachName(source, (name, written) => {
      result.names++;
      const kind = differenceAt(source, file, name, written);
      if (kind === undefined) return void result.equal++;
      const { line } = source.getLineAndCharacterOfPosition(name.getStart(source));
      const all = result.differences.get(kind) ?? [];
      result.differences.set(kind, [...all, `${file}:${line + 1} ${name.text}`]);
    });
  }
  return result;

  /** The kind of the difference; undefined where both find the same. */
  function differenceAt(source, file, name, written) {
    const at = placeOf(facts(file), written.getStart(source));
    if (!at) return 'not among the facts';
    const theirs = declarationsOf(name);
    const ours = graph.imported(file, ...at);
    switch (ours.kind) {
      case 'definition':
        if (theirs.some((each) => isAt(each, path.join(root, ours.file), ours.binding.span.start)))
          return undefined;
        return `another definition: the checker has ${theirs[0]?.kind ?? 'none'}, the graph ${ours.binding.kind}`;
      case 'unknown':
        // A declaration file of the tree describes what is not code of it.
        return theirs.some(({ file: at }) => isOurs(at) && !/\.d\.[cm]?ts$/.test(at))
          ? `unknown: ${general(ours.reason)}`
          : undefined;
      case 'missing':
        return theirs.length > 0 ? `missing ${ours.what}` : undefined;
      default:
        return theirs.some(({ kind }) => kind === 'SourceFile') ? undefined : 'a module';
    }
  }

  /** Where the checker finds what a name names. What is only another name for something is that, as the graph has it. */
  function declarationsOf(name) {
    const all = checker.getSymbolAtLocation(name);
    const seen = new Set();
    const follow = (symbol) => {
      const named = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (!named || seen.has(named)) return [];
      seen.add(named);
      return (named.declarations ?? []).flatMap((each) => {
        const given = ts.isVariableDeclaration(each)
          ? each.initializer
          : ts.isExportAssignment(each)
            ? each.expression
            : undefined;
        const further = given && ts.isIdentifier(given) ? follow(checker.getSymbolAtLocation(given)) : [];
        const source = each.getSourceFile();
        const start = (ts.getNameOfDeclaration(each) ?? each).getStart(source);
        // What is exported as the default without a name has none to stand at.
        const end = ts.isExportAssignment(each) ? each.end : start;
        return [{ file: source.fileName, start, end, kind: ts.SyntaxKind[each.kind] }, ...further];
      });
    };
    return follow(all);
  }
}

const isAt = ({ file, start, end }, otherFile, offset) =>
  file === otherFile && start <= offset && offset <= end;

/** Every name of a statement that imports or re-exports: the name that it binds, and the one as the module has it. */
function forEachName(source, found) {
  const visit = (node) => {
    if (ts.isImportSpecifier(node)) found(node.name, node.propertyName ?? node.name);
    else if (ts.isExportSpecifier(node)) {
      if (node.parent.parent.moduleSpecifier) found(node.name, node.propertyName ?? node.name);
    } else if (ts.isImportClause(node) && node.name) found(node.name, node.name);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** The indices of the import and of its name that stand at an offset. */
function placeOf(facts, start) {
  for (const [at, { names }] of facts.imports.entries())
    for (const [index, { nameSpan }] of names.entries()) if (nameSpan.start === start) return [at, index];
  return undefined;
}

/** A reason without the module that it is about. */
function general(reason) {
  return reason.replace(/“[^”]*”/g, '…').replace(/(?<=^|\s)\S*\/\S*/g, '…');
}
