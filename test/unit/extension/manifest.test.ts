import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { ruleIds } from '../../../src/engine/config/schema.ts';

const root = join(import.meta.dirname, '..', '..', '..');

interface Setting {
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  icon: string;
  activationEvents: string[];
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
    configuration: { properties: Record<string, Setting> };
    jsonValidation: { fileMatch: string; url: string }[];
    walkthroughs: { steps: { description: string; media: { markdown: string } }[] }[];
    typescriptServerPlugins: { name: string }[];
  };
  capabilities: Record<'untrustedWorkspaces' | 'virtualWorkspaces', { description: string }>;
};
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const files = await glob('src/extension/**/*.ts', { cwd: root });
const sources = files.map((file) => readFileSync(join(root, file), 'utf8'));

/** First groups of all matches in the extension's sources. */
function inSources(pattern: RegExp): Set<string> {
  return new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, found]) => found ?? '')));
}

describe('the manifest', () => {
  it('contributes the commands that have a handler, and no other', () => {
    const handled = inSources(/registerCommand\(\s*'(ssot\.\w+)'/g);
    expect([...handled].sort()).toEqual([...commands].sort());
  });

  it('gives every command a title without the category, which is the same for all', () => {
    for (const { command, title, category } of contributes.commands) {
      expect(category, command).toBe('SSOT');
      expect(title, command).toMatch(/^[A-Z]/);
      expect(title, command).not.toContain('SSOT');
    }
  });

  it('speaks of no command that is not there', () => {
    for (const { command } of contributes.menus.commandPalette) expect(commands).toContain(command);
    const linked = contributes.walkthroughs
      .flatMap(({ steps }) => steps)
      .flatMap(({ description }) =>
        [...description.matchAll(/\(command:(ssot\.\w+)\)/g)].map(([, id]) => id),
      );
    expect(linked.length).toBeGreaterThan(0);
    for (const command of linked) expect(commands).toContain(command);
  });

  it('gives every setting a scope, a description and a default', () => {
    const settings = Object.entries(contributes.configuration.properties);
    expect(settings.length).toBeGreaterThan(0);
    for (const [name, { scope, markdownDescription, default: value }] of settings) {
      expect(name).toMatch(/^ssot\./);
      expect(scope, name).toMatch(/^(window|resource|machine-overridable)$/);
      expect(markdownDescription, name).toMatch(/\.$/);
      expect(value, name).toBeDefined();
    }
  });

  it('contributes the settings that are read, and no other', () => {
    const own = inSources(/section\.(?:get|inspect)(?:<[^>]+>)?\('([\w.]+)'/g);
    const names = Object.keys(contributes.configuration.properties).map((name) =>
      name.replace(/^ssot\.(liveCheck\.)?/, ''),
    );
    // Other extensions' settings are read too; those are not ours to contribute.
    expect(names.filter((name) => !own.has(name))).toEqual([]);
    expect([...own].filter((name) => !names.includes(name) && name !== 'validate.enable')).toEqual([]);
  });

  it('is activated by a configuration and by the languages that it analyzes', () => {
    expect(manifest.activationEvents).toContain('workspaceContains:**/ssot.config.json');
    expect(manifest.activationEvents).not.toContain('*');
    expect(manifest.activationEvents).not.toContain('onStartupFinished');
  });

  it('says why it is limited where it is', () => {
    for (const { description } of Object.values(manifest.capabilities)) expect(description).toMatch(/\.$/);
  });

  it('names files that are there', () => {
    const files = [
      manifest.icon,
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
      ...ruleIds.map((rule) => `media/rules/${rule}.md`),
      ...contributes.jsonValidation.map(({ url }) => url),
    ];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has an icon of 128 by 128 pixels', () => {
    const png = readFileSync(join(root, manifest.icon));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([128, 128]);
  });

  it('has a page for every rule that begins with the rule', () => {
    for (const rule of ruleIds)
      expect(readFileSync(join(root, 'media', 'rules', `${rule}.md`), 'utf8')).toMatch(
        new RegExp(`^# ${rule}\n`),
      );
  });
});
