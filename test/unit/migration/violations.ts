import { relative, sep } from 'node:path';
import type { Violation } from '../../../src/engine/violation.ts';
import { createLevels, type Grouping, type Surroundings } from '../../../src/extension/migration/levels.ts';
import {
  MigrationTree,
  isGroup,
  total,
  type TreeNode,
} from '../../../src/extension/migration/migrationTree.ts';
import { nodeText } from '../../../src/extension/migration/nodeText.ts';
import { createTest, everything, type TreeFilter } from '../../../src/extension/migration/violationFilter.ts';
import { createViolationStore, type WritableViolationStore } from '../../../src/extension/violationStore.ts';

export const root = `${sep}w`;
export const at = (file: string): string => [root, ...file.split('/')].join(sep);
export const shownPath = (path: string): string => relative(root, path).split(sep).join('/');

let made = 0;

export function violation(more: Partial<Violation> & { readonly line?: number } = {}): Violation {
  const { line = 1, ...rest } = more;
  return {
    ruleId: 'legacy-import',
    source: 'manager',
    span: { start: 0, end: 1 },
    range: { start: { line, column: 1 }, end: { line, column: 9 } },
    form: 'from-import',
    module: 'app.legacy',
    names: ['Manager'],
    items: [],
    message: 'Manager is imported from app.legacy.',
    reason: null,
    intentional: false,
    subject: { kind: 'comment' },
    severity: 'error',
    phase: '1',
    file: 'a.py',
    fix: { kind: 'safe', title: 'Import Manager' },
    suppressed: false,
    fingerprint: `f${made++}`,
    ...rest,
  };
}

export const surroundings: Surroundings = {
  folderOf: () => root,
  hasSeveralFolders: false,
  phaseOf: (_path, { phase }) => (phase === null ? undefined : `Phase ${phase}`),
  phaseOrder: ['Phase 2', 'Phase 1'],
  ownersOf: (path) => (path.includes('team') ? ['@team', '@lead'] : []),
};

export interface Trial {
  readonly store: WritableViolationStore;
  readonly tree: MigrationTree;
  readonly put: (file: string, ...violations: Violation[]) => void;
  /** What is drawn, with everything expanded, as lines that are indented. */
  readonly drawn: (from?: TreeNode, indent?: string) => string[];
}

export function treeOf(
  files: Readonly<Record<string, readonly Violation[]>>,
  grouping: Grouping = 'phase',
  { filter = everything, around = surroundings }: { filter?: TreeFilter; around?: Surroundings } = {},
): Trial {
  const store = createViolationStore();
  const put = (file: string, ...violations: Violation[]): void =>
    store.put({ path: at(file), violations, legacyNames: [], syntaxErrors: [] });
  for (const [file, violations] of Object.entries(files)) put(file, ...violations);
  const content = { ...store, isShown: createTest(filter, shownPath) };
  const tree = new MigrationTree(content, createLevels(grouping, around));
  const drawn = (from?: TreeNode, indent = ''): string[] =>
    tree.childrenOf(from).flatMap((node) => {
      const { label } = nodeText(node, shownPath);
      const line = isGroup(node)
        ? `${indent}${label} ${total(node.counts)}`
        : `${indent}:${node.violation.range.start.line}`;
      return [line, ...drawn(node, `${indent}  `)];
    });
  return { store, tree, put, drawn };
}
