import { liveSections } from './liveSections.ts';
import type { Section } from './section.ts';
import { because, part } from './whyNot.ts';

/** Sections 4 to 12, in their order. */
export const sections: readonly Section[] = [
  ...liveSections,
  {
    title: '## 11 Findings',
    parts: [
      {
        kind: 'table',
        item: 'Findings',
        rows: 'findings',
        columns: [
          ['id', '{id}'],
          ['severity', '{severity}'],
          ['failure', '{failure_ref|orDash}'],
          ['finding', '{title}'],
          ['explanation', '{explanation}'],
          ['next step', '{next_step|orDash}'],
        ],
        none: 'None in what was observed.',
        whyNot: because('nothing was observed'),
      },
    ],
  },
  {
    title: '### 11.1 State of the migration',
    parts: [
      {
        kind: 'claim',
        item: 'Violations',
        text: '{code.violations} violations in {code.files_analyzed} of {code.files_seen} files; by rule: {code.by_rule|orDash}; by kind of fix: {code.by_fix}',
        evidence: 'code.scan_evidence',
        whyNot: part('State of the migration'),
      },
      {
        kind: 'table',
        item: 'Phases',
        rows: 'code.phases',
        columns: [
          ['phase', '{id|orDash}'],
          ['title', '{title}'],
          ['right', '{right}'],
          ['left', '{left}'],
          ['others', '{others}'],
          ['percent', '{percent|orDash}'],
          ['target', '{target|orDash}'],
        ],
        whyNot: part('State of the migration'),
      },
      {
        kind: 'claim',
        item: 'Inventory',
        text: 'Classes, factories and instances by kind: {code.inventory.by_kind}, under {code.inventory.names} names',
        evidence: 'code.inventory.evidence',
        whyNot: part('State of the migration'),
      },
      {
        kind: 'claim',
        item: 'Names that the runtime check lists',
        text: 'The runtime check lists {code.runtime_names.names} names in modules; the inventory knows {code.runtime_names.known} of them, of {code.runtime_names.definitions} definitions',
        evidence: 'code.runtime_names.evidence',
        whyNot: because('no log with such a list and no scan beside it'),
      },
      {
        kind: 'table',
        item: 'Shims by which existing imports go on',
        rows: 'code.shims',
        columns: [
          ['legacy module', '{module|code}'],
          ['state', '{state}'],
          ['only hands on', '{is_shim|yesNo}'],
          ['warns', '{warns|yesNo}'],
          ['importing files', '{importing_files}'],
        ],
        most: 30,
        whyNot: part('State of the migration'),
      },
      {
        kind: 'claim',
        item: 'Burn-down',
        text: '![What was left over time]({code.burn_down.file|link})',
        evidence: 'code.burn_down.evidence',
        whyNot: part('Burn-down'),
      },
    ],
  },
  {
    title: '### 11.2 In both: failures in modules that still have violations',
    parts: [
      {
        kind: 'table',
        item: 'Failures in modules that still have violations',
        rows: 'links',
        columns: [
          ['failure', '{failure_ref|orDash}'],
          ['what', '{what}'],
          ['module in the log', '{module|code}'],
          ['file', '{file|code}'],
          ['violations', '{violations}'],
          ['rules', '{rules}'],
        ],
        whyNot: ({ code, logs }) =>
          code === null || logs.length === 0
            ? 'it takes a scan and a log: a client does not see which module failed'
            : 'the log names no such module',
      },
    ],
  },
  {
    title: '## 12 Logs',
    parts: [
      {
        kind: 'claim',
        item: 'Logs',
        text: '{logs.0.source|code}: {logs.0.entries} entries, {logs.0.from|orDash} to {logs.0.to|orDash}',
        evidence: 'logs.0.lines.0.evidence',
        whyNot: part('Deployment log'),
      },
      {
        kind: 'table',
        item: 'What the log shows',
        rows: 'logs.0.lines',
        columns: [
          ['about', '{section}'],
          ['entry', '{text}'],
          ['seen', '{seen|orDash}'],
        ],
        most: 100,
        whyNot: part('Deployment log'),
      },
    ],
  },
];

/** Sections that come after what the report's own author adds. */
export const lastSections: readonly Section[] = [
  {
    title: '## 14 Success criteria',
    parts: [
      {
        kind: 'table',
        item: 'Criteria',
        rows: 'criteria',
        columns: [
          ['criterion', '{text}'],
          ['mandatory', '{mandatory|yesNo}'],
          ['result', '{result|word}'],
        ],
        whyNot: because('nothing was observed'),
      },
    ],
  },
  {
    title: '## 15 Comparison with previous run',
    parts: [
      {
        kind: 'claim',
        item: 'Comparison',
        text: 'Compared with {diff.baseline_report_id|code}: {diff.changed|count} changes',
        evidence: 'diff.evidence',
        whyNot: part('Comparison with an earlier report'),
      },
      {
        kind: 'table',
        item: 'Changes',
        rows: 'diff.changed',
        columns: [
          ['what', '{what}'],
          ['before', '{before}'],
          ['now', '{after}'],
        ],
        whyNot: part('Comparison with an earlier report'),
      },
    ],
  },
];
