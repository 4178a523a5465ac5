// Runs before the tests: the plugin is tried in the oldest TypeScript as well, and all of it in whichever is named.
import { installTypeScript, oldestTypeScript } from '../headless/typescripts.mjs';

const say = (/** @type {string} */ line) => console.log(line);

/** @param {import('vitest/node').TestProject} project */
export default async function fetchTypeScript({ provide }) {
  const named = process.env.SSOT_TYPESCRIPT;
  provide('tsserver', named ? await installTypeScript(named, say) : undefined);
  provide('oldestTsserver', await installTypeScript(oldestTypeScript, say));
}
