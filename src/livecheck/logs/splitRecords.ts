import { LogProblem } from './logEntry.ts';

/** One record of a log in its raw form, with the 1-based line in which it begins. */
export interface RawRecord {
  readonly kind: 'object' | 'line';
  readonly text: string;
  readonly line: number;
}

/** A record that is longer, in characters, is no log entry: Cloud Logging takes 256 KB at most. */
export const longestRecord = 1024 * 1024;
/** So much of the beginning shows of what form a file is. */
const headLength = 4096;

/**
 * Cuts a log into records as it comes in: the objects of a JSON array, objects that are written over several lines, or else
 * lines, of which some may be JSON. Holds one record at a time.
 *
 * @throws LogProblem
 */
export async function* splitRecords(chunks: AsyncIterable<string>): AsyncGenerator<RawRecord> {
  const source = chunks[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (head.trimStart().length < headLength && !ended) {
    const next = await source.next();
    if (next.done === true) ended = true;
    else head += next.value;
    if (head.length > longestRecord) break;
  }
  if (head.includes('\0')) throw new LogProblem('it is no text');
  if (head.trim() === '') throw new LogProblem('it is empty');
  if (/^---\r?\n(?:\w+:)/u.test(head.trimStart()) && /^(?:insertId|logName):/mu.test(head))
    throw new LogProblem("it is YAML, gcloud's default; read the log with --format json");
  const rest = async function* (): AsyncGenerator<string> {
    yield head;
    while (!ended) {
      const next = await source.next();
      if (next.done === true) return;
      yield next.value;
    }
  };
  const start = head.trimStart();
  const isArray = /^\[\s*(?:\{|\]|$)/u.test(start);
  if (isArray || /^\{\s*\r?\n/u.test(start)) yield* splitObjects(rest(), isArray);
  else yield* splitLines(rest());
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<RawRecord> {
  let carried = '';
  let line = 1;
  for await (const chunk of chunks) {
    const text = carried + chunk;
    let from = 0;
    for (let end = text.indexOf('\n', carried.length); end >= 0; end = text.indexOf('\n', from)) {
      yield lineRecord(text.slice(from, end), line++);
      from = end + 1;
    }
    carried = text.slice(from);
    if (carried.length > longestRecord) throw tooLong(line);
  }
  if (carried !== '') yield lineRecord(carried, line);
}

function lineRecord(text: string, line: number): RawRecord {
  const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
  return { kind: bare.trimStart().startsWith('{') ? 'object' : 'line', text: bare, line };
}

const quote = 34;
const backslash = 92;
const opening = 123;
const closing = 125;
const newline = 10;

/** The objects at the top of an array, or one after the other; strings are minded, values are not read. */
async function* splitObjects(chunks: AsyncIterable<string>, isArray: boolean): AsyncGenerator<RawRecord> {
  let text = '';
  let at = 0;
  let start = -1;
  let depth = 0;
  let inString = false;
  let line = 1;
  let startLine = 1;
  let count = 0;
  let isClosed = false;
  for await (const chunk of chunks) {
    const keptFrom = start >= 0 ? start : at;
    text = text.slice(keptFrom) + chunk;
    at -= keptFrom;
    if (start >= 0) start = 0;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === newline) line++;
      if (inString) {
        if (code === backslash) {
          // What is escaped may be in the next chunk.
          if (at + 1 >= text.length) break;
          at++;
        } else if (code === quote) inString = false;
      } else if (depth > 0) {
        if (code === quote) inString = true;
        else if (code === opening) depth++;
        else if (code === closing && --depth === 0) {
          count++;
          yield { kind: 'object', text: text.slice(start, at + 1), line: startLine };
          start = -1;
        }
      } else if (code === opening && !isClosed) {
        depth = 1;
        start = at;
        startLine = line;
      } else if (isArray && code === 93) isClosed = true;
      else if (!isBetween(code, isArray))
        throw new LogProblem(
          `line ${line}: "${text.slice(at, at + 20)}" stands where a log entry should begin`,
        );
    }
    if (start >= 0 && text.length - start > longestRecord) throw tooLong(startLine);
  }
  if (depth > 0 || (isArray && !isClosed))
    throw new LogProblem(
      `its JSON is cut off after ${count} entries, in line ${depth > 0 ? startLine : line}`,
    );
}

/** What may stand between the entries: blanks, and in an array its bracket and commas. */
function isBetween(code: number, isArray: boolean): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (isArray && (code === 44 || code === 91));
}

function tooLong(line: number): LogProblem {
  return new LogProblem(
    `line ${line}: an entry of more than ${longestRecord / 1024 / 1024} MiB is no log entry`,
  );
}
