import type { Config, RuleId, Severity } from './schema.ts';

const defaultSeverity: Readonly<Record<RuleId, Severity>> = {
  'legacy-import': 'error',
  'broken-import': 'error',
  'direct-construction': 'error',
  'factory-misuse': 'error',
  'legacy-string-reference': 'warning',
  'look-alike-class': 'warning',
  'unused-suppression': 'warning',
};

/** How much a rule's violations weigh: what the configuration says, else the rule's own. */
export function severityOf({ rules }: Config, id: RuleId): Severity {
  return rules[id] ?? defaultSeverity[id];
}
