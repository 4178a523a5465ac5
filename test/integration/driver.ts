/**
 * What a suite may ask of the browser around the headless editor: a picture of the workbench, keys, clicks, and
 * the inside of a webview, none of which the `vscode` API gives. Desktop VS Code has no driver: call
 * `requireDriver(this)` first in such a test, and it is skipped there with its reason.
 *
 * Selectors are CSS or any other of playwright's. Every function rejects with what the browser said.
 */
import type { Context } from 'mocha';
import { join } from 'node:path';
import { env } from 'node:process';

/** Which webview: one whose document shows a text, within some milliseconds; else any. */
export interface WebviewQuery {
  readonly contains?: string;
  readonly patience?: number;
}

/** Whether this editor has a driver. */
export const hasDriver = env['SSOT_TEST_DRIVER'] !== undefined;

/** Skips the running test, visibly, where there is no driver. */
export function requireDriver(test: Context): void {
  if (hasDriver) return;
  if (test.test)
    test.test.title += ' (skipped: desktop VS Code has no driver for keys, webviews and pictures)';
  test.skip();
}

/**
 * Saves a PNG of the whole workbench.
 * @param name without the ending; the folder is the runner's choice
 * @returns the file's absolute path
 */
export async function screenshot(name: string): Promise<string> {
  const path = join(env['SSOT_TEST_SCREENSHOTS'] ?? '.', `${name}.png`);
  await ask('screenshot', { path });
  return path;
}

/** Presses keys or chords one after the other, in playwright's names: `press('F1')`, `press('Control+.', 'Enter')`. */
export const press = (...keys: string[]): Promise<unknown> => ask('press', { keys });

/** Types a text, key by key, into what has the focus. */
export const typeText = (text: string): Promise<unknown> => ask('type', { text });

/** Clicks an element of the workbench once it is there and still. */
export const click = (
  selector: string,
  options: { button?: 'left' | 'right'; count?: number } = {},
): Promise<unknown> => ask('click', { selector, ...options });

/** Moves the mouse over an element of the workbench. */
export const hover = (selector: string): Promise<unknown> => ask('hover', { selector });

/** The text of an element of the workbench, once it shows. */
export const workbenchText = async (selector: string, patience?: number): Promise<string> =>
  String(await ask('text', { selector, patience }));

/** The value of a JavaScript expression in the workbench; it has to survive JSON. */
export const evaluateInWorkbench = (expression: string): Promise<unknown> => ask('evaluate', { expression });

/** The value of a JavaScript expression in a webview's document; a promise is awaited. */
export const evaluateInWebview = (expression: string, query: WebviewQuery = {}): Promise<unknown> =>
  ask('evaluateInWebview', { expression, ...query });

/** All text that a webview shows. */
export const webviewText = async (query: WebviewQuery = {}): Promise<string> =>
  String(await evaluateInWebview('document.body.innerText', query));

/** Clicks an element of a webview. */
export const clickInWebview = (selector: string, query: WebviewQuery = {}): Promise<unknown> =>
  ask('clickInWebview', { selector, ...query });

/** Gives the window a size, in CSS pixels. */
export const resize = (width: number, height: number): Promise<unknown> => ask('resize', { width, height });

/** Tells the driver that the suite begins; called by the runner alone. */
export const sayStarted = (): Promise<unknown> => ask('started', {});

/** Tells the driver that the suite reloads the window next: the extension host ends, and the suite begins again. */
export const sayReloading = (): Promise<unknown> => ask('reloading', {});

/** Tells the driver that the suite ran to its end; called by the runner alone. */
export const sayFinished = (): Promise<unknown> => ask('finished', {});

/** Sends a request of the protocol that `test/headless/driver.mjs` describes. */
async function ask(action: string, body: Record<string, unknown>): Promise<unknown> {
  const url = env['SSOT_TEST_DRIVER'];
  if (url === undefined)
    throw new Error(`${action}: this editor has no driver; call requireDriver(this) first`);
  const response = await fetch(`${url}/${action}`, { method: 'POST', body: JSON.stringify(body) });
  const { value, error } = (await response.json()) as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(`${action}: ${error}`);
  return value;
}
