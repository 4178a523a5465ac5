import { describeFault, findConfig, loadConfig } from '../project/configuration.ts';
import type { ReadTargets } from './commands/check.ts';

/** The staging targets of the given configuration, or of the nearest one; none where there is no configuration. */
export const readTargets: ReadTargets = (configFile) => {
  const path = configFile ?? findConfig(process.cwd());
  if (path === undefined) return Promise.resolve({ ok: true, targets: {} });
  const result = loadConfig(path);
  if (!result.ok) return Promise.resolve({ ok: false, message: result.faults.map(describeFault).join('\n') });
  return Promise.resolve({ ok: true, targets: result.loaded.config.staging.targets });
};
