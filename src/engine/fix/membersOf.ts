import { languageOf } from '../graph/moduleGraph.ts';
import type { MovedTogether } from './movedTogether.ts';

/** What else a plan changes, for people: `2 patches in 1 other file`, `1 import and 3 patches in 2 other files`. */
export function membersOf({ violations, intents }: MovedTogether, file: string): string {
  const others = [...intents].filter(([other]) => other !== file);
  const patches = others.reduce((sum, [, { strings }]) => sum + strings.size, 0);
  const imports = others.reduce(
    (sum, [other]) => sum + violations.get(other)!.filter(({ subject }) => subject.kind === 'import').length,
    0,
  );
  const double = languageOf(file) === 'python' ? 'patch' : 'mock';
  const calls = others.reduce((sum, [, intents]) => sum + intents.calls.length, 0);
  const parts = [counted(imports, 'import'), counted(patches, double), counted(calls, 'call')].filter(
    (part) => part !== '',
  );
  const where = others.length === 1 ? '1 other file' : `${others.length} other files`;
  return `${listed(parts)} in ${where}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(' and ') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count} ${what}${count === 1 ? '' : what.endsWith('ch') ? 'es' : 's'}`;
}
