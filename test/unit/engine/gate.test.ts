import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/engine/analysis.ts';
import type { FilePlan } from '../../../src/engine/fix/filePlan.ts';
import { fixFile } from '../../../src/engine/fix/fixFile.ts';
import { passGate, type GateCondition } from '../../../src/engine/fix/gate.ts';
import { movedTogether } from '../../../src/engine/fix/movedTogether.ts';
import { planFile } from '../../../src/engine/fix/plan.ts';
import type { TextEdit } from '../../../src/engine/text.ts';
import { parseArchive } from './archive.ts';
import { openMemory, parse, type MemoryWorkspace } from './memoryWorkspace.ts';

/**
 * Each condition of the gate against a plan that is wrong in one thing. The plan that was made for the same file, from
 * which the wrong one differs in that thing alone, passes: so it is that condition which holds it back.
 */
const base = parseArchive(
  readFileSync(join(import.meta.dirname, '../../fixtures/engine/python/base.txtar'), 'utf8'),
).files;
const file = 'chat/api.py';
const text = 'from chat.realtime import SocketHub, Frame\n\nprint(SocketHub, Frame)\n';

function open(files: Readonly<Record<string, string>> = {}): MemoryWorkspace & { plan: FilePlan } {
  const workspace = openMemory(new Map([...base, [file, text], ...Object.entries(files)]));
  const { analysis, environment } = workspace;
  const planned = planFile(analysis, environment, file, analysis.check(file));
  if (!planned.ok) throw new Error(planned.reason);
  return { ...workspace, plan: planned.plan };
}

/** What the gate says to the plan as it was made, and to that plan with something changed. */
function judge(
  workspace: MemoryWorkspace & { plan: FilePlan },
  change: Partial<FilePlan>,
): { readonly right: GateCondition | 'passes'; readonly wrong: GateCondition | 'passes' } {
  const verdict = (plan: FilePlan): GateCondition | 'passes' => {
    const result = passGate(workspace.analysis, workspace.environment, [plan]);
    return result.ok ? 'passes' : result.condition;
  };
  return { right: verdict(workspace.plan), wrong: verdict({ ...workspace.plan, ...change }) };
}

function replace(what: string, by: string, within = text): TextEdit {
  const start = within.indexOf(what);
  if (start < 0) throw new Error(`there is no ${what}`);
  return { span: { start, end: start + what.length }, text: by };
}

