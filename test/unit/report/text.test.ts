import { describe, expect, it } from 'vitest';
import { createStyle } from '../../../src/report/style.ts';
import { renderText } from '../../../src/report/text.ts';
import { scan, violation } from './sample.ts';

describe('the text of a scan', () => {
  it('has a file whose name would command the terminal in one line, without its commands', () => {
    const file = 'chat/\u001b[2Jnew\nline\u202e.py';
    const parseErrors = [{ file, line: 3, message: 'invalid syntax' }];
    const text = renderText(scan([violation({ file })], { parseErrors }), createStyle(false));
    const shown = 'chat/\ufffd[2Jnew\ufffdline\ufffd.py';
    expect(text.split('\n')[0]).toBe(shown);
    expect(text).toContain(`${shown}:3: not read in full: invalid syntax\n`);
    expect(text).not.toContain('\u001b');
  });
});
