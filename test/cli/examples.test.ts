import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Log, Result } from 'sarif';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeGitFolder, type GitFolder } from './gitFolder.ts';
import { chat, makeFolder, runCli } from './runCli.ts';
import { resultsOf, sarifOf } from './sarif.ts';
import { examples, readExample, runStep, type Ran, type Runner, type Workflow } from './workflow.ts';

const root = join(import.meta.dirname, '../..');
const legacy = 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n';

/** What `npm pack` makes of this repository as it is built, and where `npm install --global` puts it. */
const packed = { file: '', prefix: '' };

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-packed-'));
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  execFileSync('npm', args, { cwd: root, stdio: 'pipe' });
  packed.file = join(folder, readdirSync(folder)[0]!);
  packed.prefix = join(folder, 'global');
}, 60_000);

function runnerIn(cwd: string, more: NodeJS.ProcessEnv = {}, expressions = {}): Runner {
  const path = [join(cwd, '.stubs'), join(packed.prefix, 'bin'), process.env['PATH']].join(delimiter);
  const env = { ...more, PATH: path, npm_config_prefix: packed.prefix, npm_config_offline: 'true' };
  return { cwd, env, expressions };
}

/** The workflow with the packed file in place of what a registry would have. */
function readWorkflow(file: string): Workflow {
  const workflow = readExample(file) as Workflow;
  return { ...workflow, env: { ...workflow.env, SSOT_PACKAGE: packed.file } };
}

/** Stands for GitHub's own command line, and writes down what it was asked. */
function stubGh(cwd: string): void {
  mkdirSync(join(cwd, '.stubs'));
  const stub = join(cwd, '.stubs/gh');
  writeFileSync(stub, '#!/bin/sh\nprintf "%s\\n" "$@" > gh.txt\n');
  chmodSync(stub, 0o755);
}

