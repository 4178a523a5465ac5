import type { ProbeData } from '../../livecheck/observations.ts';
import type { Table } from './table.ts';
import { waterfall } from './waterfall.ts';

/** What a probe has observed, as tables: what is drawn of it is drawn in them. */
export function probeTables(data: ProbeData): readonly Table[] {
  if (data.kind === 'health') return [waterfall(data.phases, 'Answer', 'Phases of the request')];
  if (data.kind === 'handshake') return [waterfall(data.phases, 'Upgrade', 'Phases of the handshake')];
  return [];
}
