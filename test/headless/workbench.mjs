// The workbench in the browser.

/** Width and height of the window, in CSS pixels: what the screenshots are made for. */
export const windowSize = { width: 1280, height: 800 };

/**
 * Opens the workbench and waits until it is drawn.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {Record<string, (...values: any[]) => void>} exposed  functions of ours that the page can call
 * @returns {Promise<import('playwright-core').Page>}
 * @throws {Error} when it is not drawn within a minute
 */
export async function openWorkbench(browser, address, exposed = {}) {
  const context = await browser.newContext({ viewport: windowSize, colorScheme: 'dark' });
  const page = await context.newPage();
  for (const [name, callback] of Object.entries(exposed)) await page.exposeFunction(name, callback);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 60_000 });
  return page;
}
