// Which editor the suites run in: a downloaded desktop VS Code, or the headless one from npm.

/**
 * `SSOT_TEST_VSCODE=desktop|headless` decides. Else it is the desktop one where there is a display to show it on
 * and the download answers at once.
 *
 * @returns {Promise<'desktop' | 'headless'>}
 * @throws {Error} for another word in that variable
 */
export async function chooseEditor() {
  const wish = process.env.SSOT_TEST_VSCODE;
  if (wish === 'desktop' || wish === 'headless') return wish;
  if (wish) throw new Error(`SSOT_TEST_VSCODE is "${wish}": desktop or headless`);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'headless';
  return (await downloadAnswers()) ? 'desktop' : 'headless';
}

async function downloadAnswers() {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 3000);
  try {
    const url = 'https://update.code.visualstudio.com/api/releases/stable';
    return (await fetch(url, { signal: patience.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