describe('the workflow for pull requests', () => {
  /** A clone on a topic branch, one legacy import ahead of a base that has two. */
  function pullRequest(more: Readonly<Record<string, string>> = {}): GitFolder {
    const origin = makeGitFolder({ ...chat, ...more });
    const clone = makeGitFolder({});
    clone.git('remote', 'add', 'origin', origin.path);
    clone.git('fetch', '--quiet', 'origin');
    clone.git('checkout', '--quiet', '-B', 'topic', 'origin/main');
    clone.write('chat/new.py', legacy);
    clone.write('chat/repair.py', '');
    clone.commit('Add one, and fix one');
    stubGh(clone.path);
    return clone;
  }

  /** Runs all steps. @param temporary the runner's own folder */
  function runOn(clone: GitFolder, temporary: string): ReadonlyMap<string, Ran> {
    const workflow = readWorkflow('github/ssot.yml');
    const runner = runnerIn(
      clone.path,
      {
        GITHUB_BASE_REF: 'main',
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'owner/repo',
        GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
        RUNNER_TEMP: temporary,
      },
      {
        'github.event.pull_request.head.sha': 'abc123',
        'github.event.pull_request.number': 7,
        'github.token': 'a token of the test',
      },
    );
    const ran = new Map<string, Ran>();
    let failed = false;
    for (const step of workflow.jobs['scan']!.steps) {
      if (step.run === undefined || (failed && !step.if?.includes('!cancelled()'))) continue;
      const outcome = runStep(workflow, step, runner);
      ran.set(step.name!, outcome);
      failed ||= outcome.code !== 0;
    }
    return ran;
  }

  it('annotates, writes alerts and comments on the difference', () => {
    const clone = pullRequest();
    const temporary = mkdtempSync(join(tmpdir(), 'ssot-runner-'));
    const ran = runOn(clone, temporary);
    expect(
      [...ran].map(([name, { code, stderr }]) => [name, code, stderr.replace(/^npm .*\n/gm, '')]),
    ).toEqual([
      ['Install', 0, ''],
      ['Annotate what changes', 1, ''],
      ['Check the baseline', 0, ''],
      ['Write the alerts', 0, ''],
      ['Compare with the base', 0, expect.stringContaining('Preparing worktree') as string],
      ['Comment', 0, ''],
    ]);
    expect(ran.get('Annotate what changes')!.stdout.split('\n').slice(1)).toEqual(['1 violation', '']);
    expect(ran.get('Annotate what changes')!.stdout).toMatch(/^::error file=chat\/new\.py,line=1,/);
    expect(readFileSync(join(temporary, 'summary.md'), 'utf8')).toMatch(/^## SSOT: 1 violation\n/);
    const alerts = JSON.parse(readFileSync(join(clone.path, 'ssot.sarif'), 'utf8')) as Log;
    expect(resultsOf(alerts)).toHaveLength(2);
    const comment = readFileSync(join(clone.path, 'comment.md'), 'utf8');
    expect(comment).toMatch(/^## SSOT: 1 new violation, 1 fixed\n/);
    expect(comment).toContain('(<https://github.example/owner/repo/blob/abc123/chat/new.py#L1>)');
    expect(readFileSync(join(clone.path, 'gh.txt'), 'utf8').split('\n')).toEqual([
      ...['pr', 'comment', '7', '--edit-last', '--create-if-none', '--body-file', 'comment.md', ''],
    ]);
    for (const { stdout } of ran.values()) expect(stdout).not.toContain('a token of the test');
  });

  it('fails on an entry of a baseline that is gone, and tells what was fixed of it', async () => {
    const folder = makeFolder(chat);
    await runCli(folder, 'baseline', 'write');
    const baseline = readFileSync(join(folder, 'ssot.baseline'), 'utf8');
    const clone = pullRequest({ 'ssot.baseline': baseline });
    clone.write('chat/new.py', '');
    clone.commit('Take back what was added');
    const ran = runOn(clone, mkdtempSync(join(tmpdir(), 'ssot-runner-')));
    expect(ran.get('Annotate what changes')!.code).toBe(0);
    expect(ran.get('Check the baseline')!.code).toBe(1);
    expect(ran.get('Check the baseline')!.stdout).toContain('1 entry is gone');
    const comment = readFileSync(join(clone.path, 'comment.md'), 'utf8');
    expect(comment).toMatch(/^## SSOT: 0 new violations, 1 fixed\n/);
    clone.write('ssot.baseline', baseline.replace(/^chat\/repair\.py\t.*\n/m, ''));
    expect((await runCli(clone.path, 'baseline', 'check')).code).toBe(0);
  });

  it('uploads what its commands write', () => {
    const { jobs, permissions } = readExample('github/ssot.yml') as Workflow;
    const upload = jobs['scan']!.steps.find(({ uses }) => uses?.includes('upload-sarif'));
    expect(upload?.with).toEqual({ sarif_file: 'ssot.sarif', category: 'ssot' });
    expect(permissions).toEqual({
      contents: 'read',
      'pull-requests': 'write',
      'security-events': 'write',
    });
  });
});

/** What tells one result from another, in an order of its own. */
const known = (results: readonly Result[]): string[] =>
  results.map((result) => JSON.stringify(result)).sort();

describe('the workflow in parts', () => {
  const files = {
    ...chat,
    ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`chat/many/m${at}.py`, legacy])),
    'chat/broken.py': 'x = = 1\nfrom chat.sockets import SocketHub\n',
    'chat/told.py': '# ssot-disable-next-line legacy-import -- why\nfrom chat.sockets import SocketHub\n',
  };

  it('has the alerts of the whole scan when its parts are merged', async () => {
    const workflow = readWorkflow('github/ssot-sharded.yml');
    const folder = makeGitFolder(files).path;
    const whole = await sarifOf(folder);
    const { scan, merge } = workflow.jobs;
    const { shard: shards } = scan!.strategy!.matrix;
    expect(shards).toHaveLength(Number(workflow.env['SHARDS']));
    expect(merge!.needs).toBe('scan');
    const upload = scan!.steps.find(({ uses }) => uses?.includes('upload-artifact'))!;
    const download = merge!.steps.find(({ uses }) => uses?.includes('download-artifact'))!;
    const target = join(folder, String(download.with!['path']));
    mkdirSync(target);
    for (const shard of shards!) {
      const runner = runnerIn(folder, {}, { 'matrix.shard': shard });
      for (const step of scan!.steps)
        if (step.run !== undefined) expect(runStep(workflow, step, runner).code).toBe(0);
      const written = String(upload.with!['path']).replace('${{ matrix.shard }}', String(shard));
      copyFileSync(join(folder, written), join(target, written));
    }
    mkdirSync(join(folder, '.github'));
    copyFileSync(join(examples, 'github/mergeSarif.mjs'), join(folder, '.github/mergeSarif.mjs'));
    for (const step of merge!.steps)
      if (step.run !== undefined)
        expect(runStep(workflow, step, runnerIn(folder))).toMatchObject({ code: 0, stderr: '' });
    const merged = JSON.parse(readFileSync(join(folder, 'ssot.sarif'), 'utf8')) as Log;
    expect(resultsOf(merged).length).toBeGreaterThan(30);
    expect(known(resultsOf(merged))).toEqual(known(resultsOf(whole)));
    const { results: _merged, ...rest } = merged.runs[0]!;
    const { results: _whole, ...restOfWhole } = whole.runs[0]!;
    expect(rest).toEqual(restOfWhole);
    expect(merged.runs).toHaveLength(1);
  });

  it('merges nothing where a part is missing, broken or of another kind', () => {
    const empty = { version: '2.1.0', runs: [{ tool: {}, invocations: [], results: [] }] };
    const part = (shard: string): string =>
      JSON.stringify({ ...empty, runs: [{ ...empty.runs[0], properties: { shard } }] });
    const folder = makeFolder({
      'a.sarif': JSON.stringify(empty),
      'b.sarif': JSON.stringify({ ...empty, runs: [{ ...empty.runs[0], tool: { version: '2' } }] }),
      '1.sarif': part('1/3'),
      '2.sarif': part('2/3'),
      '3.sarif': part('3/3'),
      'broken.sarif': '{',
      'none.sarif': '{"version":"2.1.0","runs":[]}',
    });
    const merge = (...args: readonly string[]): Ran =>
      runStep(
        { on: {}, permissions: {}, env: {}, jobs: {} },
        { run: `node '${join(examples, 'github/mergeSarif.mjs')}' ${args.join(' ')}` },
        runnerIn(folder),
      );
    const messages = [
      [['2', 'a.sarif'], 'there are 1 parts, not 2'],
      [['0'], 'there are 0 parts, not 0'],
      [['2', 'a.sarif', 'b.sarif'], 'b.sarif is from another version or configuration than a.sarif'],
      [['1', 'a.sarif'], 'a.sarif is no part, and not one of 1'],
      [['3', '1.sarif', '1.sarif', '2.sarif'], '1.sarif is part 1/3, as 1.sarif is'],
      [['2', '1.sarif', '3.sarif'], '1.sarif is part 1/3, and not one of 2'],
      [['1', 'broken.sarif'], 'broken.sarif: '],
      [['1', 'none.sarif'], 'none.sarif: this is no SARIF 2.1.0 log with one run and its results'],
      [['1', 'nowhere.sarif'], 'nowhere.sarif: ENOENT'],
    ] as const;
    for (const [args, message] of messages) {
      const { code, stdout, stderr } = merge(...args);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`mergeSarif: ${message}`);
    }
  });
});

