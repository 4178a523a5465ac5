import { markdownTable, markdownText } from '../markdownText.ts';
import { title } from './deployment.ts';
import { factNames } from './factNames.ts';
import type { ValidationReport } from './reportSchema.ts';
import { evidenceText } from './template.ts';

/** Section 3: each fact with who states it, and where two do not agree. */
export function deploymentSection({ target, deployment: facts, contradictions }: ValidationReport): string[] {
  const rows = [
    ...(target === null
      ? []
      : [
          ['URL tested', markdownText(target.api_url), 'this check', evidenceText(target.evidence)],
          [
            'URL reported',
            markdownText(target.reported_url ?? 'unknown'),
            target.reported_url === null ? 'unknown' : 'user',
            evidenceText(target.reported_evidence) || '–',
          ],
          ...(target.reported_url_same === null
            ? []
            : [
                [
                  'Tested is reported',
                  target.reported_url_same ? 'yes' : '**no**',
                  'this check',
                  evidenceText([...target.evidence, ...target.reported_evidence]),
                ],
              ]),
          ...(target.tls === null
            ? []
            : [
                [
                  'Certificate',
                  markdownText(
                    `${target.tls.subject}, ${target.tls.san.join(', ')}, until ${target.tls.valid_to}`,
                  ),
                  'this check',
                  evidenceText(target.tls.evidence),
                ],
              ]),
        ]),
    ...factNames.map((name) => {
      const { value, source, evidence, contradiction } = facts[name];
      return [
        title(name),
        markdownText(`${value ?? 'unknown'}${contradiction === null ? '' : `; ${contradiction}`}`),
        source,
        evidenceText(evidence) || '–',
      ];
    }),
  ];
  return [
    '## 3 Deployment facts',
    '',
    ...markdownTable(['fact', 'value', 'source', 'evidence'], rows, 'words'),
    '',
    ...contradictions.map(
      ({ id, text, evidence }) => `- Contradiction ${id}: ${markdownText(text)} ${evidenceText(evidence)}`,
    ),
    ...(contradictions.length === 0 ? [] : ['']),
  ];
}
