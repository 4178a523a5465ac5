/**
 * What a file has thousands of is made by constructors, not by literals: V8 remembers for each literal whether what it made
 * lived long, and puts later ones among the old from the start. During a scan facts do live long. In an editor they go with
 * the next keystroke, and the old generation would fill up with them until all of it has to be searched.
 */
import type { Argument, Binding, BlockKind, Call, Reference, Use } from '../facts.ts';
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
