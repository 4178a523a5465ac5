import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleIds } from '../../src/engine/config/schema.ts';
import { codeOf } from '../../src/tsplugin/codes.ts';
import { limits, readGoldens, type Golden, type Limit } from '../goldens/goldens.ts';
import { known, oneByOne } from '../goldens/known.ts';
import { withoutBrowser } from '../goldens/withoutBrowser.ts';
import { openMemory } from '../unit/engine/memoryWorkspace.ts';
import { applied, startServer, type Server } from './server.ts';

/** The engine's own fixtures through the door of a TypeScript server: each is a project in a folder of its own. */
const goldens = readGoldens(join(import.meta.dirname, '../fixtures/engine/typescript'));

let root: string;
let server: Server;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ssot-goldens-')));
  for (const { name, files } of goldens)
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, name, path)), { recursive: true });
      writeFileSync(join(root, name, path), withoutBrowser(path, text));
    }
  server = startServer();
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

type Diagnostic = ts.server.protocol.Diagnostic;

async function violationsOf(file: string): Promise<Diagnostic[]> {
  return (await server.diagnostics(file)).filter(({ source }) => source === 'ssot');
}

function lineOf(diagnostic: Diagnostic): string {
  const { start, end, code } = diagnostic;
  const rule = ruleIds.find((each) => codeOf[each] === code) ?? String(code);
  return `${start.line}:${start.offset}-${end.line}:${end.offset} ${rule}`;
}

function fixesOf(
  file: string,
  { start, end, code }: Diagnostic,
): Promise<ts.server.protocol.CodeFixAction[]> {
  const span = { startLine: start.line, startOffset: start.offset, endLine: end.line, endOffset: end.offset };
  return server.request('getCodeFixes', { file, ...span, errorCodes: [code] });
}

/** How far a code fix of the plugin goes: what is safe can be fixed together, and what is not sure says so. */
function limitOf({ fixId, description }: ts.server.protocol.CodeFixAction): Limit {
  if (fixId !== undefined) return 'safe';
  return description.includes('(suggestion') ? 'unsafe' : 'repair';
}

/** Types a text over the one that the server has. */
function replaceText(file: string, before: string, after: string): Promise<unknown> {
  const lines = before.split(/\r\n|\n/);
  const end = { line: lines.length, offset: lines.at(-1)!.length + 1 };
  const textChanges = [{ start: { line: 1, offset: 1 }, end, newText: after }];
  return server.request('updateOpen', { changedFiles: [{ fileName: file, textChanges }] });
}

/** Applies code fixes one by one, as a user who takes each that goes no further than `limit`. */
async function fixOneByOne(file: string, text: string, limit: Limit): Promise<string> {
  for (let step = 0; step < 20; step++) {
    const fix = await firstFix(file, limit);
    if (!fix) return text;
    expect(fix.changes.map(({ fileName }) => fileName)).toEqual([file]);
    const next = applied(text, fix.changes[0]!.textChanges);
    await replaceText(file, text, next);
    text = next;
  }
  throw new Error(`the fixes of ${file} do not come to an end`);
}

async function firstFix(file: string, limit: Limit): Promise<ts.server.protocol.CodeFixAction | undefined> {
  for (const diagnostic of await violationsOf(file)) {
    const fixes = await fixesOf(file, diagnostic);
    const found = fixes.find(
      (fix) =>
        fix.fixName.startsWith('ssot-') &&
        limits.indexOf(limitOf(fix)) <= limits.indexOf(limit) &&
        // A plan over several files is another's golden.
        fix.changes.length === 1,
    );
    if (found) return found;
  }
  return undefined;
}

/** What the engine shows of a file, worded. */
function messagesOf({ files }: Golden, file: string): string[] {
  return openMemory(files)
    .analysis.check(file)
    .filter(({ suppressed, intentional }) => !suppressed && !intentional)
    .map(({ message }) => message);
}

describe.each(goldens)('$name', (golden) => {
  const { name, files, code, violations } = golden;

  for (const path of code) (`${name}/${path}` in known.plugin ? it.fails : it)(path, () => holds(path));

  async function holds(path: string): Promise<void> {
    const file = join(root, name, path);
    const before = files.get(path)!;
    await server.open(file);
    const found = await violationsOf(file);
    expect(found.map(lineOf)).toEqual(
      violations.filter((each) => each.file === path).map(({ range, rule }) => `${range} ${rule}`),
    );
    expect(found.map(({ text }) => text)).toEqual(messagesOf(golden, path));
    const isOther: Limit[] = [];
    // Each limit goes on from what the one before has left, as a user does.
    let text = before;
    for (const limit of limits) {
      text = await fixOneByOne(file, text, limit);
      if (!(`${name}/${path}` in oneByOne))
        expect({ limit, text }).toEqual({ limit, text: golden.fixed(path, limit) });
      else if (text !== golden.fixed(path, limit)) isOther.push(limit);
    }
    await replaceText(file, text, before);
    expect(isOther.length > 0).toBe(`${name}/${path}` in oneByOne);
    const { changes } = await server.request<ts.server.protocol.CombinedCodeActions>('getCombinedCodeFix', {
      scope: { type: 'file', args: { file } },
      fixId: 'ssot-safe',
    });
    expect(changes.reduce((text, { textChanges }) => applied(text, textChanges), before)).toBe(
      golden.fixed(path, 'safe'),
    );
  }
});
