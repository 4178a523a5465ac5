import type ts from 'typescript';
import type { ImportedName } from '../facts.ts';
import type { Span } from '../text.ts';
import { checkAwait } from './awaits.ts';
import { bare, dottedName, type Member } from './names.ts';
import type { Walk } from './walk.ts';

/** `require('m')` or `import('m')`, and what loads the module itself in a test: `jest.requireActual('m')`. */
export interface ModuleCall {
  readonly form: 'require' | 'dynamic';
  readonly call: ts.CallExpression;
  readonly specifier: ts.StringLiteralLike;
  /** `import('m')` without `await` is a promise, not the module. */
  readonly isPromise: boolean;
  /** Offset of the `await` before it. */
  readonly awaitStart?: number;
  /** It loads the module itself, past its mock. */
  readonly isActual?: boolean;
  /** Its failure is caught by what is chained to it. */
  readonly isCaught?: boolean;
  /** What is given to `catch` and `finally` behind it. */
  readonly handlers?: readonly ts.Expression[];
}

/** Callees that load a module past its mock. */
const loadsActual = /^(?:jest\.(require)|(?:vi|vitest)\.import)Actual$/;

/** A module that was just imported by an expression, to which the names that are taken from it are added. */
export interface ModuleSource {
  readonly import: number;
  readonly names: ImportedName[];
}

