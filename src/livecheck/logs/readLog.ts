import { TextDecoder } from 'node:util';
import { entryFromJson } from './fromCloud.ts';
import { entryFromText } from './fromText.ts';
import { LogProblem, type LogEntry } from './logEntry.ts';
import type { LogSummary } from './logSummary.ts';
import { splitRecords, type RawRecord } from './splitRecords.ts';
import { createSummary } from './summarize.ts';

export type LogReading =
  { readonly ok: true; readonly summary: LogSummary } | { readonly ok: false; readonly message: string };

/**
 * Reads a deployment log as it comes: `gcloud logging read --format json` (one array, or objects one after the other), lines
 * of JSON, or plain text, in UTF-8 or as a Windows shell writes it, in UTF-16. Of the log itself no more than one entry is held.
 *
 * @returns what it says, redacted; or what is wrong with it, as the end of a sentence that begins with the file's name
 */
export async function readLog(bytes: AsyncIterable<Uint8Array>): Promise<LogReading> {
  const summary = createSummary();
  let unreadable = 0;
  let isLog = false;
  try {
    for await (const record of splitRecords(decoded(bytes))) {
      const entry = entryOf(record);
      if (entry === undefined) continue;
      if (entry === 'unreadable') {
        unreadable++;
        continue;
      }
      isLog ||= record.kind === 'object' || entry.time !== null || entry.severity !== null;
      summary.add(entry);
    }
  } catch (error) {
    if (error instanceof LogProblem) return { ok: false, message: error.message };
    throw error;
  }
  const found = summary.end(unreadable);
  // The excerpt of a log may have no times; what says nothing at all that is looked for is another kind of file.
  if (!isLog && found.tracebacks.length + found.ssot.levels.length + found.failures.length === 0)
    return {
      ok: false,
      message: 'no entry of a log was found in it: no JSON, no line with a time or a level',
    };
  return { ok: true, summary: found };
}

function entryOf({ kind, text, line }: RawRecord): LogEntry | 'unreadable' | undefined {
  if (kind === 'line') return text.trim() === '' ? undefined : entryFromText(text, line);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // A line may begin with a brace by chance; an object that was cut out of an array does not.
    if (text.includes('\n')) throw new LogProblem(`line ${line}: ${(error as Error).message}`);
    return 'unreadable';
  }
  return entryFromJson(value, line);
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      if (chunk[0] === 0x1f && chunk[1] === 0x8b) throw new LogProblem('it is compressed; unpack it first');
      const isWide = chunk[0] === 0xff && chunk[1] === 0xfe;
      decoder = new TextDecoder(isWide ? 'utf-16le' : 'utf-8');
    }
    yield decoder.decode(chunk, { stream: true });
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}
