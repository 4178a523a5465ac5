import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/project/configuration.ts';
import { createProject, type Project } from '../../../src/project/project.ts';
import { parseArchive } from '../engine/archive.ts';
import { pythonModule } from '../engine/pythonModules.ts';
import { chat, makeFolder, type Files, type Folder } from './chat.ts';

function openProject(folder: Folder): Project {
  const result = loadConfig(folder.at('ssot.config.json'));
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return createProject(result.loaded);
}

/** The files that an indexed project would read, and those in which one that reads all finds something. */
function compared(files: Files): { read: readonly string[]; violating: readonly string[]; all: number } {
  const folder = makeFolder(files);
  const indexed = openProject(folder);
  Array.from(indexed.index());
  const whole = openProject(folder);
  const all = indexed.files();
  return {
    read: indexed.candidates(),
    violating: all.filter((file) => whole.check(file).violations.length > 0),
    all: all.length,
  };
}

const base = parseArchive(
  readFileSync(join(import.meta.dirname, '../../fixtures/engine/python/base.txtar'), 'utf8'),
).files;

describe('the files that have to be read', () => {
  it('are never fewer than those that violate something', { timeout: 60_000 }, () => {
    const modules = fc.sample(pythonModule, { numRuns: 1500, seed: 7 });
    const files = Object.fromEntries(modules.map((text, index) => [`chat/m${index}.py`, text]));
    const { read, violating, all } = compared({ ...Object.fromEntries(base), ...files });
    expect(violating.filter((file) => !read.includes(file))).toEqual([]);
    expect(violating.length).toBeGreaterThan(500);
    expect(read.length).toBeLessThan(all);
  });

  const hub = 'from chat.hub import SocketHub';
  it.each([
    ['a class that is called', `${hub}\nSocketHub()\n`],
    ['one that is called on the next line', `${hub}\n(SocketHub  # a note\n  ( ))\n`],
    ['one that gets another name first', `${hub}\nHub = SocketHub\nHub()\n`],
    ['one that is imported under another name', 'from chat.hub import SocketHub as Hub\nHub()\n'],
    ['a factory that is awaited', 'from chat.hub import open_hub\nasync def f(s):\n  await open_hub(s)\n'],
    ['a class that nothing binds', 'def f():\n    return SocketHub ()\n'],
    ['a relative import', 'from . import hub\nhub.SocketHub()\n'],
    ['a patch', 'from unittest.mock import patch\npatch("chat.sockets.SocketHub")\n'],
    ['a module by its name', 'import importlib\nimportlib.import_module("chat.sockets")\n'],
    ['a module by its relative name', 'import importlib\nimportlib.import_module(".sockets", "chat")\n'],
    ['a suppression', '# ssot-disable-next-line legacy-import -- none\nimport os\n'],
  ])('hold %s', (_, text) => {
    const { read, violating } = compared({ ...chat, 'chat/it.py': text });
    expect(violating).toContain('chat/it.py');
    expect(read).toContain('chat/it.py');
  });

  it.each([
    ['a class as a type', `${hub}\n\ndef f(hub: SocketHub) -> "SocketHub":\n    return hub\n`],
    ['a class that is defined there', 'class SocketHub(Base):\n    """A hub."""\n'],
    ['a name that holds the class’s', 'MockSocketHub()\nself.SocketHub()\nSocketHubs()\n'],
    ['a name that belongs to nobody', 'from chat.sockets import logging\nlogging.info("hub")\n'],
    ['a string that names another module inside', 'patch("chat.sockets.inner.SocketHub")\n'],
  ])('do not hold %s', (_, text) => {
    const files = {
      ...chat,
      'chat/sockets/__init__.py': `import logging\n${chat['chat/sockets.py']}`,
      'chat/sockets/inner.py': 'class SocketHub: pass\n',
      'chat/it.py': text,
    };
    const { read, violating } = compared(files);
    expect(violating).not.toContain('chat/it.py');
    expect(read).not.toContain('chat/it.py');
  });

  it('hold a name that star imports have passed on', () => {
    const files = {
      ...chat,
      'chat/passed.py': 'from chat.hub import *\n',
      'chat/further.py': 'from chat.passed import *\n',
      'chat/it.py': 'def connect():\n    from chat.further import SocketHub\n    return SocketHub\n',
    };
    const { read, violating } = compared(files);
    expect(violating).toContain('chat/it.py');
    expect(read).toContain('chat/it.py');
  });

  it('may hold a name from a module that is not looked at', () => {
    const files = {
      ...chat,
      '.gitignore': 'generated/\n',
      'generated/names.py': `${hub}\n`,
      'chat/it.py': 'from generated.names import SocketHub\n\nprint(SocketHub)\n',
      'chat/its.py': 'import generated.names as n\n\nn.SocketHub()\n',
    };
    const { read, violating } = compared(files);
    expect(violating).toEqual(expect.arrayContaining(['chat/it.py', 'chat/its.py']));
    expect(read).toEqual(expect.arrayContaining(['chat/it.py', 'chat/its.py']));
  });
});
