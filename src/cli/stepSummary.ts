import { appendFileSync, statSync } from 'node:fs';

/** GitHub takes so many bytes from all that one step writes, and nothing at all beyond them. */
const limit = 1024 * 1024;

/**
 * Adds to the summary of the GitHub job that this runs in; does nothing anywhere else.
 *
 * @param render writes a text of at most so many bytes
 * @returns what went wrong; the place is not named, since it comes from the environment
 */
export function writeStepSummary(render: (bytes: number) => string): string | undefined {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return undefined;
  try {
    const written = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const text = render(limit - written - 1);
    if (written + Buffer.byteLength(text) + 1 > limit)
      return 'the job summary was left as it is: there is no room in it';
    appendFileSync(file, `${text}\n`);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `the job summary could not be written (${code})`;
  }
}
