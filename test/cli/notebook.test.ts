import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cell, file, notebook, python } from '../unit/notebook/cells.ts';
import { chat, makeFolder, runCli } from './runCli.ts';

const picture = {
  output_type: 'display_data',
  data: { 'image/png': 'iVBORw0KGgo='.repeat(50_000) },
  metadata: {},
};
/** What somebody looked into on an afternoon. */
const load = file(
  notebook([
    cell('# How many sockets does the hub hold?\n\nRun from the repository.', { kind: 'markdown' }),
    '%load_ext autoreload\n%autoreload 2\n!pip install -q matplotlib',
    cell('from chat.sockets import SocketHub\nimport matplotlib.pyplot as plt', { outputs: [picture] }),
    'session = {"user": "é"}\nhub = SocketHub(session=session)\nplt.plot([1, 2]);',
    '%%bash\ngrep -r "from chat.sockets import" .',
    'from chat.gone import SocketHub\n',
  ]),
);

/** The line of the file that the first import stands on. */
const importLine = load.split('\n').findIndex((line) => line.includes('"from chat.sockets')) + 1;

const folderWith = (notebooks: Readonly<Record<string, string>>): string =>
  makeFolder({
    'ssot.config.json': chat['ssot.config.json']!,
    'chat/__init__.py': '',
    'chat/hub.py': chat['chat/hub.py']!,
    'chat/sockets.py': chat['chat/sockets.py']!,
    ...notebooks,
  });

describe('a notebook on the command line', () => {
  it('is scanned, and its violations are in their cells', async () => {
    const { code, stdout } = await runCli(folderWith({ 'notes/load.ipynb': load }), 'scan');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'notes/load.ipynb\n  cell 3:1:1  error  SocketHub is imported from chat.sockets;',
    );
    expect(stdout).toContain('  cell 4:2:7  error  ');
    expect(stdout).toContain('  cell 6:1:1  error  ');
    expect(stdout).toContain('3 violations');
  });

  it('says in JSON where they are in the file, and where in the cell', async () => {
    const { stdout } = await runCli(folderWith({ 'notes/load.ipynb': load }), 'scan', '--format', 'json');
    const { violations } = JSON.parse(stdout) as {
      violations: { file: string; range: { start: { line: number; column: number } }; cell: object }[];
    };
    const [first] = violations;
    expect(first).toMatchObject({
      file: 'notes/load.ipynb',
      cell: { index: 3, range: { start: { line: 1, column: 1 }, end: { line: 1, column: 35 } } },
    });
    const { line, column } = first!.range.start;
    expect(load.split('\n')[line - 1]!.slice(column - 1)).toBe('from chat.sockets import SocketHub\\n",');
  });

  it('is fixed as a patch of the file, and written so that nothing else differs', async () => {
    const folder = folderWith({ 'notes/load.ipynb': load });
    const shown = await runCli(folder, 'fix');
    expect(shown.stdout).toContain(
      '-    "from chat.sockets import SocketHub\\n",\n+    "from chat.hub import SocketHub\\n",\n',
    );
    expect(shown.stdout.length).toBeLessThan(2000);
    expect((await runCli(folder, 'fix', '--write', '--repair')).stderr).toBe(
      '2 violations fixed in 1 file\n',
    );
    const path = join(folder, 'notes/load.ipynb');
    const fixed = load
      .replace('"from chat.sockets', '"from chat.hub')
      .replace('"from chat.gone', '"from chat.hub');
    expect(readFileSync(path, 'utf8')).toBe(fixed);
    expect((await runCli(folder, 'fix', '--write', '--unsafe')).stderr).toBe('1 violation fixed in 1 file\n');
    expect(readFileSync(path, 'utf8')).toBe(
      fixed
        .replace('"session = ', '"from chat.hub import open_hub\\n",\n    "session = ')
        .replace('hub = SocketHub(', 'hub = open_hub('),
    );
    expect((await runCli(folder, 'scan')).code).toBe(0);
  });

  it.each(['notes/load.ipynb:cell 3:1', `notes/load.ipynb:${importLine}`])(
    'is explained at %s',
    async (place) => {
      const run = await runCli(folderWith({ 'notes/load.ipynb': load }), 'explain', place);
      expect(run.stdout).toContain('notes/load.ipynb:cell 3:1:1  SocketHub is imported from chat.sockets');
      expect(run.stdout).toContain('      notes/load.ipynb:cell 3:1 imports SocketHub from chat.sockets\n');
      expect(
        (await runCli(folderWith({ 'notes/load.ipynb': load }), 'explain', `${place}9`)).stdout,
      ).toContain(`${place}9: there is no violation on this line`);
    },
  );

  it('of which nothing is Python, or that is broken, is no reason to stop', async () => {
    const broken = load.replace('"import matplotlib', '<<<<<<< HEAD\n    "import matplotlib');
    const folder = folderWith({
      'notes/broken.ipynb': broken,
      'notes/stats.ipynb': file(
        notebook(['from chat.sockets import SocketHub'], { kernelspec: { language: 'R' } }),
      ),
      'notes/empty.ipynb': '',
      'notes/syntax.ipynb': file(notebook(['from chat.sockets import SocketHub', 'def f(:'], python)),
    });
    const { code, stdout } = await runCli(folder, 'scan');
    expect(code).toBe(1);
    expect(stdout).toContain(
      `notes/broken.ipynb:${importLine + 1}: not read in full: it is not valid JSON: expected a value`,
    );
    expect(stdout).toContain('notes/syntax.ipynb:cell 2:1: not read in full: ');
    expect(stdout).not.toContain('stats.ipynb');
    expect(stdout).not.toContain('empty.ipynb');
    await runCli(folder, 'fix', '--write', '--unsafe', 'notes/broken.ipynb');
    expect(readFileSync(join(folder, 'notes/broken.ipynb'), 'utf8')).toBe(broken);
  });
});
