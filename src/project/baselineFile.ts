import { readFileSync } from 'node:fs';
import { parseBaseline, type BaselineText } from '../engine/baseline/format.ts';
import { replaceFile } from './writeFile.ts';

/** The baseline of a configuration's folder lies in it under this name. */
export const baselineFileName = 'ssot.baseline';

export type ReadBaselineResult =
  | { readonly kind: 'read'; readonly baseline: BaselineText }
  | { readonly kind: 'absent' }
  /** `line` is 1-based. */
  | { readonly kind: 'faulty'; readonly line: number; readonly message: string };

export function readBaseline(path: string): ReadBaselineResult {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'absent' };
    return { kind: 'faulty', line: 1, message: error instanceof Error ? error.message : String(error) };
  }
  const result = parseBaseline(text);
  return result.ok
    ? { kind: 'read', baseline: result.baseline }
    : { kind: 'faulty', line: result.line, message: result.message };
}

/** Puts a new text in place of a baseline: a crash leaves the old one or the new one. @returns what went wrong */
export function writeBaseline(path: string, text: string): string | undefined {
  const result = replaceFile(path, text);
  return result.ok ? undefined : result.message;
}
