/** A line on a terminal's stderr that shows how far long work is; nothing where stderr is no terminal. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let shown = false;
  let last = 0;
  return {
    show(text) {
      const now = Date.now();
      if (!stream.isTTY || now - last < 80) return;
      last = now;
      stream.write(`\r\u001b[2K${text}`);
      shown = true;
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}
