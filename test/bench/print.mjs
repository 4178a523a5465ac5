// The measurements as a table.
import { median, ratio } from './statistics.mjs';

/** @param {readonly string[][]} rows the first one is the head; all columns but the first stand to the right */
function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
  console.log();
}

/**
 * @param {readonly import('./contestants.mjs').Contestant[]} contestants
 * @param {Record<string, import('./timedRun.mjs').Run[]>} runs
 */
export function printRuns(contestants, runs) {
  const seconds = (values) => `${median(values).toFixed(2)} s`;
  const hasCpu = Object.values(runs).every((each) => each.every(({ cpu }) => cpu !== undefined));
  printTable([
    [
      'median of all rounds',
      'wall',
      'CPU',
      'to ripgrep: wall',
      'CPU',
      'ast-grep to it',
      'peak memory',
      'found',
    ],
    ...contestants.map(({ id, title }) => {
      const own = runs[id];
      const times = (what) => `${ratio(own, runs.ripgrep, what).toFixed(1)} x`;
      return [
        title,
        seconds(own.map(({ wall }) => wall)),
        hasCpu ? seconds(own.map(({ cpu }) => cpu)) : '',
        times('wall'),
        hasCpu ? times('cpu') : '',
        `${ratio(runs.astGrep, own, 'wall').toFixed(1)} x`,
        own[0].peakMemory === undefined
          ? ''
          : `${median(own.map(({ peakMemory }) => peakMemory)).toFixed(0)} MB`,
        String(own[0].found),
      ];
    }),
  ]);
}

/**
 * @param {readonly import('./budgets.mjs').Budget[]} budgets
 * @param {{ editing: import('./inEngine.mjs').Editing, activation: import('./activation.mjs').Activation }} measured
 */
export function printBudgets(budgets, { editing, activation }) {
  console.log(
    `${editing.edits} edits of ${editing.file} (${editing.lines} lines): median ${editing.median.toFixed(2)} ms, ` +
      `99th percentile ${editing.p99.toFixed(2)} ms, longest ${editing.longest.toFixed(2)} ms; median CPU ${editing.cpu.toFixed(2)} ms`,
  );
  console.log(
    `${activation.processes} activations: loading ${activation.load.toFixed(1)} ms, activate() ` +
      `${activation.activate.toFixed(1)} ms\n`,
  );
  printTable([
    ['what', 'budget', 'measured', ''],
    ...budgets.map(({ what, budget, measured, met }) => [what, budget, measured, met ? 'met' : 'MISSED']),
  ]);
}
