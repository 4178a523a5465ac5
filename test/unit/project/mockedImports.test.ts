import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/project/configuration.ts';
import { fixProject } from '../../../src/project/fixProject.ts';
import { createProject } from '../../../src/project/project.ts';
import { makeFolder } from './chat.ts';

const config = {
  sources: [
    {
      id: 'service',
      language: 'typescript',
      module: 'realtime/service',
      classes: ['Service'],
      legacyModules: ['legacy/service'],
      owners: ['realtime/**'],
    },
  ],
};

const files = {
  'ssot.config.json': JSON.stringify(config),
  'realtime/service.ts': 'export class Service {}\n',
  'legacy/service.ts': "export { Service } from '../realtime/service';\n",
  'app/chat.ts': "import { Service } from '../legacy/service';\nexport const chat = () => Service;\n",
  'app/page.ts': "import { chat } from './chat';\nexport const page = () => chat();\n",
  'app/page.test.ts':
    "import { page } from './page';\njest.mock('../legacy/service', () => ({ Service: class {} }));\npage();\n",
};

describe('an import that a test of another file mocks', () => {
  it('moves with the mock when all files are fixed', () => {
    const folder = makeFolder(files);
    expect(fixed(folder.at('ssot.config.json'), () => true)).toEqual(['app/chat.ts', 'app/page.test.ts']);
  });

  it('stays where the file of the mock is none of those to fix', () => {
    const folder = makeFolder(files);
    expect(fixed(folder.at('ssot.config.json'), (file) => file === 'app/chat.ts')).toEqual([]);
  });
});

/** The files that a run would change. */
function fixed(path: string, isAsked: (file: string) => boolean): string[] {
  const loaded = loadConfig(path);
  if (!loaded.ok) throw new Error('the configuration is good');
  const project = createProject(loaded.loaded);
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
  const run = fixProject({
    project,
    isAsked,
    limit: 'safe',
    select: (violation) => violation,
    write: false,
    progress: () => undefined,
  });
  return [...run.files.keys()].sort();
}
