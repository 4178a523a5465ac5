import type { LogEntry } from './logEntry.ts';

/** Where an exception was raised, as Python's traceback says. */
export interface TracebackPlace {
  /** As the log names it, without the `/app/` that containers put before it. */
  readonly file: string;
  readonly line: number;
  readonly function: string | null;
}

export interface Traceback {
  /** The class, without its module: `KeyError`. */
  readonly exception: string;
  readonly message: string;
  /** The last frame in the application's own code; the last of all where there is none. */
  readonly place: TracebackPlace | null;
}

const head = 'Traceback (most recent call last):';
const frameShape = /^\s*File "(?<file>[^"]+)", line (?<line>\d+)(?:, in (?<function>\S+))?/u;
const exceptionShape = /^(?<name>[A-Za-z_][\w.]*)(?::\s?(?<message>[^]*))?$/u;
const libraries = /(?:site-packages|dist-packages|\/lib\/python\d|^<)/u;

/** The tracebacks in lines that follow one another: of a chain ("During handling of …") each one. */
export function tracebacksIn(lines: readonly string[]): readonly Traceback[] {
  const found: Traceback[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]!.includes(head)) continue;
    const frames: TracebackPlace[] = [];
    let next = at + 1;
    for (; next < lines.length; next++) {
      const line = lines[next]!;
      const frame = frameShape.exec(line)?.groups;
      if (frame !== undefined)
        frames.push({
          file: frame['file']!.replaceAll('\\', '/').replace(/^\/(?:app|workspace|usr\/src\/app)\//u, ''),
          line: Number(frame['line']),
          function: frame['function'] ?? null,
        });
      else if (!/^(?:\s|$)/u.test(line)) break;
    }
    const raised = exceptionShape.exec((lines[next] ?? '').trim())?.groups;
    if (raised !== undefined)
      found.push({
        exception: raised['name']!.split('.').at(-1)!,
        message: raised['message'] ?? '',
        place: frames.findLast(({ file }) => !libraries.test(file)) ?? frames.at(-1) ?? null,
      });
    at = next - 1;
  }
  return found;
}

/** A traceback with the entry that began it. */
export interface PlacedTraceback extends Traceback {
  readonly entry: LogEntry;
}

/** More lines than any traceback that somebody reads. */
const mostLines = 200;

/**
 * Puts tracebacks together that a log has line by line, from the oldest line or from the newest, which is gcloud's order.
 * Entries that hold a whole traceback are taken as they are.
 */
export function createTracebackReader(): {
  readonly add: (entry: LogEntry) => readonly PlacedTraceback[];
  readonly end: () => readonly PlacedTraceback[];
} {
  let open: { readonly entry: LogEntry; readonly lines: string[] } | null = null;
  let before: string[] = [];

  const close = (): readonly PlacedTraceback[] => {
    if (open === null) return [];
    const { entry, lines } = open;
    open = null;
    return tracebacksIn(lines).map((each) => ({ ...each, entry }));
  };

  return {
    add(entry) {
      const lines = entry.message.split('\n');
      if (lines.length > 1 && entry.message.includes(head)) {
        before = [];
        return [...close(), ...tracebacksIn(lines).map((each) => ({ ...each, entry }))];
      }
      if (entry.message.includes(head)) {
        // The lines so far are what follows where the newest comes first: then they begin with a frame.
        const reversed = [entry.message, ...before.toReversed()];
        before = [];
        const closed = close();
        if (frameShape.test(reversed[1] ?? '') && tracebacksIn(reversed).length > 0)
          return [
            ...closed,
            ...tracebacksIn(reversed)
              .slice(0, 1)
              .map((each) => ({ ...each, entry })),
          ];
        open = { entry, lines: [entry.message] };
        return closed;
      }
      before.push(...lines);
      if (before.length > 2 * mostLines) before = before.slice(-mostLines);
      if (open === null) return [];
      open.lines.push(...lines);
      const isContinued = lines.every((line) => /^(?:\s|$)/u.test(line)) && open.lines.length < mostLines;
      return isContinued ? [] : close();
    },
    end: close,
  };
}
