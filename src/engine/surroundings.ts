import type { Block, BlockKind, FileFacts } from './facts.ts';
import { selected } from './references.ts';
import type { Span } from './text.ts';

/** What is left to who runs it, so that no handler around it sees its failure: in TypeScript other blocks are scopes too. */
const apart: ReadonlySet<BlockKind> = new Set([
  'module',
  'class',
  'function',
  'lambda',
  'comprehension',
  'type-parameters',
]);

/** The indices of the blocks around `block` that run with it, innermost first. */
function around(facts: FileFacts, block: number): number[] {
  const blocks: number[] = [];
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    if (apart.has(facts.blocks[index]!.kind)) break;
    blocks.push(index);
  }
  return blocks;
}

/** The indices of the blocks that belong to a block: the handlers of a `try`, its `else` and `finally`. */
function clausesOf({ blocks }: FileFacts, block: number): number[] {
  const clauses: number[] = [];
  const { parent } = blocks[block]!;
  // They stand behind it, in the same block as it does.
  for (let index = block + 1; index < blocks.length && blocks[index]!.parent >= parent; index++)
    if (blocks[index]!.of === block) clauses.push(index);
  return clauses;
}

/** Contexts in which a test wants what is wrong: that it raises, or that it warns. */
const deliberate =
  /(^|\.)(raises|assertRaises|assertRaisesRegex|warns|assertWarns|assertWarnsRegex|deprecated_call|catch_warnings)$/;

/**
 * Whether the code of `block` is there for the sake of its failure or its warning.
 *
 * @param span of an expression in `block` that is meant to fail by itself: `try: f()` with `fail("not refused")` behind it
 */
export function isDeliberate(facts: FileFacts, block: number, span?: Span): boolean {
  if (span && (isExpectedToFail(facts, span) || isCalledToFail(facts, block, span))) return true;
  return around(facts, block).some((index) => {
    const each = facts.blocks[index]!;
    if (each.kind === 'with') return each.contexts?.some((context) => deliberate.test(context)) ?? false;
    return each.kind === 'try' && index === block && span !== undefined && hasToFail(facts, index, span);
  });
}

/** Whether a Python test hands what stands at `span` over as a function that has to fail: `assertRaises(E, lambda: f())`. */
function isCalledToFail({ blocks, language, references }: FileFacts, block: number, span: Span): boolean {
  if (language !== 'python' || blocks[block]!.kind !== 'lambda') return false;
  return selected(references, { given: span }).some(({ name, members }) =>
    deliberate.test([name, ...members].join('.')),
  );
}

/** What a test says of a call that has to fail: `expect(() => f()).toThrow()`, `expect(f()).rejects.toThrow()`. */
const failing = /^(rejects|toThrow(Error)?(Matching(Inline)?Snapshot)?)$/;

/** The same in words: `expect(() => f()).to.throw()`, `expect(f()).to.eventually.be.rejectedWith(Error)`. */
const failingInWords = /^to\.((throw|throws|Throw)|(eventually\.)?be\.(eventually\.)?rejected(With)?)$/;

/** Functions that are given what has to fail: `assert.throws(() => f())`. */
const takesFailing = /(^|\.)(throws|rejects|throwsAsync|isRejected|doesReject|assertThrows|assertRejects)$/;

/** Whether what stands at `span` is given to a TypeScript test's expectation that it fails, itself or in a function. */
export function isExpectedToFail({ language, references }: FileFacts, span: Span): boolean {
  if (language !== 'typescript') return false;
  return selected(references, { given: span }).some(({ name, members, call }) => {
    const callee = [name, ...members].join('.');
    return /(^|\.)expect$/.test(callee)
      ? failing.test(call!.member ?? '') || failingInWords.test(call!.behind ?? '')
      : takesFailing.test(callee);
  });
}

/** Whether a `try` fails its test unless what stands at `span` raises: nothing else that could is called behind it. */
function hasToFail(facts: FileFacts, block: number, span: Span): boolean {
  const otherwise = clausesOf(facts, block).find((index) => facts.blocks[index]!.kind === 'else');
  const failure =
    failsAt(facts, block, span.end) ??
    (otherwise === undefined ? undefined : failsAt(facts, otherwise, span.end));
  if (failure === undefined) return false;
  const between = { start: span.end + 1, end: failure };
  return facts.references.select({ use: 'call', startsIn: between }).length === 0;
}

