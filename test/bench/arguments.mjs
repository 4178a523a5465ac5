// What the benches over the Netra tree are told: how often, and where the tree is.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../headless/folders.mjs';

/** Ends the process: nothing could be measured. @param {string} why @returns {never} */
export function giveUp(why) {
  console.error(`[bench] ${why}`);
  process.exit(2);
}

/**
 * @param {{ rounds: string }} values
 * @param {readonly string[]} positionals
 * @param {string} built  a file that the build makes
 */
export function readArguments(values, positionals, built) {
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) giveUp(`--rounds takes a number from 1, not ${values.rounds}`);
  const tree = positionals[0] ?? process.env.SSOT_NETRA_TREE;
  if (!tree)
    giveUp('no tree: name the Netra tree in SSOT_NETRA_TREE or as an argument; nothing was measured');
  if (!existsSync(tree)) giveUp(`${tree} is not there; nothing was measured`);
  if (!existsSync(join(repository, built))) giveUp(`there is no ${built}: run \`npm run build\` first`);
  return { rounds, tree };
}
