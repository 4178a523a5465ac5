import type { RuleId } from '../../../src/engine/config/schema.ts';
import type { FixKind, Violation } from '../../../src/engine/violation.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleIds } from '../../../src/engine/config/schema.ts';
import { ruleDocOf, type RuleDoc } from '../../../src/report/ruleDoc.ts';
import type { ScanResult } from '../../../src/report/scanResult.ts';

const span = { start: 0, end: 8 };

interface Some extends Partial<Violation> {
  readonly kind?: FixKind;
  readonly line?: number;
}

/** A violation with what a test says of it; the rest is that of a plain legacy import. */
export function violation({ kind = 'safe', line = 1, ...more }: Some = {}): Violation {
  return {
    ruleId: 'legacy-import',
    severity: 'error',
    phase: '1',
    source: 'hub',
    file: 'chat/rooms.py',
    span,
    range: { start: { line, column: 1 }, end: { line, column: 35 } },
    form: 'from-import',
    module: 'chat.sockets',
    names: ['SocketHub'],
    items: [
      {
        name: 'SocketHub',
        source: 'hub',
        local: 'SocketHub',
        from: 'chat.sockets.SocketHub',
        to: 'chat.hub.SocketHub',
        kind,
        why: '',
      },
    ],
    message: 'SocketHub is imported from chat.sockets; the source of truth is chat.hub.',
    reason: kind === 'unsafe' || kind === 'none' ? 'they are two classes' : null,
    intentional: false,
    suppressed: false,
    subject: { kind: 'comment' },
    fix: { kind, title: kind === 'none' ? '' : 'Import SocketHub from chat.hub' },
    fingerprint: `f${line}`.padEnd(16, '0'),
    ...more,
  };
}

export function scan(violations: readonly Violation[], more: Partial<ScanResult> = {}): ScanResult {
  return {
    root: '/home/somebody/backend',
    pathInRepository: '',
    phases: [
      { id: '1', title: 'Consolidate import paths' },
      { id: '2', title: 'Use the factory' },
    ],
    filesSeen: 40,
    filesAnalyzed: 12,
    violations,
    parseErrors: [],
    nested: [],
    durationMs: 1234,
    ...more,
  };
}

const construction: RuleId = 'direct-construction';

/** One of everything that a report can hold, with texts that each format has to escape. */
export const everything: ScanResult = scan(
  [
    violation(),
    violation({ line: 7, kind: 'repair', module: 'chat.gone', fingerprint: 'aaaa000000000001' }),
    violation({
      line: 12,
      kind: 'none',
      ruleId: construction,
      phase: '2',
      form: 'call',
      message: 'SocketHub is constructed directly; use open_hub of chat.hub.',
      fingerprint: 'aaaa000000000002',
    }),
    violation({
      file: 'chat/odd [1], 100%: "a"&b.py',
      line: 3,
      kind: 'unsafe',
      severity: 'warning',
      phase: null,
      message: 'A <b>`tick`</b> | and *stars*, 5%, {0}:\r\n@somebody \u0007 \ud800 said ]]>.',
      fingerprint: 'aaaa000000000003',
    }),
    violation({ line: 20, severity: 'info', fingerprint: 'aaaa000000000004' }),
    violation({ line: 30, intentional: true, kind: 'none', fingerprint: 'aaaa000000000005' }),
    violation({
      line: 31,
      suppressed: true,
      suppressionReason: 'the plugin API hands this out',
      fingerprint: 'aaaa000000000006',
    }),
    violation({
      file: 'notebooks/audience.ipynb',
      range: { start: { line: 21, column: 6 }, end: { line: 23, column: 9 } },
      cell: { index: 3, range: { start: { line: 2, column: 1 }, end: { line: 4, column: 4 } } },
      fingerprint: 'aaaa000000000007',
    }),
  ],
  {
    pathInRepository: 'apps/my backend/',
    parseErrors: [
      { file: 'chat/broken.py', line: 4, message: 'invalid syntax' },
      { file: 'chat/data.py', line: 1, message: 'it is binary: it holds a NUL byte' },
    ],
  },
);

export const ruleDocs: readonly RuleDoc[] = ruleIds.map((id) =>
  ruleDocOf(
    id,
    id === 'look-alike-class' ? 'off' : 'error',
    readFileSync(join(import.meta.dirname, '../../../media/rules', `${id}.md`), 'utf8'),
  ),
);
