import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type ts from 'typescript';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the TypeScript that `SSOT_TYPESCRIPT` names; undefined for our own. */
    tsserver: string | undefined;
    oldestTsserver: string;
  }
}

const repository = resolve(import.meta.dirname, '../..');

export interface Server {
  /** Sends a request and answers the body of its response. Rejects where the server says that it failed. */
  request<Body>(command: string, args?: object): Promise<Body>;
  /** Resolves with the next event of that name. */
  event(name: string): Promise<void>;
  open(file: string): Promise<void>;
  diagnostics(file: string): Promise<ts.server.protocol.Diagnostic[]>;
  close(): Promise<void>;
}

interface Message {
  readonly type: 'response' | 'event';
  readonly request_seq: number;
  readonly event: string;
  readonly success: boolean;
  readonly message?: string;
  readonly body: unknown;
}

/** How an editor loads the plugin: for all projects. */
const forAllProjects = ['--globalPlugins', 'ssot-tsserver-plugin'];

/** Where a server looks for plugins: the build writes ours to where npm would put it. */
export const probeHere = ['--pluginProbeLocations', repository];

/**
 * Forks the real tsserver with the plugin that the build wrote.
 *
 * @param tsserver the server of another version, to see that the plugin works in it
 * @param plugins what loads the plugin
 */
export function startServer(
  tsserver = inject('tsserver') ?? join(repository, 'node_modules/typescript/lib/tsserver.js'),
  plugins: readonly string[] = [...forAllProjects, ...probeHere],
): Server {
  const child = fork(tsserver, ['--useNodeIpc', '--disableAutomaticTypingAcquisition', ...plugins], {
    silent: true,
  });
  const pending = new Map<number, { resolve: (body: unknown) => void; reject: (error: Error) => void }>();
  const waiting: { readonly name: string; readonly resolve: () => void }[] = [];
  let sequence = 0;

  child.on('message', (message: Message) => {
    if (message.type === 'event')
      for (const [index, { name, resolve: done }] of [...waiting.entries()].reverse()) {
        if (name !== message.event) continue;
        waiting.splice(index, 1);
        done();
      }
    const asked = pending.get(message.request_seq);
    if (message.type !== 'response' || !asked) return;
    pending.delete(message.request_seq);
    if (message.success) asked.resolve(message.body);
    else asked.reject(new Error(message.message ?? 'the request failed'));
  });
  child.on('exit', () => {
    for (const { reject } of pending.values()) reject(new Error('the server is gone'));
  });

  const request = <Body>(command: string, args?: object) =>
    new Promise<Body>((done, reject) => {
      const seq = ++sequence;
      pending.set(seq, { resolve: (body) => done(body as Body), reject });
      child.send({ seq, type: 'request', command, arguments: args });
    });

  return {
    request,
    event: (name) => new Promise((done) => waiting.push({ name, resolve: done })),
    async open(file) {
      // The server answers nothing to this; that it has opened the file shows at the next request.
      child.send({
        seq: ++sequence,
        type: 'request',
        command: 'open',
        arguments: { file, fileContent: readFileSync(file, 'utf8') },
      });
      await request('projectInfo', { file, needFileNameList: false });
    },
    diagnostics: (file) => request('semanticDiagnosticsSync', { file }),
    close: () =>
      new Promise((done) => {
        if (child.exitCode !== null) done();
        child.once('exit', () => done());
        child.kill();
      }),
  };
}

/** What a server is told, and what it counts, stays with it: whoever is about that begins with a new one. */
export async function restarted(server: Server): Promise<Server> {
  await server.close();
  return startServer();
}

export interface Fixture {
  /** Absolute path of one of its files. */
  file(path: string): string;
  remove(): void;
}

/** A copy of a fixture project, so that a test may write into it. */
export function copyFixture(name: string): Fixture {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-tsserver-'));
  cpSync(join(repository, 'test/fixtures/tsserver', name), folder, { recursive: true });
  return {
    file: (path) => join(folder, path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text of a fixture's golden file. */
export function golden(name: string): string {
  return readFileSync(join(repository, 'test/fixtures/tsserver', name), 'utf8');
}

/** A text with the changes of a code fix applied. */
export function applied(text: string, changes: readonly ts.server.protocol.CodeEdit[]): string {
  const lines = text.split('\n');
  const starts = lines.reduce<number[]>((all, line) => [...all, all.at(-1)! + line.length + 1], [0]);
  const offset = ({ line, offset: column }: ts.server.protocol.Location) => starts[line - 1]! + column - 1;
  return [...changes]
    .sort((a, b) => offset(b.start) - offset(a.start))
    .reduce(
      (result, { start, end, newText }) =>
        result.slice(0, offset(start)) + newText + result.slice(offset(end)),
      text,
    );
}
