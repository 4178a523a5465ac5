/** Facts of one reading in the place where they stand in a later one: of a text in which something before them has changed. */
import type {
  Binding,
  ImportedName,
  ImportFact,
  MemberAssignment,
  PlainBinding,
  StringFact,
} from '../facts.ts';
import type { Span } from '../text.ts';
import type { BlockDraft, Draft } from './reader.ts';
import {
  BindingRecord,
  BlockRecord,
  ImportedNameRecord,
  ImportRecord,
  MemberAssignmentRecord,
  SpanRecord,
  StringRecord,
} from './records.ts';

/** How far things have moved. */
export interface Move {
  /** In code units. */
  readonly offset: number;
  /** In the list of imports. */
  readonly imports: number;
  /** The index of a block, by the index that it had. */
  block(index: number): number;
}

const movedSpan = ({ start, end }: Span, { offset }: Move): SpanRecord =>
  new SpanRecord(start + offset, end + offset);

/**
 * Fields come in the order in which reading sets them, as the shape of an object depends on it. What only TypeScript's blocks
 * have, and what declarations say, is not there: a function with any is never taken over.
 */
export function movedBlock(block: BlockDraft, move: Move): BlockDraft {
  const { kind, parent, scope, span } = block;
  const moved: BlockDraft = new BlockRecord(
    kind,
    move.block(parent),
    move.block(scope),
    movedSpan(span, move),
  );
  if (block.name !== undefined) moved.name = block.name;
  if (block.isAsync !== undefined) moved.isAsync = block.isAsync;
  if (block.isGenerator !== undefined) moved.isGenerator = block.isGenerator;
  if (block.of !== undefined) moved.of = move.block(block.of);
  if (block.condition !== undefined) moved.condition = block.condition;
  if (block.catches !== undefined) moved.catches = block.catches;
  if (block.caughtAs !== undefined) moved.caughtAs = block.caughtAs;
  if (block.contexts !== undefined) moved.contexts = block.contexts;
  if (block.entered !== undefined) moved.entered = block.entered.map((span) => movedSpan(span, move));
  if (block.raisesAt !== undefined) moved.raisesAt = block.raisesAt + move.offset;
  return moved;
}

export function movedBinding(binding: Draft<Binding>, move: Move): Draft<Binding> {
  const { kind, name, block, scope, span, space } = binding;
  const moved = new BindingRecord(
    kind,
    name,
    move.block(block),
    move.block(scope),
    movedSpan(span, move),
    space,
  ) as unknown as Draft<Binding>;
  moveDetails(binding, moved, move);
  if (binding.boundAt !== undefined) moved.boundAt = binding.boundAt + move.offset;
  return moved;
}

/** Adds what only a binding of its kind has. */
function moveDetails(from: Draft<Binding>, to: Draft<Binding>, move: Move): void {
  if (from.kind === 'import' && to.kind === 'import') {
    to.import = from.import + move.imports;
    to.imported = from.imported;
  } else if (from.kind === 'class' && to.kind === 'class') {
    to.definition = movedSpan(from.definition, move);
    to.body = move.block(from.body);
    to.bases = from.bases;
    to.decorators = from.decorators;
  } else if (from.kind === 'function' && to.kind === 'function') {
    to.definition = movedSpan(from.definition, move);
    to.body = move.block(from.body);
    to.isAsync = from.isAsync;
    to.parameters = from.parameters;
    to.decorators = from.decorators;
    if (from.returns !== undefined) to.returns = from.returns;
    to.alwaysRaises = from.alwaysRaises;
  } else if (from.kind === 'alias' && to.kind === 'alias') {
    to.target = from.target;
    to.targetSpan = movedSpan(from.targetSpan, move);
    if (from.annotation !== undefined) to.annotation = from.annotation;
  } else movePlain(from as Draft<PlainBinding>, to as Draft<PlainBinding>);
}

function movePlain(
  { annotation, optional, calls, isNone, isRest }: PlainBinding,
  to: Draft<PlainBinding>,
): void {
  if (isRest !== undefined) to.isRest = isRest;
  if (calls !== undefined) to.calls = calls;
  if (isNone !== undefined) to.isNone = isNone;
  if (annotation !== undefined) to.annotation = annotation;
  if (optional !== undefined) to.optional = optional;
}

/** Python's imports have one of two forms. */
export const movedImport = (fact: ImportFact, move: Move): ImportFact => {
  const { form, block, statement, span, module, moduleSpan, names, typeOnly } = fact;
  return new ImportRecord(
    form as 'from' | 'module',
    move.block(block),
    movedSpan(statement, move),
    movedSpan(span, move),
    module,
    movedSpan(moduleSpan, move),
    names.map((name) => movedName(name, move)),
    typeOnly,
  );
};

const movedName = (
  { name, local, span, nameSpan, typeOnly, localSpan }: ImportedName,
  move: Move,
): ImportedName =>
  new ImportedNameRecord(
    name,
    local,
    movedSpan(span, move),
    movedSpan(nameSpan, move),
    typeOnly,
    localSpan && movedSpan(localSpan, move),
  );

export const movedString = (
  { value, span, contentSpan, block, callee }: StringFact,
  move: Move,
): StringFact =>
  new StringRecord(value, movedSpan(span, move), movedSpan(contentSpan, move), move.block(block), callee);

export const movedAssignment = (fact: MemberAssignment, move: Move): MemberAssignment =>
  new MemberAssignmentRecord(
    move.block(fact.block),
    fact.owner,
    fact.member,
    movedSpan(fact.span, move),
    fact,
  );
