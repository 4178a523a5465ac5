import type ts from 'typescript';
import type { Replacement } from '../engine/replacementAt.ts';

/** The service's answer with the replacement behind its documentation. */
export function withReplacement(
  namespace: typeof ts,
  own: ts.QuickInfo | undefined,
  { text, specifier }: Replacement,
): ts.QuickInfo | undefined {
  if (own) {
    const documentation = own.documentation ?? [];
    const gap = documentation.length > 0 ? [{ kind: 'lineBreak', text: '\n\n' }] : [];
    return { ...own, documentation: [...documentation, ...gap, { kind: 'text', text }] };
  }
  if (!specifier) return undefined;
  return {
    kind: namespace.ScriptElementKind.moduleElement,
    kindModifiers: '',
    textSpan: { start: specifier.start, length: specifier.end - specifier.start },
    documentation: [{ kind: 'text', text }],
  };
}
