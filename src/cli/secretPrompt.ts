import type { ReadStream, WriteStream } from 'node:tty';

/**
 * Asks for a secret on a terminal, showing nothing of what is typed. Gives null where the user ends the input (Ctrl-C, Ctrl-D)
 * or enters nothing. The question goes to stderr, so that stdout stays clean.
 */
export function promptForSecret(
  question: string,
  input: ReadStream,
  output: WriteStream,
): Promise<string | null> {
  return new Promise((resolve) => {
    let typed = '';
    output.write(`${question}: `);
    input.setRawMode(true);
    input.setEncoding('utf8');
    const finish = (value: string | null): void => {
      input.off('data', read);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(value === '' ? null : value);
    };
    const read = (chunk: string): void => {
      for (const character of chunk) {
        if (character === '\r' || character === '\n') {
          finish(typed);
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          finish(null);
          return;
        }
        typed = character === '\u007f' || character === '\b' ? typed.slice(0, -1) : typed + character;
      }
    };
    input.on('data', read);
    input.resume();
  });
}
