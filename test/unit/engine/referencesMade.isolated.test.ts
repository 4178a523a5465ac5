import { beforeEach, expect, it, vi } from 'vitest';
import type * as Records from '../../../src/engine/python/records.ts';
import { openMemory } from './memoryWorkspace.ts';

const made = vi.hoisted(() => ({ references: 0, calls: 0 }));

vi.mock(import('../../../src/engine/python/records.ts'), async (original): Promise<typeof Records> => {
  const records = await original();
  return {
    ...records,
    ReferenceRecord: class extends records.ReferenceRecord {
      constructor(...given: ConstructorParameters<typeof Records.ReferenceRecord>) {
        super(...given);
        made.references++;
      }
    },
    CallRecord: class extends records.CallRecord {
      constructor(...given: ConstructorParameters<typeof Records.CallRecord>) {
        super(...given);
        made.calls++;
      }
    },
  };
});

const config = JSON.stringify({
  sources: [
    {
      id: 'hub',
      language: 'python',
      module: 'chat.hub',
      factory: { name: 'open_hub', context: 'session' },
      classes: ['Hub'],
      legacyModules: ['chat.old'],
      owners: ['chat/hub.py'],
      context: { names: ['session'] },
    },
  ],
});

const others = Array.from(
  { length: 500 },
  (_, i) => `def other_${i}(a, b):\n    return compute(a.first, key=b.second(a)[${i}])\n`,
).join('');

const using =
  'from chat.old import Hub\n\n\ndef chat(session):\n    hub = Hub(session)\n    return hub.send("hello")\n';

function checked(text: string): readonly string[] {
  const { analysis } = openMemory(
    new Map([
      ['ssot.config.json', config],
      ['chat/__init__.py', ''],
      [
        'chat/hub.py',
        'class Hub:\n    def __init__(self, session): ...\n\n\ndef open_hub(session):\n    return Hub(session)\n',
      ],
      ['chat/old.py', 'from chat.hub import Hub\n'],
      ['chat/app.py', text],
    ]),
  );
  made.references = 0;
  made.calls = 0;
  return analysis.check('chat/app.py').map(({ ruleId }) => ruleId);
}

beforeEach(() => {
  made.references = 0;
});

it('makes none of the references of a file that holds nothing of a source', () => {
  expect(checked(others)).toEqual([]);
  expect(made).toEqual({ references: 0, calls: 0 });
});

it('makes no more references for a file than those that it has of a source, however long it is', () => {
  const rules = checked(using);
  expect(rules).toContain('direct-construction');
  const few = { ...made };
  expect(few.references).toBeGreaterThan(0);
  expect(few.references).toBeLessThan(10);
  expect(checked(using + others)).toEqual(rules);
  expect(made).toEqual(few);
});
