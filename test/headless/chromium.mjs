// The browser that shows the workbench: one that is installed, else a packaged one.
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { install } from './install.mjs';
import { npmInstall } from './npm.mjs';

// The last one that Node 20 can unpack is enough: it is started by path, and its version is fixed.
const version = '147.0.0';

/** Whether the packaged browser runs here. */
export const hasPackagedChromium = process.platform === 'linux' && process.arch === 'x64';

/**
 * Browsers of the Chromium family on this machine, best first. `CHROME_PATH` goes before all.
 * @returns {string[]} absolute paths of executables that exist
 */
export function installedBrowsers() {
  const { CHROME_PATH, PATH = '', HOME = '', LOCALAPPDATA = '', ProgramFiles = '' } = process.env;
  const windows = process.env['ProgramFiles(x86)'] ?? '';
  const onPath = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'];
  /** @type {Partial<Record<NodeJS.Platform, string[]>>} */
  const places = {
    darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      ['', HOME].map((home) => `${home}/Applications/${name}.app/Contents/MacOS/${name}`),
    ),
    win32: [ProgramFiles, windows, LOCALAPPDATA].flatMap((base) => [
      join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]),
  };
  const candidates =
    places[process.platform] ??
    onPath.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return [...(CHROME_PATH ? [CHROME_PATH] : []), ...candidates.filter((file) => existsSync(file))];
}

/**
 * Installs the packaged Chromium with the libraries and fonts that a bare machine lacks.
 * @param {(line: string) => void} say
 * @returns {Promise<{ executable: string, libraries: string, fonts: string }>} absolute paths
 * @throws {Error} on another platform than Linux on x64
 */
export async function installChromium(say) {
  if (!hasPackagedChromium) {
    throw new Error(
      'no Chrome, Chromium or Edge was found. Install one, or set CHROME_PATH to its executable ' +
        '(the packaged browser exists for Linux on x64 only)',
    );
  }
  const folder = await install(chromiumPart, { say });
  return {
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'lib'),
    fonts: join(folder, 'fonts'),
  };
}

/** @type {import('./install.mjs').Part} */
const chromiumPart = {
  name: `chromium-${version}`,
  size: 'about 190 MB',
  // The package unpacks itself, but its libraries only on the cloud service that it was made for, and into a
  // folder that all users share; so its archives are unpacked here.
  fill: async (folder) => {
    const scratch = join(folder, 'package');
    await npmInstall(scratch, [`@sparticuz/chromium@${version}`, 'dejavu-fonts-ttf@2.37.3']);
    const archives = join(scratch, 'node_modules', '@sparticuz', 'chromium', 'bin');
    const executable = join(folder, 'chromium');
    const inflated = (/** @type {string} */ name) => [
      createReadStream(join(archives, name)),
      createBrotliDecompress(),
    ];
    // tar-fs is a dependency of the package.
    const { extract } = createRequire(join(scratch, 'package.json'))('tar-fs');
    await pipeline([...inflated('chromium.br'), createWriteStream(executable)]);
    await chmod(executable, 0o755);
    await pipeline([...inflated('al2023.tar.br'), extract(folder)]);
    await pipeline([...inflated('fonts.tar.br'), extract(folder)]);
    const monospaced = join(scratch, 'node_modules', 'dejavu-fonts-ttf', 'ttf');
    await mkdir(join(folder, 'fonts'), { recursive: true });
    for (const font of ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSans.ttf']) {
      await copyFile(join(monospaced, font), join(folder, 'fonts', font));
    }
    await rm(scratch, { recursive: true });
    const answer = spawnSync(executable, ['--version'], {
      env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'lib') },
      encoding: 'utf8',
    });
    if (answer.status !== 0) throw new Error(`the packaged Chromium does not start: ${answer.stderr}`);
  },
  missing: (folder) =>
    ['chromium', join('lib', 'libnss3.so'), join('fonts', 'DejaVuSansMono.ttf')].filter(
      (file) => !existsSync(join(folder, file)),
    ),
};
