import type { ScanSummary } from '../project/protocol.ts';
import type { SessionState } from './session.ts';
import type { Counts } from './violationStore.ts';

/** What the status bar shows. */
export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly command: { readonly id: string; readonly title: string } | undefined;
  readonly look: 'plain' | 'warning' | 'error';
}

const problems = { id: 'workbench.actions.view.problems', title: 'Show Problems' };

/** @returns undefined where there is nothing to show: nobody has asked for an analysis here */
export function statusText(state: SessionState, counts: Counts): StatusText | undefined {
  if (state.kind === 'idle') return undefined;
  if (state.kind === 'stopped')
    return {
      text: '$(error) SSOT: stopped',
      tooltip: `The analysis failed several times: ${firstLine(state.reason)}. Click to restart it.`,
      command: { id: 'ssot.restartAnalysis', title: 'Restart Analysis' },
      look: 'error',
    };
  if (counts.configurationProblems > 0)
    return {
      text: '$(warning) SSOT: configuration',
      tooltip: `${many(counts.configurationProblems, 'problem')} in a configuration. What it covers is not analyzed until it is right.`,
      command: problems,
      look: 'warning',
    };
  if (state.kind === 'scanning')
    return {
      text: '$(sync~spin) SSOT',
      tooltip: state.total > 0 ? `Scanning: ${state.done} of ${state.total} files` : 'Scanning the workspace',
      command: problems,
      look: 'plain',
    };
  if (counts.violations === 0 && state.summary && coversNothing(state.summary))
    return {
      text: '$(circle-slash) SSOT',
      tooltip: 'No ssot.config.json here. Click to create one.',
      command: { id: 'ssot.createConfiguration', title: 'Create Configuration' },
      look: 'plain',
    };
  return {
    text: counts.violations === 0 ? '$(pass) SSOT' : `$(git-merge) SSOT: ${counts.violations}`,
    tooltip: tooltipOf(counts, state.summary),
    command: problems,
    look: 'plain',
  };
}

/** Whether a scan found no folder that a configuration covers. */
export function coversNothing({ filesSeen, withoutConfiguration }: ScanSummary): boolean {
  return filesSeen === 0 && withoutConfiguration.length > 0;
}

function tooltipOf({ violations, files }: Counts, summary: ScanSummary | undefined): string {
  const found =
    violations === 0 ? 'No violations' : `${many(violations, 'violation')} in ${many(files, 'file')}`;
  return summary
    ? `${found}; ${many(summary.filesSeen, 'file')} scanned`
    : `${found}; only open files were analyzed`;
}

/** `1 file`, `2 files`, `12,345 files`. */
export function many(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
