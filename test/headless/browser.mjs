// Starts the browser without a window.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { hasPackagedChromium, installChromium, installedBrowsers } from './chromium.mjs';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The editor asks the world for updates and galleries; a test must not depend on the answer.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/**
 * Launches an installed browser, or the packaged one where there is none or none starts.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<{ browser: import('playwright-core').Browser, close: () => Promise<void> }>}
 * @throws {Error} when no browser starts; the message says what to do
 */
export async function launchBrowser(say) {
  for (const executable of installedBrowsers()) {
    try {
      const browser = await launch(executable, {});
      return { browser, close: () => browser.close() };
    } catch (error) {
      say(`${executable} did not start: ${firstLine(error)}`);
      // It was named on purpose, so another one would surprise.
      if (executable === process.env.CHROME_PATH || !hasPackagedChromium) throw error;
    }
  }
  const { executable, libraries, fonts } = await installChromium(say);
  const scratch = await mkdtemp(join(tmpdir(), 'ssot-fonts-'));
  const remove = () => rm(scratch, { recursive: true, force: true });
  try {
    await writeFile(join(scratch, 'fonts.conf'), fontConfiguration(fonts, scratch));
    const browser = await launch(executable, {
      LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(scratch, 'fonts.conf'),
    });
    return { browser, close: () => browser.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** @param {string} executablePath @param {Record<string, string>} environment */
function launch(executablePath, environment) {
  return chromium.launch({
    executablePath,
    args: flags,
    env: { .../** @type {Record<string, string>} */ (process.env), ...environment },
    // Whoever launches it closes it, after the last screenshot.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** The package's own configuration names a fixed folder for the cache, and the browser dies where it is absent. */
const fontConfiguration = (/** @type {string} */ fonts, /** @type {string} */ cache) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

/** @param {unknown} error */
const firstLine = (error) => String(error).split('\n')[0];
