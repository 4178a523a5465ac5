/** What the tests and the pictures of the live check share: a backend, a target, and the panel as a reader sees it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { WebSocketServer } from 'ws';
import { startEmulator, type Emulator } from '../../src/emulator/emulator.ts';
import { evaluateInWebview } from './driver.ts';

/** Starts the embedded backend on a free port. */
export async function backend(profile: string): Promise<Emulator> {
  const start = await startEmulator({ port: 0, profile });
  assert.ok(start.ok, start.ok ? '' : start.error.message);
  return start.emulator;
}

/** A backend that greets every socket with that many frames and closes it. */
export async function floodingBackend(
  frames: number,
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket) => {
    for (let number = 0; number < frames; number++) socket.send(JSON.stringify({ type: 'tick', number }));
    socket.close(1000, 'enough');
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Points the one target of the workspace's configuration at an address. */
export async function pointTargetAt(url: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder.uri, 'ssot.config.json');
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const address = /"apiUrl"\s*:\s*"[^"]*"/u;
  assert.match(text, address, 'the sample names a target');
  const pointed = text.replace(address, `"apiUrl": ${JSON.stringify(url)}`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(pointed));
  // What another test has opened is read from the disk a moment later, and a run believes the editor.
  const opened = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  const shown = (): boolean => opened === undefined || opened.isClosed || opened.getText() === pointed;
  await until(
    () => Promise.resolve(shown()),
    (isThere) => isThere,
  );
}

/** What the panel shows. */
export interface PanelText {
  /** `none`, or the state of the run. */
  readonly run: string;
  readonly headline: string;
  readonly sentence: string;
  readonly summary: string;
  readonly runId: string;
  readonly rungs: readonly { readonly probe: string; readonly state: string; readonly text: string }[];
  readonly notTested: readonly string[];
  /** Rows of evidence by probe. */
  readonly evidence: Readonly<Record<string, number>>;
  /** The `data-key` of the element that has the focus. */
  readonly focused: string | null;
  /** The classes that the editor gives the body: the kind of theme is one. */
  readonly theme: string;
}

const reading = `(() => {
  const text = (selector) => document.querySelector(selector)?.innerText ?? '';
  const rungs = [...document.querySelectorAll('.rung')];
  return {
    run: document.body.dataset.run,
    headline: text('.headline'),
    sentence: text('.sentence'),
    summary: text('.summary'),
    runId: document.body.dataset.runId,
    rungs: rungs.map((rung) => ({ probe: rung.dataset.probe, state: rung.dataset.state, text: rung.innerText })),
    notTested: [...document.querySelectorAll('[data-not-tested]')].map((each) => each.dataset.notTested),
    evidence: Object.fromEntries(
      rungs.map((rung) => [rung.dataset.probe, rung.querySelectorAll('.evidence > li').length]),
    ),
    focused: document.activeElement?.dataset?.key ?? null,
    theme: document.body.className,
  };
})()`;

/** Reads the panel out of its document. */
export const panel = async (): Promise<PanelText> =>
  (await evaluateInWebview(reading, { contains: 'Probes' })) as PanelText;

export async function openPanel(): Promise<void> {
  await vscode.commands.executeCommand('ssot.openLiveCheckPanel');
}

/** Asks again and again until the answer is as wanted; rejects with the last answer when that takes too long. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`it stays at ${JSON.stringify(answer, null, 1)}`);
    await delay(50);
  }
}

/** What axe finds wrong with the panel, one line each, with the elements. */
export async function axe(): Promise<string[]> {
  const source = await readFile(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
  await evaluateInWebview(`${source}; undefined`, { contains: 'Probes' });
  const found = await evaluateInWebview(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) =>
        impact + ' ' + id + ': ' + nodes.map(({ target, any }) => target.join(' ') + ' ' + (any[0]?.message ?? '')).join('; ')))`,
    { contains: 'Probes' },
  );
  return found as string[];
}