describe('the gate', () => {
  it('refuses what could not be read', () => {
    const edits = [replace('chat.realtime', 'chat.realtime.hub'), replace('Frame\n', '(Frame\n')];
    expect(
      judge(open(), { edits: [edits[0]!, { ...edits[1]!, span: { ...edits[1]!.span, end: 42 } }] }),
    ).toEqual({
      right: 'passes',
      wrong: 'syntax',
    });
  });

  it('refuses an outcome that the file still has the violation in', () => {
    expect(judge(open(), { edits: [] })).toEqual({ right: 'passes', wrong: 'fixed' });
    expect(judge(open(), { edits: [replace('chat.realtime', 'chat.realtime.compat')] }).wrong).toBe('fixed');
    const half = [
      replace('chat.realtime', 'chat.realtime.hub'),
      replace(', ', '\nfrom chat.realtime import '),
    ];
    expect(judge(open(), { edits: half }).wrong).toBe('fixed');
  });

  it('refuses another meaning of a name', () => {
    const edits = [replace('chat.realtime', 'chat.realtime.hub'), replace('Frame', 'HubEngine as Frame')];
    expect(judge(open(), { edits })).toEqual({ right: 'passes', wrong: 'identity' });
  });

  it('lets a name change its meaning only where that was the intent, and only that name', () => {
    const edits = [replace('chat.realtime', 'chat.realtime.hub'), replace('Frame', 'HubEngine as Frame')];
    expect(judge(open(), { edits, changed: [{ import: 0, imported: 1 }] }).wrong).toBe('passes');
    expect(judge(open(), { edits, changed: [{ import: 0, imported: 0 }] }).wrong).toBe('identity');
  });

  it('refuses another meaning of a name that is read in a function alone', () => {
    const local = 'def f(session):\n    from chat.realtime import Frame\n    return Frame, session\n';
    const edits = [
      replace('chat.realtime', 'chat.realtime.hub', local),
      replace('Frame', 'Frame as session', local),
    ];
    expect(judge(open({ [file]: local }), { edits })).toEqual({ right: 'passes', wrong: 'identity' });
  });

  it('refuses to take away a name that another file imports, or reaches through the module, or patches', () => {
    const edits = [replace('chat.realtime', 'chat.realtime.hub'), replace(', Frame', '')];
    const without = 'from chat.realtime import SocketHub, Frame\n\nprint(SocketHub)\n';
    const dropped = ['Frame'];
    const users = [
      'from chat.api import Frame\n',
      'from chat.api import *\n',
      'from chat import api\n\napi.Frame\n',
      'import chat.api as api\n\npatch.object(api, "Frame")\n',
      'patch("chat.api.Frame")\n',
    ];
    expect(judge(open({ [file]: without }), { edits, dropped }).wrong).toBe('passes');
    for (const user of users)
      expect(judge(open({ [file]: without, 'chat/user.py': user }), { edits, dropped }), user).toEqual({
        right: 'passes',
        wrong: 'bindings',
      });
  });

  it('refuses to take away what the file itself goes on to use', () => {
    const constructed =
      'from chat.realtime.hub import SocketHub\n\n\ndef connect(session):\n    return SocketHub(session=session)\n';
    const workspace = open({ [file]: constructed });
    const inCall = workspace.plan.edits.filter(({ span }) => span.start > constructed.indexOf('def'));
    expect(inCall).toHaveLength(1);
    expect(judge(workspace, { edits: inCall, dropped: [] })).toEqual({ right: 'passes', wrong: 'bindings' });
  });

  it('refuses to lose the only import that loads what does something then', () => {
    const first = 'from chat.effects import LIMIT\n';
    const files = { 'chat/effects.py': 'LIMIT = 3\nprint(LIMIT)\n', [file]: `${first}${text}` };
    const workspace = open(files);
    const site = { start: 0, end: first.length };
    const change = {
      edits: [...workspace.plan.edits, { span: site, text: '' }],
      sites: [...workspace.plan.sites, site],
      dropped: ['LIMIT'],
    };
    expect(judge(workspace, change)).toEqual({ right: 'passes', wrong: 'bindings' });
    const quiet = open({ ...files, 'chat/effects.py': 'LIMIT = 3\n' });
    expect(judge(quiet, change).wrong).toBe('passes');
    const loaded = open({ ...files, [file]: `${first}${text}import chat.effects\n` });
    expect(judge(loaded, change).wrong).toBe('passes');
  });

  it('refuses to bring a name in a function that reads it further up', () => {
    const inner =
      'from chat.realtime import Frame\n\n\ndef f():\n    print(Frame)\n    from chat.realtime import SocketHub\n    return SocketHub\n';
    const outer = replace('chat.realtime', 'chat.realtime.hub', inner);
    const wrong = replace(
      'chat.realtime import SocketHub',
      'chat.realtime.hub import SocketHub, Frame',
      inner,
    );
    expect(judge(open({ [file]: inner }), { edits: [outer, wrong] })).toEqual({
      right: 'passes',
      wrong: 'bindings',
    });
    const below = inner
      .replace('    print(Frame)\n', '')
      .replace('return SocketHub', 'return SocketHub, Frame');
    const right = replace('chat.realtime import SocketHub', wrong.text, below);
    expect(judge(open({ [file]: below }), { edits: [outer, right] }).wrong).toBe('passes');
  });

  it('refuses edits outside of import statements and calls, and sites that are neither', () => {
    const workspace = open();
    const stray: TextEdit = { span: { start: text.length, end: text.length }, text: '# done\n' };
    const edits = [...workspace.plan.edits, stray];
    expect(judge(workspace, { edits })).toEqual({ right: 'passes', wrong: 'untouched' });
    const sites = [...workspace.plan.sites, { start: 0, end: text.length }];
    expect(judge(workspace, { edits, sites }).wrong).toBe('untouched');
    expect(judge(workspace, { sites }).wrong).toBe('untouched');
  });

  it('refuses edits that overlap', () => {
    const workspace = open();
    const edits = [...workspace.plan.edits, { ...workspace.plan.edits[0]!, text: 'chat' }];
    expect(judge(workspace, { edits }).wrong).toBe('untouched');
  });

  it('refuses a new import cycle', () => {
    const hub = `from chat.api import HubEngine as Other\n${base.get('chat/realtime/hub.py')!}`;
    const local = 'from chat.realtime.engine import HubEngine\n';
    const { analysis, environment, plan } = open({ [file]: local, 'chat/realtime/hub.py': hub });
    expect(passGate(analysis, environment, [plan])).toMatchObject({ ok: false, condition: 'cycle' });
    const apart = open({ [file]: local });
    expect(passGate(apart.analysis, apart.environment, [apart.plan]).ok).toBe(true);
  });
});

