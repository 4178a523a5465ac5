/** What the tests and the pictures of the live check share: a backend, a target, and the panel as a reader sees it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
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

/**
 * The embedded backend behind a gateway, which lets that many frames of its own follow the first message on every socket. It
 * passes on what is sent both ways, and refusals of an upgrade.
 */
export async function crowdedBackend(
  frames: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const emulator = await backend('strict-intended');
  const gateway = createServer((request, response) => {
    void fetch(emulator.url + (request.url ?? ''), { method: request.method ?? 'GET' }).then(
      async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      },
    );
  });
  const accepting = new WebSocketServer({ noServer: true });
  gateway.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { authorization, 'sec-websocket-protocol': offered } = request.headers;
    const inner = new WebSocket(
      emulator.url.replace('http', 'ws') + (request.url ?? ''),
      offered?.split(/,\s*/u) ?? [],
      authorization === undefined ? {} : { headers: { authorization } },
    );
    const early: string[] = [];
    const keep = (data: RawData): void => void early.push(textOf(data));
    inner.on('message', keep);
    inner.on('error', () => socket.destroy());
    inner.on('unexpected-response', (_, { statusCode }) => {
      socket.end(`HTTP/1.1 ${statusCode} Refused\r\nContent-Length: 0\r\n\r\n`);
    });
    inner.on('open', () => {
      accepting.options.handleProtocols = () => inner.protocol || false;
      accepting.handleUpgrade(request, socket, head, (outer) => {
        let isFirst = true;
        const pass = (text: string): void => {
          outer.send(text);
          for (let number = 0; isFirst && number < frames; number++)
            outer.send(JSON.stringify({ type: 'tick', number }));
          isFirst = false;
        };
        inner.off('message', keep);
        early.forEach(pass);
        inner.on('message', (data) => pass(textOf(data)));
        inner.on('close', (code, reason) =>
          isSendable(code) ? outer.close(code, reason) : outer.terminate(),
        );
        outer.on('message', (data, binary) => inner.send(data, { binary }));
        outer.on('close', (code) => (isSendable(code) ? inner.close(code) : inner.terminate()));
      });
    });
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      gateway.close();
      await emulator.close();
    },
  };
}

const textOf = (data: RawData): string =>
  Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat(data as Buffer[]).toString('utf8');

/** Whether a close code may be sent; the others say that none came. */
const isSendable = (code: number): boolean => code !== 1005 && code !== 1006;

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
  /** The target that a run would ask, as the picker names it. */
  readonly target: string;
  readonly headline: string;
  readonly sentence: string;
  readonly summary: string;
  readonly runId: string;
  readonly rungs: readonly { readonly probe: string; readonly state: string; readonly text: string }[];
  /** What did not pass, by probe. */
  readonly findings: Readonly<Record<string, string>>;
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
    target: document.querySelector('#target')?.selectedOptions[0]?.innerText ?? '',
    headline: text('.headline'),
    sentence: text('.sentence'),
    summary: text('.summary'),
    runId: document.body.dataset.runId,
    rungs: rungs.map((rung) => ({ probe: rung.dataset.probe, state: rung.dataset.state, text: rung.innerText })),
    findings: Object.fromEntries(
      [...document.querySelectorAll('[data-finding]')].map((each) => [each.dataset.finding, each.innerText]),
    ),
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

/** Sets what the panel's pickers set; undefined takes a preference back. */
export async function prefer(
  preference: 'scope' | 'users',
  value: string | number | undefined,
): Promise<void> {
  const section = vscode.workspace.getConfiguration('ssot.liveCheck');
  await section.update(preference, value, vscode.ConfigurationTarget.Global);
}

/** Opens the rung of a probe, where it is not open. */
export async function openRung(probe: string): Promise<void> {
  const head = `document.querySelector('[data-probe="${probe}"] .rung-head')`;
  await evaluateInWebview(`${head}.getAttribute('aria-expanded') === 'true' || ${head}.click()`, {
    contains: 'Probes',
  });
}

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

/** What axe finds wrong with the panel, one line each, with the elements; by all of its rules, or by those alone. */
export async function axe(rules?: readonly string[]): Promise<string[]> {
  const source = await readFile(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
  await evaluateInWebview(`${source}; undefined`, { contains: 'Probes' });
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) };
  const found = await evaluateInWebview(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) =>
        impact + ' ' + id + ': ' + nodes.map(({ target, any }) => target.join(' ') + ' ' + (any[0]?.message ?? '')).join('; ')))`,
    { contains: 'Probes' },
  );
  return found as string[];
}
