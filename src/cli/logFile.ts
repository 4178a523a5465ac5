import { createReadStream } from 'node:fs';
import { readLog, type LogReading } from '../livecheck/logs/readLog.ts';

/** Reads a log from a file, or from stdin for `-`; a message names what is wrong with it. */
export async function readLogFile(file: string): Promise<LogReading> {
  const name = file === '-' ? 'stdin' : file;
  try {
    const bytes = file === '-' ? process.stdin : createReadStream(file);
    const reading = await readLog(bytes as AsyncIterable<Uint8Array>);
    return reading.ok ? reading : { ok: false, message: `${name}: ${reading.message}` };
  } catch (error) {
    // An error of the file system names the path itself.
    if (error instanceof Error && 'code' in error) return { ok: false, message: error.message };
    throw error;
  }
}
