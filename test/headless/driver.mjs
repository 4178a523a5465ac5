// What a suite may ask of the browser around it: a loopback HTTP server, told to the suite as SSOT_TEST_DRIVER.
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { findWebview } from './webviews.mjs';

/**
 * Every request is a POST of JSON to `<url>/<action>`, and is answered with `{ "value": ... }`, or with status
 * 500 and `{ "error": "..." }`. The actions are the methods of `actions` below; the typed client is
 * `test/integration/driver.ts`.
 *
 * @typedef {object} Heard  what is called when the suite says
 * @property {() => void} started  that it begins
 * @property {() => void} reloading  that it reloads the window, and will begin once more
 * @property {() => void} finished  that it ran to its end, well or badly
 *
 * @param {() => import('playwright-core').Page} page
 * @param {Heard} heard
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startDriver(page, heard) {
  const table = actions(page, heard);
  // Other processes on the machine can reach the port, so its path is a secret.
  const secret = randomUUID();
  const server = createServer((request, response) => {
    void answer(request, secret, table).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/${secret}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {() => import('playwright-core').Page} page
 * @param {Heard} heard
 * @returns {Record<string, (body: any) => unknown>}
 */
const actions = (page, heard) => ({
  /** The suite's first word. */
  started: () => heard.started(),
  /** It reloads the window next, and is begun again there. */
  reloading: () => heard.reloading(),
  /** And its last: an extension host that goes away is reported by the editor like a suite that passed. */
  finished: () => heard.finished(),
  /** `{ path }`: a PNG of the whole workbench. */
  screenshot: async ({ path }) => {
    await mkdir(dirname(path), { recursive: true });
    await page().screenshot({ path, animations: 'disabled', caret: 'hide' });
  },
  /** `{ keys: ["F1", "Control+Shift+P"] }`, one after the other, in playwright's names. */
  press: async ({ keys }) => {
    for (const key of keys) await page().keyboard.press(key);
  },
  /** `{ text }`: typed key by key into what has the focus. */
  type: ({ text }) => page().keyboard.type(text),
  /** `{ selector, button?, count? }`: clicks in the workbench once the element is there and still. */
  click: ({ selector, button = 'left', count = 1 }) =>
    page().click(selector, { button, clickCount: count, timeout: 10_000 }),
  /** `{ selector }`: moves the mouse there. */
  hover: ({ selector }) => page().hover(selector, { timeout: 10_000 }),
  /** `{ selector, patience? }`: waits until the element shows and answers its text. */
  text: ({ selector, patience = 10_000 }) =>
    page().locator(selector).first().innerText({ timeout: patience }),
  /** `{ expression }`: the value of a JavaScript expression in the workbench. */
  evaluate: ({ expression }) => page().evaluate(expression),
  /** `{ expression, contains?, patience? }`: the same in a webview's document. */
  evaluateInWebview: async ({ expression, ...query }) =>
    (await findWebview(page(), query)).evaluate(expression),
  /** `{ selector, contains?, patience? }`: clicks in a webview. */
  clickInWebview: async ({ selector, ...query }) =>
    (await findWebview(page(), query)).click(selector, { timeout: 10_000 }),
  /** `{ width, height }` of the window, in CSS pixels. */
  resize: ({ width, height }) => page().setViewportSize({ width, height }),
});

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {string} secret
 * @param {Record<string, (body: unknown) => unknown>} table
 */
async function answer(request, secret, table) {
  try {
    const [, given, name = ''] = (request.url ?? '').split('/');
    const action = Object.hasOwn(table, name) ? table[name] : undefined;
    if (request.method !== 'POST' || given !== secret || !action) {
      return { status: 404, body: { error: `no such action: ${name}` } };
    }
    let text = '';
    for await (const chunk of request) text += chunk;
    return { status: 200, body: { value: await action(text ? JSON.parse(text) : {}) } };
  } catch (error) {
    return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
