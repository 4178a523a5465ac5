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

/** Runs work that yields how far it is, and shows that. */
export function runWithProgress<Result>(
  steps: Iterator<{ readonly done: number; readonly total: number }, Result>,
  doing: string,
): Result {
  const progress = createProgressLine();
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return step.value;
    }
    progress.show(`${doing} ${step.value.done} of ${step.value.total} files`);
  }
}
