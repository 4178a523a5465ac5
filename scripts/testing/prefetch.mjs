// Fetches what the integration tests need while the parts before them run. What goes wrong here is said there.
import { launchBrowser } from '../../test/headless/browser.mjs';
import { installEditor } from '../../test/headless/editor.mjs';
import { engines } from '../../test/headless/engines.mjs';
import { chooseEditor } from '../../test/integration/editorChoice.mjs';

if ((await chooseEditor()) === 'headless') {
  for (const engine of [engines.minimum, engines.newest]) await installEditor(engine, () => {});
  const { close } = await launchBrowser(() => {});
  await close();
}
