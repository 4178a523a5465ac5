import { testGlobs } from '../engine/proposal/evidence.ts';
import type { ProposedSource, Proposal, SourceInput } from '../engine/proposal/proposal.ts';

/** The proposal as an `ssot.config.json`: JSON with comments that say why. */
export function renderProposedConfig(proposal: Proposal): string {
  const sources = proposal.sources.map((each) => sourceLines(each));
  const lines = [
    '{',
    `  // Proposed from ${proposal.filesSeen} files. Read it, correct it, and delete what you do not want.`,
    ...(proposal.roots.length > 1
      ? ['  // Packages are found there too.', `  "roots": ${spaced(proposal.roots)},`]
      : []),
    '  "sources": [',
    ...sources.flatMap((each, index) => withComma(each, index < sources.length - 1)),
    '  ],',
    '  "phases": [',
    ...phases.map((phase, index) => `    ${spaced(phase)}${index < phases.length - 1 ? ',' : ''}`),
    '  ],',
    '  // Doubles in these files are told apart from copies in production.',
    `  "tests": ${spaced(testGlobs)}`,
    '}',
    ...consideredLines(proposal),
  ];
  return `${lines.join('\n')}\n`;
}

const phases = [
  {
    id: '1',
    title: 'Consolidate import paths',
    rules: ['legacy-import', 'broken-import', 'legacy-string-reference'],
  },
  { id: '2', title: 'Use the factory', rules: ['direct-construction', 'factory-misuse'] },
  { id: '3', title: 'Remove duplicates and shims', rules: ['look-alike-class'] },
];

function sourceLines({ source, reasons, leftOut }: ProposedSource): string[] {
  const says = (key: string): string[] => reasons.filter((each) => each.key === key).map((each) => each.says);
  const entries = Object.entries(source) as [keyof SourceInput, unknown][];
  const lines = entries.flatMap(([key, value], index) => {
    const comments = [
      ...says(key),
      ...(key === 'legacyModules' ? leftOut.map(({ module, why }) => `left out: ${module} (${why})`) : []),
    ];
    const comma = index < entries.length - 1 ? ',' : '';
    const head = comments.map((comment) => `      // ${oneLine(comment)}`);
    const hasReasons = Array.isArray(value) && value.some((_, at) => says(`${key}[${at}]`).length > 0);
    if (!hasReasons) return [...head, `      "${key}": ${spaced(value)}${comma}`];
    const items = value as readonly unknown[];
    return [
      ...head,
      `      "${key}": [`,
      ...items.map((item, at) => {
        const why = says(`${key}[${at}]`).join('; ');
        return `        ${JSON.stringify(item)}${at < items.length - 1 ? ',' : ''}${why === '' ? '' : ` // ${oneLine(why)}`}`;
      }),
      `      ]${comma}`,
    ];
  });
  return ['    {', ...lines, '    }'];
}

/** Families that became no source stand behind the document. */
function consideredLines({ considered }: Proposal): string[] {
  const shown = considered.slice(0, 8);
  if (shown.length === 0) return [];
  const more = considered.length - shown.length;
  return [
    '// Also looked at, and left out:',
    ...shown.map(
      ({ pattern, imports, why }) =>
        `// - ${pattern} (${imports} ${imports === 1 ? 'import' : 'imports'}): ${oneLine(why)}`,
    ),
    ...(more > 0 ? [`// - and ${more} more`] : []),
  ];
}

function withComma(lines: readonly string[], isWanted: boolean): string[] {
  return isWanted ? [...lines.slice(0, -1), `${lines.at(-1)!},`] : [...lines];
}

/** JSON on one line, with spaces as people write it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`)
    .join(', ')} }`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