describe('the batch spec for Sourcegraph', () => {
  interface BatchSpec {
    readonly name: string;
    readonly on: readonly Readonly<Record<string, string>>[];
    readonly workspaces: readonly Readonly<Record<string, string>>[];
    readonly steps: readonly {
      readonly run: string;
      readonly container: string;
      readonly env: Readonly<Record<string, string>>;
      readonly outputs: Readonly<Record<string, { readonly value: string }>>;
    }[];
    readonly changesetTemplate: Readonly<Record<string, unknown>>;
  }
  const spec = readExample('sourcegraph/ssot-fixes.batch.yaml') as BatchSpec;

  it('has the keys that Sourcegraph documents, and those that it asks for', () => {
    const keys = (value: object): string[] => Object.keys(value).sort();
    expect(keys(spec)).toEqual(['changesetTemplate', 'description', 'name', 'on', 'steps', 'workspaces']);
    expect(spec.name).toMatch(/^[\w.-]+$/);
    expect(spec.on.map(keys)).toEqual([['repositoriesMatchingQuery']]);
    expect(spec.workspaces.map(keys)).toEqual([['in', 'rootAtLocationOf']]);
    expect(spec.steps.map(keys)).toEqual([['container', 'env', 'outputs', 'run']]);
    expect(keys(spec.changesetTemplate)).toEqual(['body', 'branch', 'commit', 'published', 'title']);
    expect(keys(spec.changesetTemplate['commit'] as object)).toEqual(['message']);
    const used = /outputs\.(\w+)/.exec(spec.changesetTemplate['body'] as string)![1]!;
    expect(keys(spec.steps[0]!.outputs)).toEqual([used]);
  });

  it('fixes the repository that it runs in', async () => {
    const folder = makeGitFolder(chat);
    const [step] = spec.steps;
    const env = { SSOT_PACKAGE: packed.file };
    const ran = runStep(
      { on: {}, permissions: {}, env, jobs: {} },
      { run: step!.run },
      runnerIn(folder.path),
    );
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('2 violations fixed in 2 files');
    expect(folder.git('status', '--porcelain').split('\n')).toEqual([
      ' M chat/repair.py',
      ' M chat/safe.py',
      '',
    ]);
    expect((await runCli(folder.path, 'scan')).code).toBe(0);
  });
});