/** The module call that an expression is, through parentheses, assertions and `await`. */
export function moduleCallOf(walk: ModuleCallWalk, node: ts.Expression): ModuleCall | undefined {
  const { ts, file, facts } = walk;
  const inner = bare(ts, node);
  if (ts.isAwaitExpression(inner)) {
    const awaited = moduleCallOf(walk, inner.expression);
    return awaited && { ...awaited, isPromise: false, awaitStart: inner.getStart(file, false) };
  }
  if (!ts.isCallExpression(inner)) return undefined;
  if (ts.isPropertyAccessExpression(inner.expression) && /^(catch|finally)$/.test(inner.expression.name.text))
    return withHandler(moduleCallOf(walk, inner.expression.expression), inner, inner.expression.name.text);
  const specifier = inner.arguments[0];
  if (!specifier || !ts.isStringLiteralLike(specifier)) return undefined;
  if (inner.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { form: 'dynamic', call: inner, specifier, isPromise: true };
  if (ts.isIdentifier(inner.expression))
    return facts.requirers.has(inner.expression.text)
      ? { form: 'require', call: inner, specifier, isPromise: false }
      : undefined;
  const callee = dottedName(ts, inner.expression) ?? '';
  if (callee === 'module.require') return { form: 'require', call: inner, specifier, isPromise: false };
  const actual = loadsActual.exec(callee);
  // What a mock takes of the module itself belongs to the mock.
  if (!actual || facts.isInMock) return undefined;
  const isRequired = actual[1] !== undefined;
  return {
    form: isRequired ? 'require' : 'dynamic',
    call: inner,
    specifier,
    isPromise: !isRequired,
    isActual: true,
  };
}

/** `import('m').catch(() => …)` is a promise of the module as much as `import('m')` is. */
function withHandler(
  call: ModuleCall | undefined,
  { arguments: given }: ts.CallExpression,
  method: string,
): ModuleCall | undefined {
  if (!call?.isPromise) return undefined;
  const handlers = [...(call.handlers ?? []), ...given];
  return { ...call, handlers, ...(method === 'catch' && { isCaught: true }) };
}

type ModuleCallWalk = Pick<Walk, 'ts' | 'file' | 'facts'>;

/** Records the import that a module call makes. `statement` and `span` default to the call itself. */
export function recordModuleCall(
  walk: Walk,
  { form, call, specifier, awaitStart, isActual, isCaught, handlers }: ModuleCall,
  place: { readonly statement?: Span; readonly span?: Span } = {},
): ModuleSource {
  const { facts, spanOf } = walk;
  const callSpan = spanOf(call);
  if (awaitStart !== undefined) checkAwait(walk, awaitStart);
  const names: ImportedName[] = [];
  const index = facts.addImport({
    form,
    statement: place.statement ?? callSpan,
    span: place.span ?? callSpan,
    module: specifier.text,
    moduleSpan: contentSpan(walk, specifier),
    names,
    typeOnly: false,
    ...(isActual && { isActual }),
    ...(isCaught && { isCaught }),
  });
  if (isActual) recordModuleName(walk, specifier, dottedName(walk.ts, call.expression) ?? '');
  for (const type of call.typeArguments ?? []) if (!isTypeOfModule(walk, type, specifier)) walk.visit(type);
  walk.visitEach(handlers);
  return { import: index, names };
}

/** `importActual<typeof import('m')>('m')` says once more which module it loads. */
function isTypeOfModule({ ts }: Walk, type: ts.TypeNode, { text }: ts.StringLiteralLike): boolean {
  return (
    ts.isImportTypeNode(type) &&
    type.qualifier === undefined &&
    ts.isLiteralTypeNode(type.argument) &&
    ts.isStringLiteralLike(type.argument.literal) &&
    type.argument.literal.text === text
  );
}

/**
 * Records a module call that no name is bound to, of which perhaps one member is read: `require('m').A`. False where
 * the expression is no module call.
 */
export function recordUnboundModule(
  walk: Walk,
  node: ts.Expression,
  member: Member | undefined,
  called?: Span,
): ModuleSource | undefined {
  const { spanOf } = walk;
  const call = moduleCallOf(walk, node);
  if (!call) return undefined;
  const source = recordModuleCall(walk, call);
  const read = call.isPromise ? undefined : member;
  const span = read ? memberSpan(walk, read) : spanOf(call.call);
  source.names.push({
    name: read?.text ?? '*',
    local: undefined,
    span,
    nameSpan: span,
    typeOnly: false,
    ...(read && called && { called }),
  });
  return source;
}

/** Functions that take the default of a module which a function given to them imports when it is needed. */
const takesDefault = /(^|\.)(lazy|loadable|dynamic|defineAsyncComponent)$/;

/** `lazy(() => import('m'))`: the module's default is what is taken. False where the call is nothing of the kind. */
export function recordLazyDefault(walk: Walk, callee: string, given: ts.Expression | undefined): boolean {
  const { ts, spanOf } = walk;
  if (!given || !takesDefault.test(callee) || !ts.isArrowFunction(given) || ts.isBlock(given.body))
    return false;
  const call = moduleCallOf(walk, given.body);
  if (!call?.isPromise || given.parameters.length > 0) return false;
  const span = spanOf(call.call);
  walk.facts.within({ kind: 'function', span: spanOf(given), isAsync: false, stopsHoisting: true }, () => {
    const { names } = recordModuleCall(walk, call);
    names.push({ name: 'default', local: undefined, span, nameSpan: span, typeOnly: false });
  });
  return true;
}

/** Calls that name a module by a string: mock registries and resolvers, by their callee. */
const namesModule =
  /^(?:(?:jest|vi|vitest)\.(?:mock|doMock|unmock|dontMock|doUnmock|deepUnmock|setMock|requireActual|requireMock|importActual|importMock|createMockFromModule|genMockFromModule|unstable_mockModule|unstable_unmockModule)|mock\.module|require\.resolve|import\.meta\.resolve|proxyquire)$/;

/** Records the string by which a mock registry or a resolver is told a module. */
export function recordModuleString(walk: Walk, node: ts.CallExpression): void {
  const { ts } = walk;
  const first = node.arguments[0];
  // `vi.mock(import('m'))` imports nothing: it says the path so that tools see it.
  const isTyped =
    first && ts.isCallExpression(first) && first.expression.kind === ts.SyntaxKind.ImportKeyword;
  const given = isTyped ? first.arguments[0] : first;
  if (!given || !ts.isStringLiteralLike(given)) return;
  const callee =
    ts.isPropertyAccessExpression(node.expression) && ts.isMetaProperty(node.expression.expression)
      ? `import.meta.${node.expression.name.text}`
      : dottedName(ts, node.expression);
  if (callee === undefined || !namesModule.test(callee)) return;
  recordModuleName(walk, given, callee);
}

/** Whether a call puts another module in the place of one. */
export function isMockCall({ ts }: Walk, { expression }: ts.CallExpression): boolean {
  return mocksModule.test(dottedName(ts, expression) ?? '');
}

const mocksModule = /^(?:jest|vi|vitest)\.(?:mock|doMock|setMock|unstable_mockModule)$/;

/** Records a string that names a module, and what it is given to. */
export function recordModuleName(walk: Walk, literal: ts.StringLiteralLike, callee: string): void {
  const { facts, spanOf } = walk;
  facts.strings.push({
    value: literal.text,
    span: spanOf(literal),
    contentSpan: contentSpan(walk, literal),
    block: facts.block,
    callee,
  });
}

/** Where a member's name stands, without the quotes of a key. */
export function memberSpan(walk: Walk, member: Member): Span {
  return walk.ts.isStringLiteralLike(member) ? contentSpan(walk, member) : walk.spanOf(member);
}

/** Where a string's content stands, quotes not included. */
export function contentSpan({ spanOf, text }: Walk, literal: ts.StringLiteralLike): Span {
  const { start, end } = spanOf(literal);
  const isClosed = end - start > 1 && text[end - 1] === text[start];
  return { start: start + 1, end: isClosed ? end - 1 : end };
}