/** Where the first of a block's own statements behind `offset` stands that cannot but raise, or fail the test. */
function failsAt(facts: FileFacts, block: number, offset: number): number | undefined {
  const { raisesAt, span } = facts.blocks[block]!;
  const behind = { start: offset + 1, end: span.end };
  const failing = selected(facts.references, { use: 'call', block, startsIn: behind }).find(
    (each) => (each.members.at(-1) ?? each.name) === 'fail',
  );
  const found = [
    ...(raisesAt !== undefined && raisesAt > offset ? [raisesAt] : []),
    ...(failing ? [failing.span.start] : []),
  ];
  return found.length === 0 ? undefined : Math.min(...found);
}

/**
 * What would catch a failure of the code of `block` and go on as if nothing had been: the exceptions that a handler names,
 * as written; empty for one that names none. Undefined where a failure is seen: by whoever called, or because it fails the test.
 *
 * @param mayCatch whether a handler of these exceptions is one that counts
 */
export function swallowedBy(
  facts: FileFacts,
  block: number,
  mayCatch: (names: readonly string[]) => boolean,
): readonly string[] | undefined {
  for (const index of around(facts, block)) {
    const each = facts.blocks[index]!;
    if (each.kind === 'with' && each.contexts?.some((context) => /(^|\.)suppress$/.test(context)))
      return ['suppress'];
    if (each.kind !== 'try') continue;
    const handler = clausesOf(facts, index).find((at) => {
      const { kind, span, catches = [] } = facts.blocks[at]!;
      return (
        kind === 'except' &&
        (catches.length === 0 || mayCatch(catches)) &&
        failsAt(facts, at, span.start) === undefined
      );
    });
    if (handler !== undefined) return facts.blocks[handler]!.catches ?? [];
  }
  return undefined;
}

/** Why it is a suggestion to mend what has failed inside of a handler that goes on. */
export function wakes(names: readonly string[]): string {
  return `its failure is caught by ${handlerOf(names)}, which goes on: the fix would run code that has not run`;
}

/** A handler as it is written, by what it names. */
export function handlerOf(names: readonly string[]): string {
  if (names[0] === 'suppress') return 'suppress()';
  const [first = '', ...more] = names;
  if (first === '') return 'what is around it';
  return more.length === 0 ? `except ${first}` : `except (${names.join(', ')})`;
}

const catchesImports = /(^|\.)(ImportError|ModuleNotFoundError|Exception|BaseException)$/;

/** Whether a failing import in `block` is caught: then code behind it has not run for as long as it fails. */
export function failureIsCaught(facts: FileFacts, block: number): boolean {
  return around(facts, block).some((index) => {
    const { kind, contexts } = facts.blocks[index]!;
    if (kind === 'with') return contexts?.some((context) => /(^|\.)suppress$/.test(context)) ?? false;
    return kind === 'try' && importHandlersOf(facts, index).length > 0;
  });
}

/** Whether `await` may stand in `block`: in an async function, and at a notebook's top level. */
export function mayAwait(facts: FileFacts, block: number): boolean {
  return awaitObstacle(facts, block) === undefined;
}

/** Why `await` may not stand in `block`: the end of a sentence about what would have to be awaited. */
export function awaitObstacle(facts: FileFacts, block: number): string | undefined {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const { kind, isAsync, isDefault } = facts.blocks[index]!;
    if (isDefault) return 'the default of a parameter may not await';
    if (kind === 'function' || (kind === 'lambda' && facts.language === 'python'))
      return isAsync ? undefined : 'the function around it is not';
    if (kind === 'lambda' || kind === 'class') return 'no function is around it that could await';
  }
  return facts.blocks[0]!.isAsync ? undefined : 'no function is around it that could await';
}

/** Why an `await` in `block` may not go, though what it awaits is no coroutine. */
export function loneAwaitObstacle({ blocks }: FileFacts, block: number): string | undefined {
  return blocks[block]!.isGenerator
    ? 'the generator around it would be no asynchronous one without its await'
    : undefined;
}

/** The handlers of a `try` that are there for an import that fails, too. */
export function importHandlersOf(facts: FileFacts, tried: number): number[] {
  return clausesOf(facts, tried).filter((index) => {
    const clause = facts.blocks[index]!;
    return clause.kind === 'except' && catchesFailingImports(clause);
  });
}

/** Whether a handler is there for an import that fails, too. */
function catchesFailingImports({ catches = [] }: Block): boolean {
  return catches.length === 0 || catches.some((name) => catchesImports.test(name));
}

/** The nearest function around `block`; undefined at module and class level. */
export function enclosingFunction(facts: FileFacts, block: number): Block | undefined {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const each = facts.blocks[index]!;
    if (each.kind === 'function' || each.kind === 'lambda') return each;
    if (each.kind === 'class') return undefined;
  }
  return undefined;
}
