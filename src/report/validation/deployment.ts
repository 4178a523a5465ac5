import type { LogSummary } from '../../livecheck/logs/logSummary.ts';
import type { EvidenceList } from './evidenceList.ts';
import type { ReportInput } from './input.ts';
import { factNames, type FactName } from './factNames.ts';
import type { ValidationReport } from './reportSchema.ts';

type Deployment = ValidationReport['deployment'];

/**
 * The facts of the deployment, each with who states it: the log before the user, and where the two differ both. What neither
 * states is unknown: no client can observe it.
 */
export function deploymentFacts(
  log: LogSummary | null,
  logEvidence: readonly string[],
  facts: ReportInput['facts'],
  evidence: EvidenceList,
): Deployment {
  const fact = (name: FactName): Deployment[FactName] => {
    const logged = log === null ? null : loggedFact(name, log);
    const said = facts[name];
    const saidEvidence = said === undefined ? [] : evidence.add('user', `${title(name)}: ${said}`);
    if (logged === null && said === undefined)
      return { value: null, source: 'unknown', evidence: [], contradiction: null };
    if (logged === null)
      return { value: said!, source: 'user', evidence: [...saidEvidence], contradiction: null };
    const differs = said !== undefined && amount(said) !== amount(logged);
    return {
      value: logged,
      source: 'log',
      evidence: [...logEvidence, ...saidEvidence],
      contradiction: differs ? `the user says ${said}` : null,
    };
  };
  return Object.fromEntries(factNames.map((name) => [name, fact(name)])) as Deployment;
}

export const title = (name: string): string => name.replaceAll('_', ' ');

function loggedFact(name: FactName, log: LogSummary): string | null {
  const all = (values: readonly string[]): string | null => (values.length === 0 ? null : values.join(', '));
  switch (name) {
    case 'revision':
      return all(log.revisions.map((each) => each.name));
    case 'project':
      return all(log.projects);
    case 'region':
      return all(log.regions);
    case 'image':
    case 'memory':
    case 'cpu':
    case 'min_instances':
      return all(log.facts.filter((each) => each.name === name).map(({ value }) => value));
    case 'traffic':
    case 'build_mode':
      return null;
  }
}

/** `512 MB` and `512Mi` are the same limit to who reads a report; so are cases. */
const amount = (value: string): string =>
  value
    .toLowerCase()
    .replace(/\s+/gu, '')
    .replace(/(?<=[kmgt])i?b?$/u, '');
