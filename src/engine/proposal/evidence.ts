import type { Language } from '../facts.ts';

/** What a quick look at all files of a tree shows of names that may belong to a source of truth. Plain data. */
export interface Evidence {
  readonly language: Language;
  /** One for each module that a statement names, with the telling names that it takes. */
  readonly imports: readonly ImportEvidence[];
  /** Class statements with a telling name. */
  readonly classes: readonly ClassEvidence[];
  readonly filesSeen: number;
}

export interface ImportEvidence {
  readonly file: string;
  /** The module's id, as the module graph spells it. */
  readonly module: string;
  readonly names: readonly string[];
}

export interface ClassEvidence {
  readonly file: string;
  readonly name: string;
}

/** How `init` tells test code, as long as no configuration says it. */
export const testGlobs = [
  '**/tests/**',
  '**/test/**',
  '**/test_*.py',
  '**/*_test.py',
  '**/conftest.py',
  '**/test_*/**',
  '**/__tests__/**',
  '**/__mocks__/**',
  '**/*.test.*',
  '**/*.spec.*',
  '**/cypress/**',
] as const;