describe('the hooks for pre-commit', () => {
  interface Hook {
    readonly id: string;
    readonly entry: string;
    readonly language: string;
    readonly types_or: readonly string[];
  }

  it('are those that the example takes, and run what the package installs', () => {
    const hooks = readExample('../.pre-commit-hooks.yaml') as Hook[];
    const taken = readExample('pre-commit/.pre-commit-config.yaml') as {
      repos: { hooks: { id: string }[] }[];
    };
    expect(taken.repos[0]!.hooks.map(({ id }) => id).sort()).toEqual(hooks.map(({ id }) => id).sort());
    const workflow: Workflow = { on: {}, permissions: {}, env: { SSOT_PACKAGE: packed.file }, jobs: {} };
    const folder = makeFolder(chat);
    const runner = runnerIn(folder);
    expect(runStep(workflow, { run: 'npm install --global "$SSOT_PACKAGE"' }, runner).code).toBe(0);
    const run = (id: string): Ran => {
      const { entry, language } = hooks.find((hook) => hook.id === id)!;
      expect(language).toBe('node');
      return runStep(workflow, { run: `${entry} chat/safe.py chat/clean.py` }, runner);
    };
    expect(run('ssot-scan')).toMatchObject({ code: 1 });
    expect(run('ssot-fix')).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'chat/safe.py'), 'utf8')).toContain('from chat.hub import SocketHub');
    expect(readFileSync(join(folder, 'chat/repair.py'), 'utf8')).toBe(chat['chat/repair.py']);
    expect(run('ssot-scan')).toMatchObject({ code: 0 });

    expect(run('ssot-baseline')).toMatchObject({ code: 0, stdout: '' });
    expect(runStep(workflow, { run: 'ssot baseline write' }, runner).code).toBe(0);
    expect(run('ssot-baseline')).toMatchObject({ code: 0 });
    rmSync(join(folder, 'chat/repair.py'));
    expect(run('ssot-baseline').stdout).toContain('1 entry is gone');
    expect(run('ssot-baseline')).toMatchObject({ code: 1 });
  });
});
