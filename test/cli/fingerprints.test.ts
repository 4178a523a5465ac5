import { describe, expect, it } from 'vitest';
import { chat, makeFolder } from './runCli.ts';
import { resultsOf, sarifOf, uriOf } from './sarif.ts';

describe('what a violation is known by', () => {
  const python =
    'from chat.sockets import SocketHub\n\n\ndef first():\n    return SocketHub()\n\n\ndef second():\n    SocketHub()\n    return SocketHub()\n';
  const typescript =
    "import { Hub } from './legacy';\n\nexport const hub = (): Hub => {\n  new Hub();\n  return new Hub();\n};\n";
  const config = {
    sources: [
      ...(JSON.parse(chat['ssot.config.json']!) as { sources: object[] }).sources.map((source) => ({
        ...source,
        lookAlikes: ['*Hub*'],
      })),
      {
        id: 'web',
        language: 'typescript',
        module: 'web/hub',
        factory: { name: 'openHub' },
        classes: ['Hub'],
        legacyModules: ['web/legacy'],
        owners: ['web/hub.ts'],
      },
    ],
  };
  const files = {
    ...chat,
    'ssot.config.json': JSON.stringify(config),
    'web/hub.ts': 'export class Hub {}\nexport const openHub = (): Hub => new Hub();\n',
    'web/legacy.ts': "export { Hub } from './hub';\n",
  };
  const fingerprints = async (more: Readonly<Record<string, string>>, where: RegExp): Promise<unknown[]> => {
    const results = resultsOf(await sarifOf(makeFolder({ ...files, ...more })));
    return results
      .filter((result) => where.test(uriOf(result)))
      .map(({ ruleId, partialFingerprints }) => [ruleId, partialFingerprints]);
  };

  it('stays when 100 lines are put above it and the file gets another name', async () => {
    const lookAlike = `${python}\n\nclass OtherHub:\n    pass\n`;
    const before = await fingerprints({ 'chat/rooms.py': lookAlike, 'web/rooms.ts': typescript }, /rooms/);
    const after = await fingerprints(
      {
        'chat/inner/__init__.py': '',
        'chat/inner/halls.py': `${'# more\n'.repeat(100)}${lookAlike}`,
        'web/halls.ts': `${'// more\n'.repeat(100)}${typescript}`,
      },
      /halls/,
    );
    expect(new Set(before.map((each) => (each as string[])[0]))).toEqual(
      new Set(['legacy-import', 'direct-construction', 'look-alike-class']),
    );
    expect(before.length).toBeGreaterThanOrEqual(8);
    expect(after).toEqual(before);
  });

  it('tells equal ones of a file apart, and is another for another scope', async () => {
    const found = await fingerprints({ 'chat/rooms.py': python }, /rooms/);
    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(found.length);
    const renamed = await fingerprints({ 'chat/rooms.py': python.replace('first', 'third') }, /rooms/);
    expect(renamed.filter((each, at) => JSON.stringify(each) !== JSON.stringify(found[at]))).toHaveLength(1);
  });
});
