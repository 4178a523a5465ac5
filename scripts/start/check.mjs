// Looks at what `npm start` opened, as a user would.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launchBrowser } from '../../test/headless/browser.mjs';
import { repository } from '../../test/headless/folders.mjs';
import { openWorkbench } from '../../test/headless/workbench.mjs';

/** Only an active extension has an item in the status bar. */
const ownStatusItem = '.statusbar-item[id^="ssot-migrator.ssot-migrator"]';

/**
 * Opens the workbench, waits until the extension is active, and saves a picture, whether it is or not.
 * @param {string} address
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the extension's text in the status bar
 * @throws {Error} when the workbench is not drawn or the extension not active within a minute
 */
export async function checkWorkbench(address, say) {
  const picture = join(repository, '.cache', 'start.png');
  await mkdir(dirname(picture), { recursive: true });
  const { browser, close } = await launchBrowser(say);
  try {
    const page = await openWorkbench(browser, address);
    try {
      await page.waitForSelector(ownStatusItem, { timeout: 60_000 });
    } catch {
      await page.screenshot({ path: picture });
      throw new Error(
        `the extension did not become active: it has nothing in the status bar. See ${picture}`,
      );
    }
    // For the picture alone: the scan of the sample goes on.
    await delay(2000);
    await page.screenshot({ path: picture });
    return (await page.locator(ownStatusItem).first().innerText()).trim();
  } finally {
    await close();
  }
}
