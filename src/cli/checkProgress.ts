import { probes } from '../livecheck/protocol.ts';
import type { RunRecord } from '../livecheck/runRecord.ts';

/** A line on a terminal's stderr that says which probe is at work; nothing anywhere else. */
export function checkProgress(run: number, of: number) {
  const shown = process.stderr.isTTY;
  return {
    show(record: RunRecord) {
      if (!shown || record.current === null || record.started === null) return;
      const title = probes.find(({ id }) => id === record.current)?.title ?? record.current;
      const runs = of > 1 ? `run ${run} of ${of}, ` : '';
      process.stderr.write(
        `\r\u001b[K${runs}${record.results.length + 1}/${record.started.probes.length} ${title}`,
      );
    },
    clear() {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
