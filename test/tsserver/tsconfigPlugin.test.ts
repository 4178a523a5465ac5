import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyFixture, probeHere, startServer, type Fixture, type Server } from './server.ts';

const builtPlugin = resolve(import.meta.dirname, '../../node_modules/ssot-tsserver-plugin');

let server: Server | undefined;
let fixture: Fixture;

beforeEach(() => {
  fixture = copyFixture('feed');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  fixture.remove();
});

/** Has the project load the plugin itself, as who has no extension of ours writes it. */
function usePlugin(options: object = {}): void {
  const file = fixture.file('tsconfig.json');
  const plugins = JSON.stringify([{ name: 'ssot-tsserver-plugin', ...options }]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"strict"', `"plugins": ${plugins}, "strict"`));
}

/** Our codes on the page, and how many fixes there are for them, from a server that is told of no plugin. */
async function answers(flags: readonly string[]): Promise<{ codes: number[]; fixes: number }> {
  server = startServer(undefined, flags);
  const file = fixture.file('src/page.ts');
  await server.open(file);
  const codes = (await server.diagnostics(file)).map(({ code }) => code!);
  const place = { startLine: 3, startOffset: 1, endLine: 3, endOffset: 1 };
  const fixes = await server.request<unknown[]>('getCodeFixes', { file, ...place, errorCodes: [97001] });
  return { codes, fixes: fixes.length };
}

describe('the plugin in the `plugins` of a tsconfig', () => {
  it('is loaded from where the server is told to look', async () => {
    usePlugin();
    expect(await answers(probeHere)).toEqual({ codes: [97001], fixes: 1 });
  });

  it('is loaded from the project’s own node_modules', async () => {
    usePlugin();
    cpSync(builtPlugin, join(fixture.file('node_modules'), 'ssot-tsserver-plugin'), { recursive: true });
    expect(await answers(['--allowLocalPluginLoads'])).toEqual({ codes: [97001], fixes: 1 });
  });

  it('takes its options from there', async () => {
    usePlugin({ codeFixes: false });
    expect(await answers(probeHere)).toEqual({ codes: [97001], fixes: 0 });
  });

  it('is not there where no tsconfig names it', async () => {
    expect(await answers(probeHere)).toEqual({ codes: [], fixes: 0 });
  });
});
