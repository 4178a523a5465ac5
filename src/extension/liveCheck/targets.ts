import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Config } from '../../engine/config/schema.ts';
import type { ConfigResult } from '../../engine/config/parseConfig.ts';
import { lineStarts, positionAt } from '../../engine/text.ts';
import type { TargetChoice, TargetProblem } from '../../livecheck/panelProtocol.ts';
import type { TargetSettings } from '../../livecheck/protocol.ts';

/** A configuration as it was found. `uri` identifies it, `file` is its path relative to the workspace, for people. */
export interface ConfigurationText {
  readonly uri: string;
  readonly file: string;
  readonly text: string;
}

/** A target with what a run needs to know of it. */
export interface Target {
  readonly choice: TargetChoice;
  readonly settings: TargetSettings;
  /** Where a configuration names it; null for an address that was typed in. */
  readonly place: TargetPlace | null;
}

export interface TargetPlace {
  readonly uri: string;
  /** 0-based. */
  readonly line: number;
}

export interface FoundTargets {
  readonly targets: readonly Target[];
  readonly problems: readonly TargetProblem[];
}

/** The named targets of configurations, in the order of the files. One that cannot be read is a problem, and the others count. */
export function targetsOf(
  files: readonly ConfigurationText[],
  parse: (text: string) => ConfigResult,
): FoundTargets {
  const targets: Target[] = [];
  const problems: TargetProblem[] = [];
  for (const { uri, file, text } of files) {
    const result = parse(text);
    if (!result.ok) {
      const [{ key, message }] = result.problems;
      problems.push({ file, message: key === '' ? message : `${key}: ${message}` });
      continue;
    }
    for (const [name, target] of Object.entries(result.config.staging.targets)) {
      const settings = settingsOf(target, name);
      const choice = {
        id: `${uri}#${name}`,
        label: settings.label ?? name,
        apiUrl: target.apiUrl,
        from: file,
      };
      targets.push({ choice, settings, place: { uri, line: lineOfTarget(text, name) } });
    }
  }
  return { targets, problems };
}

/** An address that was typed in. */
export const typedTarget = (url: string): Target => ({
  choice: { id: `url:${url}`, label: url, apiUrl: url, from: null },
  settings: { apiUrl: url },
  place: null,
});

/** The line on which a configuration names a target; the first one where a preset does it. */
function lineOfTarget(text: string, name: string): number {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const value = tree && findNodeAtLocation(tree, ['staging', 'targets', name]);
  return positionAt(lineStarts(text), value?.parent?.offset ?? 0).line - 1;
}

function settingsOf(target: Config['staging']['targets'][string], name: string): TargetSettings {
  const { apiUrl, authUrl, label = name, webSocketPaths, service } = target;
  return {
    apiUrl,
    label,
    webSocketPaths,
    ...(authUrl === undefined ? {} : { authUrl }),
    ...(service === undefined ? {} : { service }),
  };
}
