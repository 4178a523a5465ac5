import type {
  Binding,
  Block,
  Directive,
  ExportFact,
  ImportFact,
  ImportedName,
  MemberAssignment,
  Reference,
  StringFact,
  SyntaxProblem,
} from '../facts.ts';
import type { Span } from '../text.ts';
import type { KeptPromise } from './keptPromises.ts';

/** A binding whose block and scope are those of the place where the walk stands, unless `scope` says another. */
export type UnplacedBinding = Binding extends infer B
  ? B extends Binding
    ? Omit<B, 'block' | 'scope'> & { readonly scope?: number }
    : never
  : never;

/** An import whose names are added as the walk meets them. */
export type OpenImport = Omit<ImportFact, 'names' | 'block'> & { readonly names: ImportedName[] };

/** The scope of an assignment's target until {@link settle} has found where the name is declared. */
export const undeclared = -1;

/** What one walk has found so far, and the block in which it stands. */
export interface Recording {
  readonly blocks: Block[];
  readonly imports: ImportFact[];
  readonly bindings: Binding[];
  readonly references: Reference[];
  readonly memberAssignments: MemberAssignment[];
  readonly exports: ExportFact[];
  readonly strings: StringFact[];
  readonly directives: Directive[];
  readonly syntaxErrors: SyntaxProblem[];
  /** References that are read in whichever space binds the name: `export { a }`, `typeof a`. */
  readonly spaceless: number[];
  /** Where statements begin before which no semicolon stands. */
  readonly openStarts: Set<number>;
  /** Index of the block in which the walk stands. */
  readonly block: number;
  /** The index that the next block will have. */
  readonly nextBlock: number;
  /** The scope of `let`, `const`, `class` and `function` here. */
  readonly scope: number;
  /** The scope of `var` here: the nearest function, namespace or module. */
  readonly hoistScope: number;
  /** Opens a block, does `body` in it, and comes back. Answers its index. */
  within: (block: NewBlock, body: () => void) => number;
  /** What modules are required by: `require`, and what `createRequire` has made. */
  readonly requirers: Set<string>;
  /** The promises of modules that constants keep. */
  readonly promises: KeptPromise[];
  /** References to them of which it is known what is read: their indices. */
  readonly promiseReads: Set<number>;
  /** The walk stands in what a mock is made of. */
  readonly isInMock: boolean;
  /** Does `body` as what a mock is made of. */
  inMock: (body: () => void) => void;
  /** Does `body` as if the walk stood in `block`. */
  at: (block: number, body: () => void) => void;
  bind: (binding: UnplacedBinding) => void;
  addImport: (fact: OpenImport) => number;
}

export interface NewBlock extends Omit<Block, 'parent' | 'scope'> {
  /** Names bound in this block belong to the enclosing scope. */
  readonly sharesScope?: boolean;
  /** `var` does not leave this block. */
  readonly stopsHoisting?: boolean;
}

export function createRecording(span: Span): Recording {
  const blocks: Block[] = [{ kind: 'module', parent: -1, scope: 0, span }];
  const hoistScopes = [0];
  const imports: ImportFact[] = [];
  const bindings: Binding[] = [];
  let block = 0;
  let isInMock = false;

  const at = (target: number, body: () => void) => {
    const outer = block;
    block = target;
    body();
    block = outer;
  };

  return {
    blocks,
    imports,
    bindings,
    references: [],
    memberAssignments: [],
    exports: [],
    strings: [],
    directives: [],
    syntaxErrors: [],
    spaceless: [],
    openStarts: new Set(),
    requirers: new Set(['require']),
    promises: [],
    promiseReads: new Set(),
    get block() {
      return block;
    },
    get nextBlock() {
      return blocks.length;
    },
    get scope() {
      return blocks[block]!.scope;
    },
    get hoistScope() {
      return hoistScopes[block]!;
    },
    within({ sharesScope, stopsHoisting, ...opened }, body) {
      const index = blocks.length;
      blocks.push({ ...opened, parent: block, scope: sharesScope ? blocks[block]!.scope : index });
      hoistScopes.push(stopsHoisting ? index : hoistScopes[block]!);
      at(index, body);
      return index;
    },
    get isInMock() {
      return isInMock;
    },
    inMock(body) {
      const outer = isInMock;
      isInMock = true;
      body();
      isInMock = outer;
    },
    at,
    bind(binding) {
      bindings.push({ ...binding, block, scope: binding.scope ?? blocks[block]!.scope });
    },
    addImport(fact) {
      imports.push({ ...fact, block });
      return imports.length - 1;
    },
  };
}

/**
 * Ends a walk. An assignment binds in the scope that declares its target, which may stand behind it, so that it is
 * looked up only now; an assignment to a name that nothing declares (a global) binds nothing. A reference that may
 * be read in either space is put into the one that binds it.
 */
export function settle(recording: Recording): readonly Binding[] {
  const { blocks, bindings, references, spaceless } = recording;
  if (spaceless.length === 0 && !bindings.some(({ scope }) => scope === undeclared)) return bindings;

  const declared = blocks.map(() => ({ value: new Set<string>(), type: new Set<string>() }));
  for (const { name, scope, space } of bindings) {
    if (scope === undeclared) continue;
    if (space !== 'type') declared[scope]!.value.add(name);
    if (space !== 'value') declared[scope]!.type.add(name);
  }
  const declaring = (name: string, from: number, space: 'value' | 'type'): number => {
    for (let at = from; at !== -1; at = blocks[at]!.parent)
      // A class's members are no names in its scope.
      if (blocks[at]!.kind !== 'class' && declared[at]![space].has(name)) return at;
    return undeclared;
  };

  for (const index of spaceless) {
    const reference = references[index]!;
    const { name, block } = reference;
    const space =
      declaring(name, block, 'value') === undeclared && declaring(name, block, 'type') !== undeclared;
    references[index] = { ...reference, space: space ? 'type' : 'value' };
  }
  return bindings.flatMap((binding) => {
    if (binding.scope !== undeclared) return [binding];
    const scope = declaring(binding.name, binding.block, 'value');
    return scope === undeclared ? [] : [{ ...binding, scope }];
  });
}
