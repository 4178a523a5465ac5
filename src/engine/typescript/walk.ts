import type ts from 'typescript';
import type { Use } from '../facts.ts';
import type { Span } from '../text.ts';
import { startsBehindOpenEnds } from './openEnds.ts';
import type { Recording } from './recording.ts';

/** The namespace of a TypeScript, 5.0 or newer: the language service's own, or a bundled one. */
export type TypeScript = typeof ts;

/** How the expression that is about to be visited is used by the one around it. */
export interface ReadContext {
  readonly use: Use;
  /** The dotted callee that the expression is an argument of. */
  readonly argumentOf?: string;
  /** Offset of the `await` before it. */
  readonly awaitStart?: number;
  /** The attribute that is read of the expression. */
  readonly member?: string;
  /** All attributes, where more than one is read of it: `to.be.rejected`. */
  readonly behind?: string;
  /** A `catch` stands further down the chain of promises. */
  readonly isCaught?: boolean;
}

/** One walk over one file: what it reads, what it records, and how a visitor hands a child back to it. */
export interface Walk {
  readonly ts: TypeScript;
  readonly file: ts.SourceFile;
  readonly text: string;
  /** The file is JavaScript, so that its JSDoc means something. */
  readonly isJavaScript: boolean;
  readonly facts: Recording;
  readonly visit: (node: ts.Node | undefined, context?: ReadContext) => void;
  readonly visitEach: (nodes: readonly ts.Node[] | undefined) => void;
  readonly visitStatements: (statements: readonly ts.Statement[]) => void;
  /** Visits what stands in a node's JSDoc; nothing in a TypeScript file. */
  readonly visitJsDoc: (node: ts.Node) => void;
  /** From the node's first token to its end: the trivia before it is left out. */
  readonly spanOf: (node: ts.Node) => Span;
}

/** What is done at a node of one kind. It visits those of the node's children that are to be visited. */
export type Visitor = readonly [kind: ts.SyntaxKind, visit: (node: never, context?: ReadContext) => void];

/** Ties a syntax kind to a function over its node type. */
// The node's type is inferred from the function, which is checked against it alone.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function on<Node extends ts.Node>(
  kind: ts.SyntaxKind,
  visit: (node: Node, context?: ReadContext) => void,
): Visitor {
  return [kind, visit];
}

/** Walks `file` once; `visitorsOf` are asked once for what they do at which kinds. */
export function walkFile(
  ts: TypeScript,
  file: ts.SourceFile,
  facts: Recording,
  visitorsOf: readonly ((walk: Walk) => readonly Visitor[])[],
  visitJsDoc: (walk: Walk, docs: readonly ts.JSDoc[]) => void,
): void {
  const visitors: (Visitor[1] | undefined)[] = [];
  const isJavaScript = (file.flags & ts.NodeFlags.JavaScriptFile) !== 0;

  const jsDocOf = (node: ts.Node) => {
    if (!isJavaScript) return;
    // Where the parser puts the comments in front of a node; the public way to them needs parents.
    const { jsDoc } = node as { readonly jsDoc?: readonly ts.JSDoc[] };
    if (jsDoc) visitJsDoc(walk, jsDoc);
  };
  const visitChild = (child: ts.Node) => visit(child);
  const visit = (node: ts.Node | undefined, context?: ReadContext) => {
    if (!node) return;
    jsDocOf(node);
    const visitor = visitors[node.kind];
    if (visitor) visitor(node as never, context);
    else ts.forEachChild(node, visitChild);
  };
  const markOpenEnds = (statements: readonly ts.Statement[]) => {
    for (const start of startsBehindOpenEnds(ts, file, statements)) facts.openStarts.add(start);
  };
  const walk: Walk = {
    ts,
    file,
    text: file.text,
    isJavaScript,
    facts,
    visit,
    visitEach: (nodes) => nodes?.forEach(visitChild),
    visitStatements(statements) {
      markOpenEnds(statements);
      statements.forEach(visitChild);
    },
    visitJsDoc: jsDocOf,
    spanOf: (node) => ({ start: node.getStart(file, false), end: node.end }),
  };
  for (const [kind, visitor] of visitorsOf.flatMap((visitorsIn) => visitorsIn(walk)))
    visitors[kind] = visitor;
  markOpenEnds(file.statements);
  ts.forEachChild(file, visitChild);
}
