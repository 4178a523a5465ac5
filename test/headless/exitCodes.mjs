// How a run ends when it is not the suite that decides.

/** The suite never began: the editor, the browser or the extension host did not come up. */
export const hostFailed = 70;
/** The suite began and did not end within its time limit. */
export const timedOut = 75;
/** The extension host ended before the suite did. */
export const brokeOff = 76;

/**
 * @param {unknown} code
 * @returns {string | undefined} what a code of the harness means; undefined for any other
 */
export function meaning(code) {
  if (code === hostFailed) return 'the editor did not come up';
  if (code === timedOut) return 'the suite did not end in time';
  if (code === brokeOff) return 'the extension host ended in the middle of the suite';
  return undefined;
}
