import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as FileReport from '../../../src/project/fileReport.ts';
import { chat, makeFolder } from './chat.ts';
import { startServer } from './server.ts';

const analyzed = vi.hoisted(() => new Map<string, number>());

// Every analysis of a file ends in its report, whether anybody is told of it or not.
vi.mock('../../../src/project/fileReport.ts', async (original) => {
  const actual = await original<typeof FileReport>();
  const reportOf: typeof actual.reportOf = (project, findings, ...more) => {
    analyzed.set(findings.file, (analyzed.get(findings.file) ?? 0) + 1);
    return actual.reportOf(project, findings, ...more);
  };
  return { ...actual, reportOf };
});

const many = 200;
const files = Array.from({ length: many }, (_, at) => `chat/m${at}.py`);
const legacy = 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n';
const clean = 'from chat.hub import SocketHub\n\nprint(SocketHub)\n';
const all = (text: string): Record<string, string> => Object.fromEntries(files.map((file) => [file, text]));

describe('a branch switch', () => {
  afterEach(() => analyzed.clear());

  it('has each file analyzed once, though what was written is told of in slices', async () => {
    const folder = makeFolder({ ...chat, ...all(clean) });
    const server = startServer(folder);
    await server.scan();
    analyzed.clear();
    folder.write(all(legacy));
    for (let at = 0; at < many; at += 50) {
      server.tell('filesChanged', { paths: files.slice(at, at + 50).map((file) => folder.at(file)) });
      // The next slice comes while this one is worked on.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await server.rest();
    expect([...new Set(files.map((file) => analyzed.get(file)))]).toEqual([1]);
    expect(server.toldOf().filter((file) => files.includes(file))).toHaveLength(many);
  });

  it('has no file analyzed more often than the module was written that all import', async () => {
    const folder = makeFolder({ ...chat, ...all(legacy) });
    const server = startServer(folder);
    await server.scan();
    analyzed.clear();
    const module = 'chat/sockets.py';
    for (const text of ['SocketHub = None\n', chat[module]]) {
      folder.write({ [module]: text });
      server.tell('filesChanged', { paths: [folder.at(module)] });
      await server.rest();
    }
    expect([...new Set(files.map((file) => analyzed.get(file)))]).toEqual([2]);
  });
});
