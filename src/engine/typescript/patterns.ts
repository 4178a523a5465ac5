import type ts from 'typescript';
import type { Span } from '../text.ts';
import type { ModuleSource } from './moduleCalls.ts';
import { annotationName } from './names.ts';
import type { Walk } from './walk.ts';

/** Where the value that a pattern takes apart comes from, as far as it can be named. */
export type PatternSource =
  /** A module that was just imported: its names become import bindings. */
  | { readonly module: ModuleSource }
  /** A dotted name: `const { A } = ns` makes `A` another name for `ns.A`. */
  | { readonly dotted: string; readonly span: Span }
  | undefined;

export interface PatternPlace {
  readonly kind: 'variable' | 'parameter';
  readonly scope: number;
  readonly isExported?: boolean;
}

/** Binds every name of a pattern and visits its defaults, its computed keys and nothing else. */
export function bindPattern(
  walk: Walk,
  name: ts.BindingName,
  place: PatternPlace,
  source: PatternSource,
): void {
  const { ts } = walk;
  if (ts.isIdentifier(name)) bindIdentifier(walk, name, place, source, undefined);
  else if (ts.isObjectBindingPattern(name))
    for (const element of name.elements) bindElement(walk, element, place, source);
  else
    for (const element of name.elements)
      if (!ts.isOmittedExpression(element)) {
        bindPattern(walk, element.name, place, undefined);
        visitDefault(walk, element.initializer, place);
      }
}

function bindElement(
  walk: Walk,
  element: ts.BindingElement,
  place: PatternPlace,
  source: PatternSource,
): void {
  const { ts, visit, spanOf } = walk;
  const key = element.propertyName ?? (ts.isIdentifier(element.name) ? element.name : undefined);
  if (key && ts.isComputedPropertyName(key)) visit(key.expression);
  const name = element.dotDotDotToken ? undefined : key && nameOfKey(ts, key);

  if (source && 'module' in source) bindFromModule(walk, element, name ?? '*', place, source.module);
  else if (source && key && name !== undefined && !element.initializer)
    bindPattern(walk, element.name, place, { dotted: `${source.dotted}.${name}`, span: spanOf(key) });
  else bindPattern(walk, element.name, place, undefined);
  visitDefault(walk, element.initializer, place);
}

/** What a key says: `name`, `'name'` and `['name']` are one and the same. */
function nameOfKey(ts: Walk['ts'], key: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(key)) return key.text;
  const written = ts.isComputedPropertyName(key) ? key.expression : key;
  return ts.isStringLiteralLike(written) ? written.text : undefined;
}

function bindFromModule(
  walk: Walk,
  element: ts.BindingElement,
  name: string,
  place: PatternPlace,
  module: ModuleSource,
): void {
  const { ts, spanOf } = walk;
  if (ts.isIdentifier(element.name)) {
    bindIdentifier(walk, element.name, place, { module }, { name, element });
    return;
  }
  const nameSpan = spanOf(element.propertyName ?? element.name);
  module.names.push({ name, local: undefined, span: spanOf(element), nameSpan, typeOnly: false });
  bindPattern(walk, element.name, place, undefined);
}

function bindIdentifier(
  { facts, spanOf }: Walk,
  node: ts.Identifier,
  { kind, scope, isExported }: PatternPlace,
  source: PatternSource,
  taken: { readonly name: string; readonly element: ts.BindingElement } | undefined,
): void {
  const name = node.text;
  if (name === '') return;
  const span = spanOf(node);
  if (isExported) facts.exports.push({ exported: name, local: name, span, typeOnly: false });
  const placed = { name, span, scope, space: 'value' } as const;

  if (!source) facts.bind({ ...placed, kind });
  else if ('dotted' in source)
    facts.bind({ ...placed, kind: 'alias', target: source.dotted, targetSpan: source.span });
  else {
    const { module } = source;
    const key = taken?.element.propertyName;
    facts.bind({ ...placed, kind: 'import', import: module.import, imported: module.names.length });
    module.names.push({
      name: taken?.name ?? '*',
      local: name,
      span: taken ? spanOf(taken.element) : span,
      nameSpan: key ? spanOf(key) : span,
      ...(key && { localSpan: span }),
      typeOnly: false,
    });
  }
}

/** Binds a parameter and visits its annotation and its default. */
export function bindParameter(
  walk: Walk,
  parameter: ts.ParameterDeclaration,
  scope: number,
  module?: ModuleSource,
): void {
  const { ts, facts, visit, visitEach, visitJsDoc, spanOf } = walk;
  visitJsDoc(parameter);
  visitEach(parameter.modifiers);
  const { name } = parameter;
  if (module) bindPattern(walk, name, { kind: 'parameter', scope }, { module });
  else if (ts.isIdentifier(name)) {
    const annotation = annotationName(ts, parameter.type);
    if (name.text !== 'this' && name.text !== '')
      facts.bind({
        kind: 'parameter',
        name: name.text,
        span: spanOf(name),
        scope,
        space: 'value',
        ...(annotation !== undefined && { annotation }),
        ...(parameter.dotDotDotToken && { isRest: true }),
      });
  } else bindPattern(walk, name, { kind: 'parameter', scope }, undefined);
  visit(parameter.type);
  visitDefault(walk, parameter.initializer, { kind: 'parameter' });
}

/** A parameter's default is read in the scope of its function, and still is none of its body. */
function visitDefault(
  { facts, visit, spanOf }: Walk,
  initializer: ts.Expression | undefined,
  { kind }: Pick<PatternPlace, 'kind'>,
): void {
  if (!initializer) return;
  if (kind === 'variable') visit(initializer);
  else
    facts.within({ kind: 'block', span: spanOf(initializer), isDefault: true, sharesScope: true }, () =>
      visit(initializer),
    );
}
