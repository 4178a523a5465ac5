// Looks at what `npm start` opened, as a user would.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { launchBrowser } from '../../test/headless/browser.mjs';
import { repository } from '../../test/headless/folders.mjs';
import { openWorkbench } from '../../test/headless/workbench.mjs';

/** Only an active extension has an item in the status bar; after the scan it says how many violations there are. */
const ownStatusItem = '.statusbar-item[id^="ssot-migrator.ssot-migrator"]';

/**
 * Opens the workbench, waits until the extension has scanned the sample, and saves a picture, whether it has or
 * not.
 * @param {string} address
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the extension's text in the status bar
 * @throws {Error} when the workbench is not drawn, or the sample's violations are not counted, within a minute
 */
export async function checkWorkbench(address, say) {
  const picture = join(repository, '.cache', 'start.png');
  await mkdir(dirname(picture), { recursive: true });
  const { browser, close } = await launchBrowser(say);
  try {
    const page = await openWorkbench(browser, address);
    const item = page.locator(ownStatusItem).first();
    try {
      await item.filter({ hasText: /[1-9]/ }).waitFor({ timeout: 60_000 });
      return (await item.innerText()).trim();
    } catch {
      const shown = (await item.count()) ? `"${(await item.innerText()).trim()}"` : 'nothing';
      throw new Error(
        `the extension shows ${shown} in the status bar, not the number of violations. See ${picture}`,
      );
    } finally {
      await page.screenshot({ path: picture });
    }
  } finally {
    await close();
  }
}
