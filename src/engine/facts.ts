/**
 * What the engine knows of one file: flat lists with spans, the same shape for Python and for TypeScript/JavaScript.
 *
 * Facts say what is written, never what it means: a name is resolved by the module graph, judged by the rules.
 * Lists point at one another by index.
 */
import type { BindingIndex } from './bindingIndex.ts';
import type { ReferenceTable } from './references.ts';
import type { Span } from './text.ts';

/** `typescript` stands for every file that the TypeScript compiler reads: .ts .tsx .mts .cts .js .jsx .mjs .cjs. */
export type Language = 'python' | 'typescript';

export interface FileFacts {
  readonly language: Language;
  /** The parts of the text that are the cells of a notebook, which are run and edited one by one; undefined for a file. */
  readonly cells?: readonly Span[];
  /** Blocks in source order; `blocks[0]` is the module. A block's parent stands before it. */
  readonly blocks: readonly Block[];
  readonly imports: readonly ImportFact[];
  readonly bindings: readonly Binding[];
  readonly bindingIndex: () => BindingIndex;
  readonly references: ReferenceTable;
  /** Attributes set on a name after its definition: `C.make = make`. */
  readonly memberAssignments: readonly MemberAssignment[];
  /** What the module exports, where the language says so by statement (TypeScript). Empty for Python. */
  readonly exports: readonly ExportFact[];
  /** Python's `__all__`: its names, `computed` where it is not a literal list, undefined where there is none. */
  readonly all: readonly string[] | 'computed' | undefined;
  /** Dotted strings that a patching, importing or module-table call is given. */
  readonly strings: readonly StringFact[];
  /** Comments that begin with `ssot-`: the candidates for suppressions. */
  readonly directives: readonly Directive[];
  /** What could not be read. The other facts hold what could. */
  readonly syntaxErrors: readonly SyntaxProblem[];
}

export type BlockKind =
  | 'module'
  | 'class'
  | 'function'
  | 'lambda'
  | 'comprehension'
  | 'type-parameters'
  | 'if'
  | 'else'
  | 'try'
  | 'except'
  | 'finally'
  | 'with'
  | 'loop'
  | 'case'
  | 'block';

/** A suite of statements, or an expression that has a scope of its own. */
export interface Block {
  readonly kind: BlockKind;
  /** Index of the enclosing block; -1 for the module. */
  readonly parent: number;
  /** Index of the block that is the scope of names bound here: itself where it opens a scope. */
  readonly scope: number;
  readonly span: Span;
  /** The name of a class or function. */
  readonly name?: string;
  /** For a `lambda` that is a static block, or sets a static property: it runs when its class is made. */
  readonly isStatic?: boolean;
  /** `await` may stand in it: in an async function, and in the module that a notebook is. */
  readonly isAsync?: boolean;
  /** A generator expression of Python: an `await` in it makes it an asynchronous one. */
  readonly isGenerator?: boolean;
  /** What a parameter is where nothing is given for it: no `await` may stand there, though the function be async. */
  readonly isDefault?: boolean;
  /** `if TYPE_CHECKING:` and its `else`. */
  readonly condition?: 'type-checking' | 'runtime-only';
  /** For `except`, `else` and `finally` of a `try` (and for `else` of an `if`): the index of the block they belong to. */
  readonly of?: number;
  /** For `except`: the dotted names that it catches, as written; empty where it catches everything. */
  readonly catches?: readonly string[];
  /** For `except` of Python: the name that what it catches has until it ends. */
  readonly caughtAs?: string;
  /** For `with`: the dotted callees or names of its context expressions, as written: `pytest.raises`. */
  readonly contexts?: readonly string[];
  /** For `with`: its context expressions that end with a bracket, without those around them: a call that is entered is one. */
  readonly entered?: readonly Span[];
  /** For `try`, its `except` and its `else`, and for Python's module: where the first of its own statements stands that cannot but raise. */
  readonly raisesAt?: number;
  /** Names that Python's `global` and `nonlocal` take out of this scope. */
  readonly globals?: readonly string[];
  readonly nonlocals?: readonly string[];
}

export type ImportForm =
  'from' | 'module' | 'reexport' | 'side-effect' | 'require' | 'dynamic' | 'import-type';

/**
 * One module named by one import statement; `import a, b` is two facts with one `statement`.
 *
 * - `from`: `from m import a`, `import { a } from 'm'`, `import d from 'm'`.
 * - `module`: `import a.b`, `import a.b as m`, `import * as m from 'm'`, `import m = require('m')`.
 * - `reexport`: `export { a } from 'm'`, `export * from 'm'`.
 * - `side-effect`: `import 'm'`. `require`: `require('m')`, `jest.requireActual('m')`. `dynamic`: `import('m')`,
 *   `vi.importActual('m')`. `import-type`: `import('m').T`.
 */
