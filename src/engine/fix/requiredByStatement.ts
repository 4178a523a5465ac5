import type { ImportFact } from '../facts.ts';
import type { Planning } from './planning.ts';

/** A CommonJS module that is compiled as it is written has no other statement than `import m = require('m')`. */
export function requiredByStatement(
  { context, environment, text }: Planning,
  { form, statement, moduleSpan }: ImportFact,
): string | undefined {
  const isRequired =
    context.facts.language === 'typescript' &&
    form === 'module' &&
    text.slice(statement.start, moduleSpan.start).includes('=');
  const isAsWritten =
    context.file.endsWith('.cts') || environment.importOptions?.(context.file)?.typesAreMarked === true;
  return isRequired && isAsWritten ? 'an import of single names cannot stand here' : undefined;
}
