/**
 * What a file has thousands of is made by constructors, not by literals: V8 remembers for each literal whether what it made
 * lived long, and puts later ones among the old from the start. During a scan facts do live long. In an editor they go with
 * the next keystroke, and the old generation would fill up with them until all of it has to be searched.
 *
 * What was read and what was moved from an earlier reading has one shape too, so that code which was compiled for the one is
 * right for the other.
 */
import type {
  Argument,
  Binding,
  BlockKind,
  Call,
  ImportedName,
  ImportFact,
  MemberAssignment,
  Reference,
  StringFact,
  Use,
} from '../facts.ts';
import type { Span } from '../text.ts';

export class SpanRecord implements Span {
  declare readonly start: number;
  declare end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

export class ArgumentRecord implements Argument {
  declare readonly span: Span;
  declare readonly valueSpan: Span;
  declare readonly keyword?: string;
  declare readonly spread?: 'positional' | 'keyword';

  constructor(span: Span, valueSpan: Span, keyword?: string, spread?: 'positional' | 'keyword') {
    this.span = span;
    this.valueSpan = valueSpan;
    if (keyword !== undefined) this.keyword = keyword;
    if (spread !== undefined) this.spread = spread;
  }
}

export class CallRecord implements Call {
  declare readonly span: Span;
  declare readonly argumentsSpan: Span;
  declare readonly arguments: readonly Argument[];
  declare readonly isNew: boolean;
  declare awaitSpan?: Span;
  declare member?: string;

  constructor(span: Span, argumentsSpan: Span, args: readonly Argument[]) {
    this.span = span;
    this.argumentsSpan = argumentsSpan;
    this.arguments = args;
    this.isNew = false;
  }
}

export class ReferenceRecord implements Reference {
  declare readonly name: string;
  declare readonly members: readonly string[];
  declare readonly span: Span;
  declare readonly nameSpan: Span;
  declare readonly block: number;
  declare readonly scope: number;
  declare readonly use: Use;
  declare readonly space: 'value' | 'type';
  declare argumentOf?: string;
  declare call?: Call;
  declare inString?: boolean;
  declare isTarget?: boolean;

  constructor(
    name: string,
    members: readonly string[],
    span: Span,
    nameSpan: Span,
    block: number,
    scope: number,
    use: Use,
    space: 'value' | 'type',
  ) {
    this.name = name;
    this.members = members;
    this.span = span;
    this.nameSpan = nameSpan;
    this.block = block;
    this.scope = scope;
    this.use = use;
    this.space = space;
  }
}

/** What every binding has; the kinds with more fields get them from their readers. */
export class BindingRecord<Kind extends Binding['kind']> {
  declare readonly kind: Kind;
  declare name: string;
  declare block: number;
  declare scope: number;
  declare span: Span;
  declare space: Binding['space'];

  constructor(kind: Kind, name: string, block: number, scope: number, span: Span, space: Binding['space']) {
    this.kind = kind;
    this.name = name;
    this.block = block;
    this.scope = scope;
    this.span = span;
    this.space = space;
  }
}

export class BlockRecord {
  declare readonly kind: BlockKind;
  declare readonly parent: number;
  declare readonly scope: number;
  declare readonly span: SpanRecord;

  constructor(kind: BlockKind, parent: number, scope: number, span: SpanRecord) {
    this.kind = kind;
    this.parent = parent;
    this.scope = scope;
    this.span = span;
  }
}

export class ImportRecord implements ImportFact {
  declare readonly form: 'from' | 'module';
  declare readonly block: number;
  declare readonly statement: Span;
  declare readonly span: Span;
  declare readonly module: string;
  declare readonly moduleSpan: Span;
  declare readonly names: readonly ImportedName[];
  declare readonly typeOnly: boolean;

  constructor(
    form: 'from' | 'module',
    block: number,
    statement: Span,
    span: Span,
    module: string,
    moduleSpan: Span,
    names: readonly ImportedName[],
    typeOnly: boolean,
  ) {
    this.form = form;
    this.block = block;
    this.statement = statement;
    this.span = span;
    this.module = module;
    this.moduleSpan = moduleSpan;
    this.names = names;
    this.typeOnly = typeOnly;
  }
}

export class ImportedNameRecord implements ImportedName {
  declare readonly name: string;
  declare readonly local: string | undefined;
  declare readonly span: Span;
  declare readonly nameSpan: Span;
  declare readonly typeOnly: boolean;
  declare readonly localSpan?: Span;

  constructor(
    name: string,
    local: string | undefined,
    span: Span,
    nameSpan: Span,
    typeOnly: boolean,
    localSpan: Span | undefined,
  ) {
    this.name = name;
    this.local = local;
    this.span = span;
    this.nameSpan = nameSpan;
    this.typeOnly = typeOnly;
    if (localSpan !== undefined) this.localSpan = localSpan;
  }
}

export class StringRecord implements StringFact {
  declare readonly value: string;
  declare readonly span: Span;
  declare readonly contentSpan: Span;
  declare readonly block: number;
  declare readonly callee: string;

  constructor(value: string, span: Span, contentSpan: Span, block: number, callee: string) {
    this.value = value;
    this.span = span;
    this.contentSpan = contentSpan;
    this.block = block;
    this.callee = callee;
  }
}

/** What is assigned, as far as it is known. */
type Assigned = Pick<MemberAssignment, 'target' | 'decorator'>;

export class MemberAssignmentRecord implements MemberAssignment {
  declare readonly block: number;
  declare readonly owner: string;
  declare readonly member: string;
  declare readonly span: Span;
  declare readonly target?: string;
  declare readonly decorator?: 'classmethod' | 'staticmethod';

  constructor(block: number, owner: string, member: string, span: Span, { target, decorator }: Assigned) {
    this.block = block;
    this.owner = owner;
    this.member = member;
    this.span = span;
    if (target !== undefined) this.target = target;
    if (decorator !== undefined) this.decorator = decorator;
  }
}
