import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

interface ScanDocument {
  schemaVersion: number;
  root: string;
  summary: Record<string, unknown>;
  violations: {
    file: string;
    ruleId: string;
    module: string;
    names: string[];
    fix: { kind: string };
    phase: string | null;
  }[];
  parseErrors: { file: string; line: number; message: string }[];
}

/** The chat, and in a folder of it another one with a configuration of its own. */
const nested: Readonly<Record<string, string>> = {
  ...chat,
  ...Object.fromEntries(Object.entries(chat).map(([path, text]) => [`svc/${path}`, text])),
};

const parsed = (stdout: string): ScanDocument => JSON.parse(stdout) as ScanDocument;

describe('ssot scan', () => {
  it('writes one JSON document with the counts and the violations', async () => {
    const run = await runCli(makeFolder(chat), 'scan', '--format', 'json');
    const document = parsed(run.stdout);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe('');
    expect(document).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'ssot-migrator' },
      root: '.',
      summary: {
        filesSeen: 6,
        violations: 2,
        intentional: 0,
        suppressed: 0,
        byRule: { 'legacy-import': 2 },
        byPhase: { '1': 2 },
        byFix: { safe: 1, repair: 1, unsafe: 0, none: 0 },
        parseErrors: 0,
      },
    });
    expect(document.violations).toMatchObject([
      {
        ruleId: 'legacy-import',
        severity: 'error',
        phase: '1',
        source: 'hub',
        file: 'chat/repair.py',
        range: { start: { line: 1, column: 1 }, end: { line: 1, column: 32 } },
        form: 'from-import',
        module: 'chat.gone',
        names: ['SocketHub'],
        fix: { kind: 'repair' },
        reason: null,
      },
      { file: 'chat/safe.py', module: 'chat.sockets', names: ['SocketHub'], fix: { kind: 'safe' } },
    ]);
  });

  it('prints text by file, with what can be done', async () => {
    const { stdout } = await runCli(makeFolder(chat), 'scan');
    expect(stdout).toContain('chat/safe.py\n  1:1  error  SocketHub is imported from chat.sockets');
    expect(stdout).toContain('safe fix: Import SocketHub from chat.hub');
    expect(stdout).toContain('2 violations');
    expect(stdout).not.toContain('\u001b');
  });

  it('exits with 0 where there is nothing to report', async () => {
    const folder = makeFolder(chat);
    const run = await runCli(folder, 'scan', 'chat/clean.py');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('No violations.');
  });

  it('looks only at the paths it is given, by the configuration above them', async () => {
    const run = await runCli(join(makeFolder(chat), 'chat'), 'scan', 'safe.py', '--format', 'json');
    expect(parsed(run.stdout).violations.map(({ file }) => file)).toEqual(['chat/safe.py']);
  });

  it('takes another configuration, relative to the folder scanned', async () => {
    const { 'ssot.config.json': config, ...files } = chat;
    const folder = makeFolder(files);
    const elsewhere = makeFolder({ 'my.json': config! });
    const run = await runCli(elsewhere, 'scan', folder, '--config', 'my.json', '--format', 'json');
    expect(parsed(run.stdout).violations).toHaveLength(2);
  });

  it('narrows to a rule or a phase', async () => {
    const folder = makeFolder(chat);
    expect(
      parsed((await runCli(folder, 'scan', '--rule', 'broken-import', '--format', 'json')).stdout).violations,
    ).toEqual([]);
    expect(
      parsed((await runCli(folder, 'scan', '--phase', '1', '--format', 'json')).stdout).violations,
    ).toHaveLength(2);
    const unknown = await runCli(folder, 'scan', '--phase', '9');
    expect([unknown.code, unknown.stderr]).toEqual([2, 'ssot: there is no phase 9; there is 1, 2\n']);
  });

  it('narrows to a source, with what it shares with another', async () => {
    const shared = { legacyModules: ['chat.shim'] };
    const folder = makeFolder({
      'ssot.config.json': JSON.stringify({
        sources: [
          { ...shared, id: 'hub', module: 'chat.hub', classes: ['Hub'] },
          { ...shared, id: 'log', module: 'chat.log', classes: ['Log'] },
        ],
      }),
      'chat/__init__.py': '',
      'chat/hub.py': 'class Hub:\n    pass\n',
      'chat/log.py': 'class Log:\n    pass\n',
      'chat/shim.py': '__all__ = []\n',
      'chat/both.py': 'from chat.shim import Hub, Log\n',
      'chat/hubs.py': 'from chat.shim import Hub\n',
    });
    const filesOf = async (source: string): Promise<string[]> => {
      const run = await runCli(folder, 'scan', '--source', source, '--format', 'json');
      return parsed(run.stdout).violations.map(({ file }) => file);
    };
    expect(await filesOf('hub')).toEqual(['chat/both.py', 'chat/hubs.py']);
    expect(await filesOf('log')).toEqual(['chat/both.py']);
    const fixed = await runCli(folder, 'fix', '--source', 'log', '--repair', '--write');
    expect(fixed.stderr).toMatch(/^1 violation fixed in 1 file/);
    for (const command of ['scan', 'fix']) {
      const unknown = await runCli(folder, command, '--source', 'logs');
      expect([unknown.code, unknown.stderr]).toEqual([
        2,
        'ssot: there is no source logs; there is hub, log\n',
      ]);
    }
  });

  it('writes to a file', async () => {
    const folder = makeFolder(chat);
    const run = await runCli(folder, 'scan', '--format', 'json', '--output', 'out.json');
    expect(run.stdout).toBe('');
    expect(parsed(readFileSync(join(folder, 'out.json'), 'utf8')).violations).toHaveLength(2);
  });

  it('counts neither suppressed nor intentional violations, and lists them', async () => {
    const folder = makeFolder({
      ...chat,
      'chat/repair.py':
        '# ssot-disable-next-line legacy-import -- kept for the plugin\nfrom chat.gone import SocketHub\n',
      'chat/safe.py':
        'import pytest\n\nwith pytest.warns(DeprecationWarning):\n    from chat.sockets import SocketHub\n',
    });
    const run = await runCli(folder, 'scan', '--format', 'json');
    expect(run.code).toBe(0);
    expect(parsed(run.stdout).summary).toMatchObject({ violations: 0, intentional: 1, suppressed: 1 });
    expect(parsed(run.stdout).violations).toMatchObject([
      { suppressed: true, suppressionReason: 'kept for the plugin' },
      { suppressed: false, intentional: true },
    ]);
  });

  it('leaves out what the configuration and .gitignore exclude, and what lies in node_modules', async () => {
    const config = JSON.parse(chat['ssot.config.json']!) as object;
    const folder = makeFolder({
      ...chat,
      'ssot.config.json': JSON.stringify({ ...config, exclude: ['chat/safe.py'] }),
      '.gitignore': 'build/\n',
      'build/copy.py': chat['chat/safe.py']!,
      'node_modules/x/copy.py': chat['chat/safe.py']!,
    });
    const run = await runCli(folder, 'scan', '--format', 'json');
    expect(parsed(run.stdout).violations.map(({ file }) => file)).toEqual(['chat/repair.py']);
  });

  it('reports what a suppression suppressed until yesterday, and the suppression', async () => {
    const suppressed = (until: string): string =>
      `# ssot-disable-next-line legacy-import -- kept for the plugin [until ${until}] [owner @web]\n${chat['chat/safe.py']!}`;
    const folder = makeFolder({
      ...chat,
      'chat/expired.py': suppressed('2000-12-31'),
      'chat/valid.py': suppressed('2999-12-31'),
    });
    const { violations } = parsed((await runCli(folder, 'scan', '--format', 'json')).stdout);
    const of = (file: string) =>
      violations
        .filter((each) => each.file === file)
        .map(({ ruleId, ...rest }) => [ruleId, 'suppressed' in rest && rest.suppressed]);
    expect(of('chat/expired.py')).toEqual([
      ['unused-suppression', false],
      ['legacy-import', false],
    ]);
    expect(of('chat/valid.py')).toEqual([['legacy-import', true]]);
    for (const format of ['text', 'agent'])
      expect((await runCli(folder, 'scan', '--format', format)).stdout).toContain(
        'it expired on 2000-12-31; ask @web',
      );
  });
});

