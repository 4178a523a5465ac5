import type { ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { lineAround } from '../fix/list.ts';
import { asProperty } from './renderPattern.ts';

/** `require('m')` whose whole value is what is taken: the class that the module sets. */
export function isRequiredWhole({ form, names }: ImportFact, { leaving }: ImportChange): boolean {
  return form === 'require' && names.length === 1 && names[0]!.name === '*' && leaving.has(0);
}

/** What is the whole of one module has a name in another: `const { A } = require('m')`, or `require('m').A` elsewhere. */
export function renderRequired(text: string, fact: ImportFact, { modules }: ImportChange): RenderResult {
  const [to, ...others] = modules;
  const taken = [...(to?.replacing.values() ?? []), ...(to?.added ?? [])];
  const [first] = taken;
  if (!to || others.length > 0 || first === undefined)
    return { ok: false, reason: 'the import would be left without a name' };
  const module = to.isThisOne ? [] : [{ span: fact.moduleSpan, text: to.module }];
  if (isDeclaration(text, fact)) {
    const list = `{ ${taken.map(asProperty).join(', ')} }`;
    return { ok: true, edits: [{ span: fact.names[0]!.span, text: list }, ...module] };
  }
  const [closing] = /^['"`]\s*\)/.exec(text.slice(fact.moduleSpan.end)) ?? [];
  if (taken.length > 1 || closing === undefined)
    return { ok: false, reason: 'the module is taken whole, which leaves no room for another name' };
  const end = fact.moduleSpan.end + closing.length;
  const [name = ''] = first.split(' as ');
  return { ok: true, edits: [...module, { span: { start: end, end }, text: `.${name}` }] };
}

/** `const A = require('m')`, where a pattern may stand in place of the name. */
function isDeclaration(text: string, { names, moduleSpan }: ImportFact): boolean {
  const { local, span } = names[0]!;
  if (local === undefined) return false;
  const before = text.slice(lineAround(text, span.start).start, span.start);
  const between = text.slice(span.end, moduleSpan.start);
  return /(?:\b(?:const|let|var)\s+|,\s*)$/.test(before) && /^\s*=\s*require\s*\(\s*['"`]$/.test(between);
}
