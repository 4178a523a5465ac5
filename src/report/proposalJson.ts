import type { Proposal } from '../engine/proposal/proposal.ts';
import { schemaVersion } from './json.ts';

/** The whole of `init --format json`: one document, with the configuration as text too. */
export function renderProposalJson(proposal: Proposal, config: string, toolVersion: string): string {
  const document = {
    schemaVersion,
    tool: { name: 'ssot-migrator', version: toolVersion },
    root: '.',
    ...proposal,
    config: proposal.sources.length === 0 ? null : config,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