describe('ssot scan with a configuration below another', () => {
  it.each([
    ['chat/clean.py', 'svc/chat/safe.py'],
    ['svc/chat/safe.py', 'chat/clean.py'],
  ])('judges each of %s and %s by its own', async (...paths) => {
    const run = await runCli(makeFolder(nested), 'scan', ...paths);
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toContain('By svc/ssot.config.json:\n\nchat/safe.py\n  1:1  error  SocketHub');
    expect(run.stdout).toMatch(/By ssot\.config\.json:\n\nNo violations\. 0 of 1 files/);
  });

  it('leaves out what has none, and says so, where others have one', async () => {
    const folder = makeFolder({ ...nested, 'ssot.config.json': '{', 'docs/conf.py': '' });
    rmSync(join(folder, 'ssot.config.json'));
    for (const paths of [
      ['svc/chat/safe.py', 'docs/conf.py'],
      ['docs/conf.py', 'svc/chat/safe.py'],
    ]) {
      const run = await runCli(folder, 'scan', ...paths);
      expect([run.code, run.stderr]).toEqual([
        1,
        'ssot: left out, since no ssot.config.json is above it: docs/conf.py\n',
      ]);
    }
    const clean = await runCli(folder, 'scan', 'svc/chat/clean.py', 'docs/conf.py', '--format', 'json');
    expect([clean.code, parsed(clean.stdout).violations]).toEqual([0, []]);
    expect((await runCli(folder, 'scan', 'docs/conf.py')).code).toBe(2);
  });

  it('names the nested one where a folder is scanned, also from the cache', async () => {
    const folder = makeFolder({ ...nested, '.gitignore': 'out/\n', 'out/ssot.config.json': '{}' });
    const line = 'left out, as a project of its own: svc/ssot.config.json\n';
    for (const args of [[], [], ['--no-cache'], ['.', 'svc/chat/clean.py']])
      expect((await runCli(folder, 'scan', ...args)).stdout).toContain(line);
    for (const args of [['chat'], ['.', 'svc'], ['svc']])
      expect((await runCli(folder, 'scan', ...args)).stdout).not.toContain('left out');
    rmSync(join(folder, 'svc/ssot.config.json'));
    const run = await runCli(folder, 'scan');
    expect(run.stdout).not.toContain('left out');
    expect(run.stdout).toContain('svc/chat/safe.py');
  });

  it('makes no one document of several, and says which file is whose', async () => {
    const folder = makeFolder(nested);
    for (const option of [
      ['--format', 'json'],
      ['--format', 'sarif'],
      ['--baseline', 'ssot.baseline'],
    ]) {
      const run = await runCli(folder, 'scan', 'chat/clean.py', 'svc/chat/safe.py', ...option);
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('takes the files of one configuration, and these are of 2');
      expect(run.stderr).toContain('svc/ssot.config.json is for svc/chat/safe.py\n');
    }
    const phase = await runCli(folder, 'scan', '.', 'svc', '--phase', '9');
    expect(phase.stderr).toContain('ssot: svc/ssot.config.json: there is no phase 9');
  });
});
