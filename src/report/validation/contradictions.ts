import { title } from './deployment.ts';
import { factNames } from './factNames.ts';
import type { ValidationReport } from './reportSchema.ts';

/** Where two sources say different things. Each is told, and none is chosen. */
export function contradictionsOf({
  target,
  deployment,
  health,
}: Pick<ValidationReport, 'target' | 'deployment' | 'health'>): ValidationReport['contradictions'] {
  const found: Omit<ValidationReport['contradictions'][number], 'id'>[] = [];
  if (target?.reported_url_same === false)
    found.push({
      text: `Tested was ${target.api_url}, and reported is ${target.reported_url ?? ''}`,
      evidence: [...target.evidence, ...target.reported_evidence],
    });
  for (const name of factNames) {
    const { value, contradiction, evidence } = deployment[name];
    if (contradiction !== null)
      found.push({ text: `The log gives ${title(name)} as ${value ?? ''}, and ${contradiction}`, evidence });
  }
  const [own, ...others] = health;
  const unwell = others.filter(({ result }) => result !== 'pass' && result !== 'skipped');
  if (own?.result === 'pass' && unwell.length > 0)
    found.push({
      text: `/health calls itself ${own.state ?? 'well'}, and ${unwell.map(({ path, state, status }) => `${path} says ${state ?? `HTTP ${status ?? 'nothing'}`}`).join(', ')}`,
      evidence: [...new Set([...own.evidence, ...unwell.flatMap(({ evidence }) => evidence)])],
    });
  return found.map((each, at) => ({ id: `C-${at + 1}`, ...each }));
}