export interface ImportFact {
  readonly form: ImportForm;
  readonly block: number;
  /** The whole statement or expression, without the comment and line end behind it. */
  readonly statement: Span;
  /** The part that names this module: equals `statement` unless one statement names several modules. */
  readonly span: Span;
  /** The specifier as written, without quotes; Python's relative imports keep their dots: `..pkg.mod`. */
  readonly module: string;
  /** Where the specifier stands, quotes not included. */
  readonly moduleSpan: Span;
  readonly names: readonly ImportedName[];
  /** `import type`, `export type`, and imports under `if TYPE_CHECKING`. */
  readonly typeOnly: boolean;
  /** `jest.requireActual('m')`, `vi.importActual('m')`: the module itself, past the mock that stands in its place. */
  readonly isActual?: boolean;
  /** `import('m').catch(…)`: where the module is not there, what is chained to the promise goes on. */
  readonly isCaught?: boolean;
}

export interface ImportedName {
  /** The name in the other module; `*` for all of it (a star import, a namespace), `default` for TypeScript's default. */
  readonly name: string;
  /**
   * The name bound here; undefined where none is (a star import, a re-export, a side effect). For a re-export `exported` says
   * under what name. Python's `import a.b` binds `a`.
   */
  readonly local: string | undefined;
  readonly exported?: string;
  /** `name as local`, whole; for a default import its local name. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** The local name where it is written apart from `name`. */
  readonly localSpan?: Span;
  readonly typeOnly: boolean;
  /** `({ name } = await import('m'))`: the name that is set is written once, with what it takes. */
  readonly isShorthand?: boolean;
  /** The whole call, where what a module call brings is called at once: `new (await import('m')).Name()`. */
  readonly called?: Span;
}

/** `from m import *` and `export * from 'm'`: names come that are not written. */
export function isStarImport({ form, names }: ImportFact): boolean {
  return (
    (form === 'from' || form === 'reexport') &&
    names[0]?.name === '*' &&
    names[0].local === undefined &&
    names[0].exported === undefined
  );
}

export type Binding = ImportBinding | ClassBinding | FunctionBinding | AliasBinding | PlainBinding;

interface BindingBase {
  readonly name: string;
  /** The innermost block in which the binding stands. */
  readonly block: number;
  /** The scope in which it binds: differs from the block's own with `global`, `nonlocal`, `var` and `:=`. */
  readonly scope: number;
  /** Where the name stands. */
  readonly span: Span;
  /** TypeScript's two spaces; Python's names are values, except under `if TYPE_CHECKING`. */
  readonly space: 'value' | 'type' | 'both';
  /** What an exported class or function calls itself, where it is bound under a name that no identifier can have. */
  readonly ownName?: string;
  /** Where the name is bound, if its own statement reads it before that: `x = f(x)` reads what it was until then. */
  readonly boundAt?: number;
}

export interface ImportBinding extends BindingBase {
  readonly kind: 'import';
  /** Index into `imports`. */
  readonly import: number;
  /** Index into that import's `names`. */
  readonly imported: number;
}

export interface ClassBinding extends BindingBase {
  readonly kind: 'class';
  /** The whole definition, decorators included. */
  readonly definition: Span;
  /** Index of the class's block. */
  readonly body: number;
  /** Base classes that are dotted names, as written. */
  readonly bases: readonly string[];
  readonly decorators: readonly string[];
}

export interface FunctionBinding extends BindingBase {
  readonly kind: 'function';
  readonly definition: Span;
  readonly body: number;
  readonly isAsync: boolean;
  readonly parameters: readonly Parameter[];
  readonly decorators: readonly string[];
  /** The dotted name that the annotation of its result is, without type arguments in TypeScript: `-> Manager`. */
  readonly returns?: string;
  /**
   * The body cannot end without raising: one of its own statements is a `raise` (`throw`), and neither `return` nor `yield`
   * stands before it at any depth.
   */
  readonly alwaysRaises: boolean;
}

/** `X = a.b.Y`: another name for what a dotted name means. */
export interface AliasBinding extends BindingBase {
  readonly kind: 'alias';
  /** The dotted name on the right, as written. */
  readonly target: string;
  readonly targetSpan: Span;
  /** The annotation's dotted name, where there is one: `x: T = y`. */
  readonly annotation?: string;
}

