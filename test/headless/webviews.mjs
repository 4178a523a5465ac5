// Finds the document that an extension put into a webview, among the frames that the workbench wraps it in.

/**
 * @typedef {object} WebviewQuery
 * @property {string} [contains]  a text that the webview's document shows; any webview otherwise
 * @property {number} [patience]  milliseconds to wait for it
 */

/**
 * @param {import('playwright-core').Page} page
 * @param {WebviewQuery} query
 * @returns {Promise<import('playwright-core').Frame>} the innermost frame, in which the extension's page runs
 * @throws {Error} that says what the webviews showed instead
 */
export async function findWebview(page, { contains = '', patience = 10_000 }) {
  const until = performance.now() + patience;
  for (;;) {
    const seen = await contents(page);
    const match = seen.find(({ text }) => text.includes(contains));
    if (match) return match.frame;
    if (performance.now() > until) {
      const shown = seen.map(({ text }) => JSON.stringify(text.slice(0, 300))).join('\n  ');
      throw new Error(
        `no webview shows ${JSON.stringify(contains)}. The webviews show:\n  ${shown || '(none)'}`,
      );
    }
    await page.waitForTimeout(100);
  }
}

/** @param {import('playwright-core').Page} page */
async function contents(page) {
  const seen = [];
  for (const frame of page.frames()) {
    // The workbench's wrapper is index.html; the extension's document is written into its child.
    if (!frame.parentFrame()?.url().includes('/webview/browser/pre/')) continue;
    const read = frame.evaluate('document.body ? document.body.innerText : ""');
    // A frame may go away while it is read, or be busy for good.
    const text = await Promise.race([read, page.waitForTimeout(1000)]).catch(() => undefined);
    if (typeof text === 'string') seen.push({ frame, text });
  }
  return seen;
}
