import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/project/configuration.ts';
import { createProject, type Project } from '../../../src/project/project.ts';
import { chat, makeFolder } from './chat.ts';

function read(project: Project): void {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
}

describe('what strings name', () => {
  const patch = (name: string): string =>
    `from unittest.mock import patch\n\n@patch("${name}")\ndef test(): ...\n`;

  it('is what stands in the files and in open documents now', () => {
    const folder = makeFolder({ ...chat, 'test_a.py': patch('chat.safe.SocketHub') });
    const loaded = loadConfig(folder.at('ssot.config.json'));
    if (!loaded.ok) throw new Error('the configuration is good');
    const project = createProject(loaded.loaded);
    read(project);
    const named = (name: string): boolean => project.environment.filesNaming(name).length > 0;
    expect([named('chat.safe.SocketHub'), named('chat.safe.Other')]).toEqual([true, false]);

    project.setDocument('test_a.py', patch('chat.safe.Other'));
    read(project);
    expect([named('chat.safe.SocketHub'), named('chat.safe.Other')]).toEqual([false, true]);

    project.setDocument('test_a.py', undefined);
    folder.write({ 'test_b.py': patch('chat.safe.SocketHub') });
    project.fileChanged('test_b.py');
    read(project);
    folder.remove('test_a.py');
    project.fileChanged('test_a.py');
    read(project);
    expect(named('chat.safe.SocketHub')).toBe(true);
    folder.remove('test_b.py');
    project.fileChanged('test_b.py');
    read(project);
    expect(named('chat.safe.SocketHub')).toBe(false);
  });

  it('is also everything on the way to what is named', () => {
    const folder = makeFolder({
      ...chat,
      'test_a.py': patch('chat.safe.SocketHub.send'),
      'data.py': 'x = "chat.clean.SocketHub"\n',
    });
    const loaded = loadConfig(folder.at('ssot.config.json'));
    if (!loaded.ok) throw new Error('the configuration is good');
    const project = createProject(loaded.loaded);
    read(project);
    expect(project.environment.filesNaming('chat.safe.SocketHub')).toEqual(['test_a.py']);
    expect(project.environment.filesQuoting('chat.safe.SocketHub')).toEqual([]);
    expect(project.environment.filesQuoting('chat.safe.SocketHub.send')).toEqual(['test_a.py']);
    // A file that patches nothing only holds data.
    expect(project.environment.filesNaming('chat.clean.SocketHub')).toEqual([]);
  });

  it('is looked for wherever the table of modules may be written to, under whatever name', () => {
    const folder = makeFolder({
      ...chat,
      'a.py': 'from sys import modules\nmodules["chat.safe"] = 1\nmodules["sockets"] = 1\n',
      'b.py': 'import os, sys as system\n\nsystem.modules["chat.safe"] = 1\n',
      'c.py': 'import sys\n\nmodules = {"chat.safe": sys}\n',
    });
    const loaded = loadConfig(folder.at('ssot.config.json'));
    if (!loaded.ok) throw new Error('the configuration is good');
    const project = createProject(loaded.loaded);
    read(project);
    expect(project.environment.filesQuoting('chat.safe')).toEqual(['a.py', 'b.py']);
    // A module in no package has no dot in its name.
    expect(project.environment.filesQuoting('sockets')).toEqual(['a.py']);
  });
});
