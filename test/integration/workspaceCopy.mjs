// The folder and the user that a suite finds: its own copies, so that it may change them.
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repository } from '../headless/folders.mjs';

/** The user's settings in every run: nothing that asks, updates, or calls home. */
const settings = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // It stumbles over repositories that tests make and take away, and its errors would count as theirs.
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  // The panel is what is tested there; every probe has tests of its own.
  'ssot.liveCheck.scope': 'connection',
  // Type declarations come from the registry otherwise, for each project that is opened.
  'js/ts.tsserver.automaticTypeAcquisition.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The workspace that is copied: the sample that is shipped, else the fixture; undefined where neither is. */
const source = () =>
  [join(repository, 'media', 'sample'), join(repository, 'test', 'fixtures', 'workspace')].find(existsSync);

/** @typedef {'suite' | 'migration' | 'restricted' | 'reload' | 'screenshots' | 'goldens' | 'typescript7' | 'blocking' | 'multiroot'} Set */

/** @param {Set} set @returns {string | undefined} */
function sourceOf(set) {
  if (set === 'goldens' || set === 'typescript7') return undefined;
  return set === 'blocking' ? process.env.SSOT_BLOCKING_TREE : source();
}

/** Where nobody looks at the window, most of the time would go into drawing it: that of a hundred tabs, and of what moves. */
const unseen = {
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'workbench.editor.showTabs': 'none',
  'workbench.reduceMotion': 'on',
};

/** What a set adds to the user's settings. @type {Partial<Record<Set, object>>} */
const settingsOf = {
  goldens: unseen,
  typescript7: { ...unseen, 'js/ts.experimental.useTsgo': true, 'typescript.experimental.useTsgo': true },
};

/**
 * @param {Set} set  those about golden files begin in an empty folder, which they fill
 * @returns {Promise<{ opened: string, user: string, extensions: string, results: string, remove: () => Promise<void> }>}
 *   absolute paths below one new temporary folder; what is opened is a folder, which is empty where there is nothing to copy, or
 *   the file of a workspace of several folders
 */
export async function freshWorkspace(set) {
  // Short: desktop VS Code puts a socket below the user's folder, whose path may have 103 characters.
  const root = await mkdtemp(join(tmpdir(), 'ssot-'));
  const [folder, user] = [join(root, 'sample'), join(root, 'user')];
  const from = sourceOf(set);
  if (from) await cp(from, folder, { recursive: true, filter: (path) => basename(path) !== '.git' });
  else await mkdir(folder);
  const opened = set === 'multiroot' ? await severalFolders(root, folder) : folder;
  await mkdir(join(user, 'User'), { recursive: true });
  await writeFile(
    join(user, 'User', 'settings.json'),
    JSON.stringify({ ...settings, ...settingsOf[set] }, null, 2),
  );
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  return { opened, user, extensions: join(root, 'extensions'), results: join(root, 'results.json'), remove };
}

/**
 * Beside the sample a project of its own, and a folder without a configuration.
 * @param {string} root @param {string} sample @returns {Promise<string>} the workspace's file
 */
async function severalFolders(root, sample) {
  const [hub, notes] = [join(root, 'hub'), join(root, 'notes')];
  const fixtures = join(repository, 'test', 'fixtures', 'multiroot');
  await cp(join(fixtures, 'hub'), hub, { recursive: true });
  await cp(join(fixtures, 'notes'), notes, { recursive: true });
  const file = join(root, 'several.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [sample, hub, notes].map((path) => ({ path })) }));
  return file;
}
