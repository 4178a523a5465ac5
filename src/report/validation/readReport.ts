import { reportSchema, type ValidationReport } from './reportSchema.ts';

/** Reads the data of an earlier report. @returns what is wrong with it, as the end of a sentence that begins with its name */
export function readReport(
  json: string,
):
  | { readonly ok: true; readonly report: ValidationReport }
  | { readonly ok: false; readonly message: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, message: `it is no JSON: ${(error as Error).message}` };
  }
  const read = reportSchema.safeParse(value);
  if (read.success) return { ok: true, report: read.data };
  const { path, message } = read.error.issues[0]!;
  return { ok: false, message: `it is no report's data: ${path.join('.') || 'the whole'}: ${message}` };
}

/** Whether a file is the data of a report, of whatever version: another one is not to be written over. */
export function isReportData(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'schema_version' in value && 'report_id' in value;
  } catch {
    return false;
  }
}
