import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PlanFixesAnswer, PlanFixesRequest, RequestProgress } from '../../../src/project/protocol.ts';
import { Cancelled } from '../../../src/project/slices.ts';
import { canonicalImport, chat, config, makeFolder, safeImport, type Files, type Folder } from './chat.ts';
import { startServer, type RecordedServer } from './server.ts';

const never = (): boolean => false;

interface Started {
  readonly folder: Folder;
  readonly server: RecordedServer;
  /** Plans for what is shown of some files, all of them unless they are named. */
  readonly plan: (more?: Partial<PlanFixesRequest>, files?: readonly string[]) => Promise<PlanFixesAnswer>;
}

async function started(files: Files = chat): Promise<Started> {
  const folder = makeFolder(files);
  const server = startServer(folder);
  await server.scan();
  return {
    folder,
    server,
    plan: (more = {}, only) =>
      server.ask(
        'planFixes',
        {
          selected: selected(
            server,
            only?.map((file) => folder.at(file)),
          ),
          limit: 'safe',
          ...more,
        },
        never,
      ),
  };
}

function selected(server: RecordedServer, paths?: readonly string[]): PlanFixesRequest['selected'] {
  const known = new Map<string, string[]>();
  for (const event of server.events)
    if (event.name === 'violations')
      known.set(
        event.params.path,
        event.params.violations.map(({ fingerprint }) => fingerprint),
      );
  return [...known].flatMap(([path, violations]) =>
    paths === undefined || paths.includes(path) ? [{ path, violations }] : [],
  );
}

describe('a plan of selected fixes', () => {
  it('has the files that would change, and why the rest stays', async () => {
    const { folder, plan } = await started();
    const { files, left } = await plan();
    expect(files).toEqual([
      {
        path: folder.at('chat/safe.py'),
        before: safeImport,
        after: canonicalImport,
        edits: [{ range: { start: { line: 1, column: 6 }, end: { line: 1, column: 18 } }, text: 'chat.hub' }],
        fixed: 1,
        kinds: { safe: 1, repair: 0, unsafe: 0 },
        together: [],
      },
    ]);
    expect(left).toMatchObject([{ path: folder.at('chat/repair.py'), ruleId: 'legacy-import' }]);
    expect(left[0]!.reason).not.toBe('');
  });

  it('takes repairs in where they are asked for', async () => {
    const { folder, plan } = await started();
    const { files, left } = await plan({ limit: 'repair' });
    expect(files.map(({ path, kinds }) => [path, kinds])).toEqual([
      [folder.at('chat/repair.py'), { safe: 0, repair: 1, unsafe: 0 }],
      [folder.at('chat/safe.py'), { safe: 1, repair: 0, unsafe: 0 }],
    ]);
    expect(left).toEqual([]);
  });

  it('leaves alone what is not selected, in the same file too', async () => {
    const two = 'def a():\n    from chat.sockets import SocketHub\n    return SocketHub\n\n\n';
    const { server, folder, plan } = await started({
      ...chat,
      'chat/two.py': two + two.replace('def a', 'def b'),
    });
    const violations = selected(server, [folder.at('chat/two.py')])[0]?.violations ?? [];
    expect(violations).toHaveLength(2);
    const path = folder.at('chat/two.py');
    const { files, left } = await plan({ selected: [{ path, violations: violations.slice(1) }] });
    expect(files.map(({ after }) => after)).toEqual([
      two + two.replace('def a', 'def b').replace('chat.sockets', 'chat.hub'),
    ]);
    expect(left).toEqual([]);
  });

  it('writes nothing, and nobody is told of what has not happened', async () => {
    const { folder, server, plan } = await started();
    const before = server.shown();
    server.toldOf();
    await plan({ limit: 'unsafe' });
    server.tell('document', { path: folder.at('chat/other.py'), text: 'import os\n' });
    await server.rest();
    expect(server.toldOf()).toEqual([]);
    expect(server.shown()).toEqual(before);
    expect(readFileSync(folder.at('chat/safe.py'), 'utf8')).toBe(safeImport);
  });

  it('is for open documents as they are typed', async () => {
    const { folder, server, plan } = await started();
    const text = `# typed\n${safeImport}`;
    server.tell('document', { path: folder.at('chat/safe.py'), text });
    const { files } = await plan();
    expect(files.map(({ before, after }) => [before, after])).toEqual([
      [text, `# typed\n${canonicalImport}`],
    ]);
  });

  it('knows which files change together, and leaves both where one may not change', async () => {
    const files = {
      ...chat,
      'chat/user.py': 'from chat.sockets import SocketHub\n\n\ndef make():\n    return SocketHub\n',
      'tests/test_user.py':
        "from unittest.mock import patch\n\nfrom chat import user\n\n\ndef test_make():\n    with patch('chat.sockets.SocketHub'):\n        user.make()\n",
      ...typescript,
    };
    const { folder, plan } = await started(files);
    const all = await plan();
    const page = folder.at('app/chat.ts');
    const test = folder.at('app/page.test.ts');
    expect(all.files.find(({ path }) => path === page)?.together).toEqual([test]);
    expect(all.files.find(({ path }) => path === test)?.together).toEqual([page]);
    const fewer = await plan({ only: all.files.map(({ path }) => path).filter((path) => path !== test) });
    expect(fewer.files.map(({ path }) => path)).not.toContain(page);
    expect(fewer.left.find(({ path }) => path === page)?.reason).toMatch(/app\/page\.test\.ts/);
  });

  it('refuses files that cannot be written, and notebooks', async () => {
    const notebook = JSON.stringify({
      cells: [{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: safeImport }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    });
    const { folder, plan } = await started({ ...chat, 'chat/note.ipynb': notebook });
    chmodSync(folder.at('chat/safe.py'), 0o444);
    const { files, left } = await plan({}, ['chat/safe.py', 'chat/note.ipynb']);
    expect(files).toEqual([]);
    expect(left.map(({ path, reason }) => [path, reason])).toEqual([
      [folder.at('chat/note.ipynb'), expect.stringMatching(/^it is a notebook/)],
      [folder.at('chat/safe.py'), 'the file is read-only'],
    ]);
  });

  it('tells how far it is, and can be cancelled', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [
        `chat/more${at}.py`,
        `${safeImport}${'value = [1]\n'.repeat(400)}`,
      ]),
    );
    const { server } = await started({ ...chat, ...many });
    const seen: RequestProgress[] = [];
    const request = { selected: selected(server), limit: 'safe' } as const;
    const planning = server.ask(
      'planFixes',
      request,
      () => seen.length > 0,
      (progress) => seen.push(progress),
    );
    await expect(planning).rejects.toBeInstanceOf(Cancelled);
    expect(seen.every(({ done, total }) => done <= total && total > 0)).toBe(true);
  });
});

/** An import whose test mocks the module that it is from. */
const typescript = {
  'ssot.config.json': config({
    sources: [
      ...(JSON.parse(config()) as { sources: object[] }).sources,
      {
        id: 'service',
        language: 'typescript',
        module: 'realtime/service',
        classes: ['Service'],
        legacyModules: ['legacy/service'],
        owners: ['realtime/**'],
      },
    ],
  }),
  'realtime/service.ts': 'export class Service {}\n',
  'legacy/service.ts': "export { Service } from '../realtime/service';\n",
  'app/chat.ts': "import { Service } from '../legacy/service';\nexport const chat = () => Service;\n",
  'app/page.ts': "import { chat } from './chat';\nexport const page = () => chat();\n",
  'app/page.test.ts':
    "import { page } from './page';\njest.mock('../legacy/service', () => ({ Service: class {} }));\npage();\n",
};
