import { describe, expect, it } from 'vitest';
import { renderAgent } from '../../../src/report/agent.ts';
import { everything, scan, violation } from './sample.ts';

const fixCommand = 'ssot fix --write';
const commands = { fixCommand, explainCommand: 'ssot explain', folder: '' };

describe('the report for agents', () => {
  it('is what the golden file has', async () => {
    await expect(renderAgent(everything, commands)).toMatchFileSnapshot('golden/everything.agent.txt');
  });

  it('puts equal ones of a file on one line', () => {
    const violations = [3, 8, 13].map((line) => violation({ line }));
    expect(renderAgent(scan(violations), commands)).toBe(
      '3 violations in 1 file: 3 safe, 0 repair, 0 unsafe, 0 none\n' +
        'fix safe: ssot fix --write\n' +
        'why: ssot explain FILE:LINE\n' +
        'chat/rooms.py\n' +
        '3,8,13 legacy-import SocketHub from chat.sockets -> chat.hub [safe]\n',
    );
  });

  it('names no command where nothing can be fixed, or none is known', () => {
    const none = renderAgent(scan([violation({ kind: 'none' })]), commands);
    expect(none).not.toContain('ssot fix');
    expect(renderAgent(scan([violation()]), { ...commands, fixCommand: undefined })).not.toContain(
      'ssot fix',
    );
  });

  it('ends at its limit, the gravest first, and counts the rest', () => {
    const violations = Array.from({ length: 5000 }, (_, at) =>
      violation({
        file: `chat/f${at % 2500}.py`,
        line: at + 1,
        kind: at % 2500 === 2000 ? 'repair' : 'none',
      }),
    );
    const text = renderAgent(scan(violations), commands);
    expect(text.length).toBeLessThanOrEqual(20_000);
    const lines = text.trimEnd().split('\n');
    expect(lines[3]).toBe('chat/f2000.py');
    const shown = lines.filter((line) => line.startsWith('chat/')).length;
    expect(lines.at(-1)).toBe(
      `… ${(2500 - shown) * 2} more in ${2500 - shown} files: scan single paths to see them`,
    );
  });

  it('is one line where there is nothing', () => {
    expect(renderAgent(scan([]), commands)).toBe('no violations\n');
  });
});
