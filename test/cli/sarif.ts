import type { Log, Result } from 'sarif';
import { runCli } from './runCli.ts';

export async function sarifOf(cwd: string, ...args: readonly string[]): Promise<Log> {
  return JSON.parse((await runCli(cwd, 'scan', '--format', 'sarif', ...args)).stdout) as Log;
}

export function resultsOf(log: Log): Result[] {
  return log.runs[0]!.results!;
}

export function uriOf({ locations }: Result): string {
  return locations![0]!.physicalLocation!.artifactLocation!.uri!;
}