describe('the gate over several files', () => {
  const late = 'def late():\n    from chat.realtime import SocketHub\n    return SocketHub\n';
  const test =
    'from unittest.mock import patch\n\nfrom chat import late\n\nwith patch("chat.realtime.SocketHub"):\n    late.late()\n';
  const files = new Map([...base, ['chat/late.py', late], ['tests/test_late.py', test]]);

  function plans(): { workspace: MemoryWorkspace; plans: FilePlan[] } {
    const workspace = openMemory(files);
    const { analysis, environment } = workspace;
    const [violation] = analysis.check('chat/late.py');
    const found = movedTogether(analysis, environment, violation!);
    if (!found?.ok) throw new Error('it has to move with the patch');
    const { violations, intents } = found.moved;
    const made = [...intents].map(([path, together]) =>
      planFile(analysis, environment, path, violations.get(path)!, together),
    );
    return { workspace, plans: made.flatMap((each) => (each.ok ? [each.plan] : [])) };
  }

  const verdict = ({ analysis, environment }: MemoryWorkspace, all: readonly FilePlan[]): string => {
    const result = passGate(analysis, environment, all);
    return result.ok ? 'passes' : result.condition;
  };

  it('lets all pass or none', () => {
    const { workspace, plans: all } = plans();
    expect(all.map((plan) => plan.file)).toEqual(['chat/late.py', 'tests/test_late.py']);
    expect(verdict(workspace, all)).toBe('passes');
    const [first, second] = all as [FilePlan, FilePlan];
    expect(verdict(workspace, [first, { ...second, edits: [] }])).toBe('fixed');
    const broken = { ...second.edits[0]!, text: 'chat.realtime.hub.SocketHub" "' };
    expect(verdict(workspace, [first, { ...second, edits: [{ ...broken, text: '"' }] }])).toBe('syntax');
  });

  it('refuses a string that would name nothing, or another object', () => {
    const { workspace, plans: all } = plans();
    const [first, second] = all as [FilePlan, FilePlan];
    const naming = (to: string): FilePlan => ({
      ...second,
      edits: [{ ...second.edits[0]!, text: to }],
      strings: [{ ...second.strings[0]!, to }],
    });
    expect(verdict(workspace, [first, naming('chat.realtime.hub.Gone')])).toBe('identity');
    expect(verdict(workspace, [first, naming('chat.realtime.hub.Frame')])).toBe('identity');
  });
});

describe('planning again', () => {
  it('goes on within one fix until nothing is left to do', () => {
    const { analysis, environment } = open({
      [file]: 'from chat.realtime.compat import Frame, helper\nfrom chat.realtime import HubEngine\n',
    });
    const fixed = fixFile(analysis, environment, file, 'safe');
    expect(fixed.text).not.toContain('from chat.realtime import');
    const again = open({ [file]: fixed.text });
    expect(fixFile(again.analysis, again.environment, file, 'safe').edits).toEqual([]);
  });

  it('leaves a file as it was that would be fixed without end', () => {
    const config = base.get('ssot.config.json')!.replace('chat.realtime.old_hub', 'chat.realtime.hug');
    const legacy = 'from chat.realtime.hug import HubEngine\n';
    const { analysis, environment } = open({ [file]: legacy, 'ssot.config.json': config });
    let times = 0;
    // Each outcome is read as if it still had a legacy import, by turns of one name and of the other.
    const endless = {
      ...environment,
      parse: (path: string, outcome: string) =>
        parse(
          path,
          outcome
            .replace('realtime.hub', 'realtime.hug')
            .replace(/HubEngine|SocketHub/, times++ % 2 === 0 ? 'SocketHub' : 'HubEngine'),
        ),
    };
    const fixed = fixFile(analysis, endless, file, 'repair');
    expect(times).toBeGreaterThan(2);
    expect(fixed).toMatchObject({ edits: [], text: legacy, fixed: [] });
    expect(fixed.refused.map(({ reason }) => reason)).toEqual(['its fix would be fixed again, without end']);
  });

  it('asks only for what was wanted', () => {
    const { analysis, environment } = open({
      [file]:
        'from chat.realtime.old_hub import HubEngine\n\n\ndef f(session):\n    return HubEngine(session=session)\n',
    });
    const fixed = fixFile(analysis, environment, file, 'repair', (found) =>
      found.ruleId === 'legacy-import' ? found : undefined,
    );
    expect(fixed.text).toContain('from chat.realtime.hub import HubEngine\n');
    expect(fixed.text).toContain('return HubEngine(session=session)');
    expect(fixed.fixed.map(({ ruleId }) => ruleId)).toEqual(['legacy-import']);
  });

  it('refuses an import of TypeScript that would escape a mock', () => {
    const files = parseArchive(
      readFileSync(join(import.meta.dirname, '../../fixtures/engine/typescript/base.txtar'), 'utf8'),
    ).files;
    const chat =
      "import { SocketService } from '../legacy/socketService';\nexport const chat = () => SocketService;\n";
    const mock = "import { chat } from './chat';\nvi.mock('../legacy/socketService', () => ({}));\nchat();\n";
    const workspace = openMemory(
      new Map([...files, ['src/app/chat.ts', chat], ['src/app/chat.test.ts', mock]]),
    );
    const { analysis, environment } = workspace;
    const unaware = { ...environment, mockingFiles: () => [] };
    const verdict = (mocked: typeof environment): GateCondition | 'passes' => {
      // A new analysis, since what mocks is remembered with it.
      const own = createAnalysis(analysis.config, analysis.host);
      const planned = planFile(
        createAnalysis(analysis.config, analysis.host),
        unaware,
        'src/app/chat.ts',
        own.check('src/app/chat.ts'),
      );
      if (!planned.ok) throw new Error(planned.reason);
      const result = passGate(own, mocked, [planned.plan]);
      return result.ok ? 'passes' : result.condition;
    };
    expect([verdict(unaware), verdict(environment)]).toEqual(['passes', 'identity']);
  });
});
