// What the product promises, and whether a run of the measurements kept it.
import { median, ratio } from './statistics.mjs';

/**
 * @typedef {object} Budget
 * @property {string} what
 * @property {string} budget
 * @property {string} measured
 * @property {boolean} met
 */

/**
 * @param {{ runs: Record<string, import('./timedRun.mjs').Run[]>, editing: import('./inEngine.mjs').Editing,
 *   activation: import('./activation.mjs').Activation }} measured
 * @returns {Budget[]}
 */
export function judge({ runs, editing, activation }) {
  const { ripgrep, scan, scanAgain, astGrep } = runs;
  // As people meet it day by day, and as they meet tools like it: a new process with the cache of the one before.
  const againstRipgrep = ratio(scanAgain, ripgrep, 'wall');
  const againstAstGrep = ratio(astGrep, scanAgain, 'wall');
  const memory = median(scan.map(({ peakMemory }) => peakMemory));
  return [
    {
      what: 'scan again, cold process',
      budget: 'at most 15 times ripgrep',
      measured: `${againstRipgrep.toFixed(1)} times`,
      met: againstRipgrep <= 15,
    },
    {
      what: 'scan again, cold process',
      budget: 'at least 12 times faster than ast-grep',
      measured: `${againstAstGrep.toFixed(1)} times faster`,
      met: againstAstGrep >= 12,
    },
    {
      what: 'scan, nothing cached: peak memory',
      budget: 'at most 400 MB',
      measured: `${memory.toFixed(0)} MB`,
      met: memory <= 400,
    },
    {
      what: 'analysis after an edit, 99th percentile',
      budget: 'under 5 ms',
      measured: `${editing.p99.toFixed(2)} ms`,
      met: editing.p99 < 5,
    },
    {
      what: 'activation of the extension, own code',
      budget: 'under 50 ms',
      measured: `${activation.median.toFixed(1)} ms`,
      met: activation.median < 50,
    },
  ];
}
