import { readCheckDocument } from '../../report/validation/checkDocument.ts';
import { given, missing, type ReportInput } from '../../report/validation/input.ts';
import { isWhole } from '../liveCheck/memory.ts';
import { runDocument, type Tool } from '../liveCheck/runDocument.ts';
import type { RunRecord } from '../liveCheck/runRecord.ts';

/** The panel's last run for a report; the reason where there is none that could be reported about. */
export function checkInput(record: RunRecord | null, tool: Tool): ReportInput['check'] {
  if (record === null) return missing('no live check was run in this workspace');
  const { state, message } = record.view;
  if (state === 'running') return missing('the live check is not finished');
  if (state === 'refused' || state === 'crashed')
    return missing(`the live check did not run: ${message ?? state}`);
  if (!isWhole(record))
    return missing('of the last live check not all evidence is kept any more; run it again');
  const reading = readCheckDocument(runDocument(record, tool));
  return reading.ok
    ? given({ name: `the live check of ${record.view.startedAt}`, document: reading.check })
    : missing(`the last live check cannot be read: ${reading.message}`);
}