/** Any other binding: a variable, a loop or `with` target, a parameter, an interface or type alias. */
export interface PlainBinding extends BindingBase {
  readonly kind: 'variable' | 'parameter' | 'type' | 'enum' | 'namespace';
  /** The annotation's dotted name, where there is one: `ctx: UserExecutionContext`. */
  readonly annotation?: string;
  /** The dotted name in an annotation that leaves None open, `ctx: Optional[T]` or `T | None`. Python only. */
  readonly optional?: string;
  /** A variable set from a call, `x = a.b(...)`: the callee's dotted name, as written. */
  readonly calls?: string;
  /** A variable set to the constant `None`, `null` or `undefined`. */
  readonly isNone?: boolean;
  /** A parameter that takes all further arguments: `*args`, `**kwargs`, `...rest`. */
  readonly isRest?: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'keyword-only' | 'rest' | 'keyword-rest';
  readonly hasDefault: boolean;
  readonly annotation?: string;
}

export interface MemberAssignment {
  readonly block: number;
  /** The dotted name on which the attribute is set, as written: `C`. */
  readonly owner: string;
  readonly member: string;
  readonly span: Span;
  /** The dotted name on the right, where it is one. */
  readonly target?: string;
  /** What is made of it: `C.make = classmethod(make)`. Python only. */
  readonly decorator?: 'classmethod' | 'staticmethod';
}

export interface ExportFact {
  /** The name by which others import it; `default`; `export=`; `*` for `export * from` and for a module that is exported whole. */
  readonly exported: string;
  readonly span: Span;
  readonly typeOnly: boolean;
  /**
   * A local name that is exported: of a binding in the module's scope. What has none is bound under a name that no
   * identifier can have: `default`, `export=`, `exports.a`. Undefined for a re-export.
   */
  readonly local?: string;
  /** A re-export: index into `imports`, and into its `names`. */
  readonly import?: number;
  readonly imported?: number;
}

/**
 * How a name is used. `argument` is one that is passed to a call, `attribute` one of which an attribute is read that is not called
 * itself, `bare` everything else.
 */
export type Use =
  | 'call'
  | 'annotation'
  | 'base'
  | 'isinstance'
  | 'spec'
  | 'argument'
  | 'attribute'
  | 'decorator'
  | 'delete'
  | 'bare';

/** A name that is read, with the attributes behind it: `pkg.mod.Name` is `name` with two `members`. */
export interface Reference {
  readonly name: string;
  readonly members: readonly string[];
  /** From the name to its last member. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly block: number;
  /** The scope in which the name is looked up first. */
  readonly scope: number;
  readonly use: Use;
  readonly space: 'value' | 'type';
  /** The dotted callee that the name, or the result of its call, is passed to: `asyncio.create_task`. */
  readonly argumentOf?: string;
  /** For `call`. */
  readonly call?: Call;
  /** Read inside a string: an annotation that is written as one. */
  readonly inString?: boolean;
  /** What stands behind it is assigned to, `name[key] = value`, or it is itself: `name.member |= value`. Python only. */
  readonly isTarget?: boolean;
  /** `import A = ns.B` of TypeScript: what stands on the right has to begin with a namespace. */
  readonly isEntity?: boolean;
  /** `{ name }` of an object literal and `export { name }`: whoever renames the name keeps the outer one beside it. */
  readonly shorthand?: 'property' | 'export';
}

export interface Call {
  /** From the callee to the closing parenthesis, `new` included. */
  readonly span: Span;
  /** Between the parentheses. */
  readonly argumentsSpan: Span;
  readonly arguments: readonly Argument[];
  /** `await` is written before it: from the `await` to the call's end. */
  readonly awaitSpan?: Span;
  /** The attribute that is read of the result at once, not of what an `await` makes of it: `f().member`. */
  readonly member?: string;
  /** All attributes behind it, where they are more than one: `to.be.rejected`. TypeScript only. */
  readonly behind?: string;
  readonly isNew: boolean;
  /** It begins a statement, and the one before it ends without a semicolon: a parenthesis here would go on with that one. */
  readonly followsOpenEnd?: boolean;
}

export interface Argument {
  readonly span: Span;
  /** The keyword of a keyword argument. */
  readonly keyword?: string;
  /** `*args`, `**kwargs`, `...rest`. */
  readonly spread?: 'positional' | 'keyword';
  /** The value without keyword and stars. */
  readonly valueSpan: Span;
  /** The value is made of literals alone. TypeScript only: in Python no name stands in such a one. */
  readonly isConstant?: boolean;
}

export interface StringFact {
  readonly value: string;
  /** With the quotes. */
  readonly span: Span;
  readonly contentSpan: Span;
  readonly block: number;
  /** The dotted callee that it is given to, as written; `sys.modules` for a subscript of it. */
  readonly callee: string;
}

/** A comment that begins with `ssot-`, without its comment sign. */
export interface Directive {
  readonly text: string;
  readonly span: Span;
  /** Nothing but white space stands before it on its line. */
  readonly ownLine: boolean;
}

export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}
