import { describe, expect, it } from 'vitest';
import type { Progress } from '../../../src/engine/phases/progress.ts';
import { loadConfig } from '../../../src/project/configuration.ts';
import { takeInventory } from '../../../src/project/inventory.ts';
import { findOtherUses, projectProgress } from '../../../src/project/progress.ts';
import { createProject } from '../../../src/project/project.ts';
import {
  renderProgressJson,
  renderProgressMarkdown,
  renderProgressText,
} from '../../../src/report/progressReport.ts';
import { createStyle } from '../../../src/report/style.ts';
import { config, hub, makeFolder, type Files } from './chat.ts';

function finish<Result>(work: Iterable<unknown, Result>): Result {
  const steps = work[Symbol.iterator]();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

async function progressOf(files: Files, isAsked?: (file: string) => boolean): Promise<Progress> {
  const folder = makeFolder(files);
  const result = loadConfig(folder.at('ssot.config.json'));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  const project = createProject(result.loaded);
  finish(project.index());
  const violations = project.candidates().flatMap((file) => project.check(file).violations);
  const { inventory } = finish(takeInventory(project));
  return projectProgress(project, inventory, finish(findOtherUses(project, inventory)), violations, isAsked);
}

const chat: Files = {
  'ssot.config.json': config({
    phases: [
      { id: '1', title: 'Imports', rules: ['legacy-import', 'broken-import'], target: '2020-01-01' },
      { id: '2', title: 'Factory', rules: ['direct-construction', 'factory-misuse'] },
    ],
  }),
  'chat/hub.py': `${hub}\n\ndef hub_count():\n    return open_hub() and SocketHub\n`,
  'chat/sockets.py': 'from chat.hub import SocketHub\n',
  'chat/__init__.py': '',
  'rooms/good.py':
    'from chat.hub import SocketHub, open_hub\n\n\ndef enter(session) -> SocketHub:\n    return open_hub(session)\n',
  'rooms/old.py': 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n',
  'rooms/gone.py': 'from chat.gone import SocketHub, open_hub\n\nprint(SocketHub, open_hub)\n',
  'rooms/made.py': 'from chat.hub import SocketHub\n\n\ndef make():\n    return SocketHub()\n',
  'jobs/awaited.py':
    'from chat.hub import open_hub\n\n\nasync def run(session):\n    return await open_hub(session)\n',
  'jobs/counted.py': 'from chat.hub import hub_count\n\nprint(hub_count())\n',
  CODEOWNERS: 'rooms/ @rooms\njobs/ @jobs @night\n',
};

describe('the progress of a project', () => {
  it('sets right imports and calls against what is left, the source’s own files aside', async () => {
    const { phases, classes, whole } = await progressOf(chat);
    // good: 2, made: 1, awaited: 1, counted: 1, and the shim; left: one name of old, two of gone.
    expect(phases[0]).toMatchObject({ id: '1', left: 3 });
    expect(phases[0]?.right).toBe(6);
    expect(phases[0]?.percent).toBe(66);
    expect(phases[0]?.daysLeft).toBeLessThan(0);
    // Right is the call of good.py; the awaited one is a misuse, and the direct construction is one that is missing.
    expect(phases[1]).toMatchObject({ id: '2', right: 1, left: 2, percent: 33 });
    expect(whole).toMatchObject({ right: 7, left: 5, percent: 58 });
    expect(classes.map(({ name, right, left }) => [name, right, left])).toEqual([
      ['open_hub', 3, 3],
      ['SocketHub', 3, 2],
      // Nothing that looks like the source, and owned: a helper that the canonical module has.
      ['hub_count', 1, 0],
    ]);
  });

  it('is told by folder and by CODEOWNERS, and of a part alone', async () => {
    const { modules, owners } = await progressOf(chat);
    expect(modules.map(({ name, left }) => [name, left])).toEqual([
      ['rooms', 4],
      ['jobs', 1],
      ['chat', 0],
    ]);
    expect(owners?.map(({ name, left }) => [name, left])).toEqual([
      ['@rooms', 4],
      ['@jobs', 1],
      ['@night', 1],
      ['nobody', 0],
    ]);
    const part = await progressOf(chat, (file) => file.startsWith('jobs/'));
    expect(part.modules.map(({ name }) => name)).toEqual(['jobs']);
    const { CODEOWNERS: _owners, ...unowned } = chat;
    expect((await progressOf(unowned)).owners).toBeUndefined();
  });

  it('counts calls of a factory that is a method', async () => {
    const { classes } = await progressOf({
      'ssot.config.json': JSON.stringify({
        sources: [
          {
            id: 'hub',
            module: 'chat.hub',
            factory: { name: 'SocketHub.open' },
            classes: ['SocketHub'],
            owners: ['chat/**'],
          },
        ],
      }),
      'chat/hub.py': 'class SocketHub:\n    @classmethod\n    def open(cls):\n        return cls()\n',
      'use.py':
        'from chat.hub import SocketHub\n\n\ndef run():\n    return [SocketHub.open(), SocketHub()]\n',
    });
    expect(classes.map(({ name, right, left }) => [name, right, left])).toEqual([
      ['SocketHub.open', 1, 1],
      ['SocketHub', 1, 0],
    ]);
  });

  it('is printed as text, Markdown and JSON', async () => {
    const progress = await progressOf(chat);
    const text = renderProgressText(progress, createStyle(false));
    expect(text).toMatch(/1: Imports +█+░+ +66% {2}3 of 9 left; by 2020-01-01, [\d,]+ days ago/);
    expect(text).toContain('7 of 12 uses are as they should be: 58%.');
    const markdown = renderProgressMarkdown(progress);
    expect(markdown).toContain('| 2: Factory | 33% | 1 | 2 | 0 |  |');
    // Nobody is called by a report.
    expect(markdown).toContain('| &#64;rooms | ');
    const json = JSON.parse(renderProgressJson(progress, '1.2.3')) as Progress;
    expect(json.phases[1]).toMatchObject({ id: '2', percent: 33 });
    expect(json.whole).toEqual({ right: 7, left: 5, others: 0, percent: 58 });
  });
});
