/** The sets of suites that are tests: folders beside this file, each run in an editor of its own. */
export const sets = /** @type {const} */ ([
  'suite',
  'migration',
  'multiroot',
  'goldens',
  'typescript7',
  'reload',
  'restricted',
]);
