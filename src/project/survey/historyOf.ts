import { join } from 'node:path';
import { countPoint, type HistoryCounts } from '../../engine/phases/historyCounts.ts';
import { configFileName, loadConfig } from '../configuration.ts';
import { readHistory } from '../history/history.ts';
import type { RequestProgress } from '../protocol.ts';
import { createPause } from '../slices.ts';
import type { HistoryAnswer } from './surveyProtocol.ts';

/**
 * Counts what was left at commits of the past. Between two of them it can be cancelled, and then takes away what it wrote.
 *
 * @param root the folder of the configuration, absolute
 * @param wanted at most so many commits
 */
export async function historyOf(
  root: string,
  wanted: number,
  isCancelled: () => boolean,
  tellProgress: (progress: RequestProgress) => void,
): Promise<HistoryAnswer> {
  const result = loadConfig(join(root, configFileName));
  if (!result.ok) return { ok: false, message: result.faults.map(({ message }) => message).join('; ') };
  const read = readHistory(result.loaded, { points: wanted });
  if (!read.ok) return read;
  const pause = createPause(isCancelled);
  const points: HistoryCounts[] = [];
  tellProgress({ done: 0, total: read.count });
  for await (const point of read.points) {
    points.push(countPoint(point));
    tellProgress({ done: points.length, total: read.count });
    await pause();
  }
  return { ok: true, phases: result.loaded.config.phases, points };
}
