import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/project/configuration.ts';
import { createProject, type Project } from '../../../src/project/project.ts';
import { makeFolder, type Folder } from './chat.ts';

const chat = {
  'ssot.config.json': JSON.stringify({
    sources: [
      {
        id: 'hub',
        language: 'typescript',
        module: 'src/realtime/hub',
        factory: { name: 'openHub' },
        classes: ['SocketHub'],
        legacyModules: ['src/legacy/index', 'src/old/sockets'],
      },
    ],
  }),
  'src/realtime/hub.ts':
    'export class SocketHub {}\nexport function openHub() {\n  return new SocketHub();\n}\n',
  'src/legacy/index.ts': "export { SocketHub } from '../realtime/hub';\nexport default class Plain {}\n",
  'src/api/index.ts': "export { SocketHub as Hub, openHub as open } from '../legacy';\n",
  'src/api/all.ts': "export * from './index';\nexport * as api from './index';\n",
  'src/api/fallback.ts': "import { Hub } from '.';\nexport default Hub;\n",
  'src/api/renamed.ts': "import { Hub } from '.';\nexport const Sockets = Hub;\n",
  'src/app/none.ts': "import { Something } from '../lib';\nnew Something();\n",
  'src/lib/index.ts': 'export class Something {}\n',
};

function openProject(folder: Folder): Project {
  const result = loadConfig(folder.at('ssot.config.json'));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return createProject(result.loaded);
}

describe('the TypeScript files that have to be read', () => {
  it.each([
    ['a renamed class', "import { Hub } from '../api';\nnew Hub();\n"],
    ['one behind a star', "import { Hub } from '../api/all';\nnew Hub();\n"],
    [
      'one among others, on lines',
      "import {\n  type Other, // a note\n  Hub as H,\n} from '../api';\nnew H();\n",
    ],
    ['a default', "import Any from '../api/fallback';\nnew Any();\n"],
    [
      'a default of the second barrel beside names',
      "import Any, { x } from '../api/fallback';\nnew Any();\n",
    ],
    ['another name for it', "import { Sockets } from '../api/renamed';\nnew Sockets();\n"],
    ['a namespace', "import * as api from '../api';\nnew api.Hub();\n"],
    ['a namespace that a barrel makes', "import { api } from '../api/all';\nnew api.Hub();\n"],
    ['a dynamic import', "const { Hub } = await import(/* chunk */ '../api');\n"],
    ['a required module', "const { Hub } = require('../api');\n"],
    ['a type', "let hub: import('../api').Hub;\n"],
    ['a re-export', "export { Hub as Other } from '../api';\n"],
    ['a name that a legacy index does not have', "import { Gone } from '../legacy/';\n"],
    ['a mock of a legacy index', "jest.mock('../legacy/');\n"],
  ])('hold %s', (_, text) => {
    const folder = makeFolder({ ...chat, 'src/app/it.ts': text });
    const indexed = openProject(folder);
    Array.from(indexed.index());
    expect(openProject(folder).check('src/app/it.ts').violations).not.toEqual([]);
    expect(indexed.candidates()).toContain('src/app/it.ts');
  });

  it('do not hold what takes nothing owned', () => {
    const text = "import { other } from '../api';\nimport Plain from '../api/index';\n";
    const project = openProject(makeFolder({ ...chat, 'src/app/it.ts': text }));
    Array.from(project.index());
    expect(project.candidates()).not.toContain('src/app/it.ts');
    expect(project.candidates()).not.toContain('src/app/none.ts');
  });

  it('are found again when a file comes to take something, and when a barrel comes to pass it on', () => {
    const folder = makeFolder({
      ...chat,
      'src/app/it.ts': "import { Later } from '../api/more';\nnew Later();\n",
    });
    const project = openProject(folder);
    Array.from(project.index());
    expect(project.isCandidate('src/app/it.ts')).toBe(false);

    folder.write({ 'src/api/more.ts': "export { Hub as Later } from '.';\n" });
    project.fileChanged('src/api/more.ts');
    Array.from(project.index());
    expect(project.isCandidate('src/app/it.ts')).toBe(true);

    project.setDocument('src/app/none.ts', "import { Hub } from '../api';\nnew Hub();\n");
    Array.from(project.index());
    expect(project.isCandidate('src/app/none.ts')).toBe(true);
  });

  it('are found where the modules of a source import one another, or themselves', () => {
    const canonical = chat['src/realtime/hub.ts'];
    const folder = makeFolder({
      ...chat,
      'src/realtime/hub.ts': `import { retries } from '../legacy';\nimport './hub';\n${canonical}`,
      'src/app/it.ts': "import { SocketHub } from '../legacy';\nnew SocketHub();\n",
    });
    const project = openProject(folder);
    let steps = 0;
    for (const progress of project.index()) if (progress.total > 0 && ++steps > 1000) break;
    expect(steps).toBeLessThan(100);
    expect(project.isCandidate('src/app/it.ts')).toBe(true);
  });
});
