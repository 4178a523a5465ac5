import { describe, expect, it } from 'vitest';
import type { FixKind } from '../../../src/engine/violation.ts';
import { loadConfig } from '../../../src/project/configuration.ts';
import { fixProject, type FixRun } from '../../../src/project/fixProject.ts';
import { createProject } from '../../../src/project/project.ts';
import { config, hub, makeFolder, type Files, type Folder } from './chat.ts';

const base = {
  'ssot.config.json': config(
    {},
    {
      legacyModules: ['chat.old_hub', 'chat.gone'],
      legacyFactories: ['make_hub'],
      owners: ['chat/hub.py', 'chat/old_hub.py'],
    },
  ),
  'chat/__init__.py': '',
  'chat/hub.py': hub,
  'chat/old_hub.py':
    'from chat.hub import SocketHub\n\n\nasync def make_hub(session=None):\n    return SocketHub(session)\n',
};

const awaits = (module: string): string =>
  `from ${module} import make_hub\n\n\nasync def talk(session):\n    return await make_hub(session)\n`;
const fixed =
  'from chat.hub import open_hub as make_hub\n\n\nasync def talk(session):\n    return make_hub(session)\n';

describe('a fix that changes what other files get', () => {
  it('has them fixed in the same run, over files that pass it on, whatever their order', () => {
    const folder = makeFolder({
      ...base,
      'chat/a.py': awaits('chat.b'),
      'chat/b.py': 'from .m import make_hub\n',
      'chat/m.py': 'from chat.old_hub import make_hub\n',
      'chat/z.py': awaits('chat.m'),
    });
    const passing = 'from chat.hub import open_hub as make_hub\n';
    const run = runOn(folder, 'unsafe');
    expect(textsOf(run)).toEqual({
      'chat/a.py': fixed,
      'chat/b.py': passing,
      'chat/m.py': passing,
      'chat/z.py': fixed,
    });
    expect(run.refused).toEqual([]);
    folder.write(textsOf(run));
    expect(textsOf(runOn(folder, 'unsafe'))).toEqual({});
  });

  it('brings a violation to light in a file that was good, and fixes it', () => {
    const folder = makeFolder({
      ...base,
      'chat/a.py': 'from chat.m import SocketHub\n\n\ndef talk():\n    return SocketHub\n',
      'chat/m.py': 'from chat.gone import SocketHub\n',
    });
    expect(textsOf(runOn(folder, 'repair'))).toEqual({
      'chat/a.py': 'from chat.hub import SocketHub\n\n\ndef talk():\n    return SocketHub\n',
      'chat/m.py': 'from chat.hub import SocketHub\n',
    });
  });

  it('is refused where one of them is none of the files to fix', () => {
    const folder = makeFolder({
      ...base,
      'chat/a.py': awaits('chat.m'),
      'chat/m.py': 'from chat.old_hub import make_hub\n',
    });
    const run = runOn(folder, 'unsafe', (file) => file === 'chat/m.py');
    expect(textsOf(run)).toEqual({});
    expect(run.refused.map(({ reason }) => reason)).toEqual([
      'it has to move together with 1 call in 1 other file, and chat/a.py is none of the files to fix here',
    ]);
  });

  it('leaves what was refused elsewhere told', () => {
    const folder = makeFolder({
      ...base,
      'chat/a.py': awaits('chat.m'),
      'chat/m.py': 'from chat.old_hub import make_hub\n',
      'chat/n.py': 'from chat.old_hub import make_hub\n',
      'chat/o.py': 'from chat.n import make_hub\n\nprint(make_hub)\n',
    });
    const run = runOn(folder, 'unsafe');
    expect(Object.keys(textsOf(run))).toEqual(['chat/a.py', 'chat/m.py']);
    expect(run.refused.map(({ violation, reason }) => `${violation.file}: ${reason}`)).toEqual([
      'chat/n.py: chat/o.py:3 uses make_hub, which it has from here, without calling it, and its replacement is another function',
    ]);
  });
});

function runOn(
  folder: Folder,
  limit: Exclude<FixKind, 'none'>,
  isAsked: (file: string) => boolean = () => true,
): FixRun {
  const loaded = loadConfig(folder.at('ssot.config.json'));
  if (!loaded.ok) throw new Error('the configuration is good');
  const project = createProject(loaded.loaded);
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
  return fixProject({
    project,
    isAsked,
    limit,
    select: (violation) => violation,
    write: false,
    progress: () => undefined,
  });
}

/** What a run would make of the files, by their paths. */
function textsOf({ files }: FixRun): Files {
  const texts = [...files].map(([file, { text }]) => [file, text] as const);
  return Object.fromEntries(texts.sort(([a], [b]) => a.localeCompare(b)));
}
