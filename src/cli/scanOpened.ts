import type { ScanResult } from '../report/scanResult.ts';
import { compareWithBase, type BaseFile } from './compareWithBase.ts';
import { selectFiles } from './fileSelection.ts';
import { isWithin } from './narrowing.ts';
import { isWhole, type OpenedProject } from './openProject.ts';
import { isPartial, type ScanOptions } from './scanOptions.ts';
import { scanProject } from './scanProject.ts';
import { concerns, openBaseline, withBaseline } from './withBaseline.ts';

export type ScanOpenedResult =
  | { readonly ok: true; readonly result: ScanResult }
  /** What is wrong with the call or the configuration. */
  | { readonly ok: false; readonly messages: readonly string[] };

/**
 * Scans of a project what is asked for, beside what was known before.
 *
 * @param base the report of an earlier scan
 * @param started as `performance.now()` says it
 */
export function scanOpened(
  opened: OpenedProject,
  options: ScanOptions,
  base: (BaseFile & { readonly ok: true }) | undefined,
  started: number,
): ScanOpenedResult {
  const { root, config } = opened.project.loaded;
  const baseline = openBaseline(root, options.baseline);
  if (!baseline.ok) return { ok: false, messages: [baseline.message] };
  const selection = selectFiles(opened.project, options);
  if (!selection.ok) return selection;
  const isAsked = (file: string): boolean => opened.isAsked(file) && selection.isSelected(file);
  const scanned = scanProject(opened.project.loaded, {
    isAsked: isWhole(opened) && !isPartial(options) ? undefined : isAsked,
    isWanted: (violation) => isWithin(violation, options),
    cache: options.cache,
    started,
  });
  if (!scanned.ok) return scanned;
  const found = baseline.baseline
    ? withBaseline(scanned, baseline.baseline, concerns(config, options, isAsked))
    : scanned.result;
  const difference = base && compareWithBase(base.violations, found, options, isAsked, scanned.isThere);
  return { ok: true, result: { ...found, ...(difference && { difference }) } };
}
