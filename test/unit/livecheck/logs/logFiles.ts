import { readLog, type LogReading } from '../../../../src/livecheck/logs/readLog.ts';
import type { LogSummary } from '../../../../src/livecheck/logs/logSummary.ts';

/** Entries in the shape that Cloud Logging gives them, written for these tests. */

const module = 'netra_backend.app.websocket_core.websocket_manager';

/** The names that the runtime check finds when the manager's module is loaded first, sorted. */
export const nineNames = [
  'netra_backend.app.websocket_core.protocols.WebSocketManagerProtocol',
  'netra_backend.app.websocket_core.protocols.WebSocketManagerProtocolValidator',
  'netra_backend.app.websocket_core.unified_manager.WebSocketManagerMode',
  'netra_backend.app.websocket_core.unified_manager._UnifiedWebSocketManagerImplementation',
  `${module}.UnifiedWebSocketManager`,
  `${module}.WebSocketManagerFactory`,
  `${module}.WebSocketManagerMode`,
  `${module}.WebSocketManagerProtocol`,
  `${module}._UnifiedWebSocketManagerImplementation`,
];

export interface Told {
  readonly time?: string;
  readonly severity?: string;
  readonly message: string;
  readonly module?: string;
  readonly revision?: string;
}

export const cloudEntry = ({
  time = '2025-09-15T05:48:29.306485Z',
  severity = 'INFO',
  message,
  module: name = module,
  revision = 'netra-backend-staging-00659-q6z',
}: Told): object => ({
  insertId: '1',
  jsonPayload: { message, labels: { function: 'load', line: '377', module: name } },
  resource: {
    type: 'cloud_run_revision',
    labels: {
      location: 'us-central1',
      project_id: 'netra-staging',
      revision_name: revision,
      service_name: 'netra-backend-staging',
    },
  },
  severity,
  timestamp: time,
});

export const textEntry = (textPayload: string, time = '2025-09-14T00:51:15.307921Z'): object => ({
  textPayload,
  severity: 'ERROR',
  timestamp: time,
  resource: { labels: { revision_name: 'netra-backend-staging-00590-4m8' } },
});

export const found = `SSOT WARNING: Found other WebSocket Manager classes: [${nineNames.map((name) => `'${name}'`).join(', ')}]`;

export const loaded: readonly object[] = [
  cloudEntry({ message: found, severity: 'WARNING' }),
  cloudEntry({ message: 'WebSocket Manager SSOT validation: WARNING' }),
  cloudEntry({
    message: 'WebSocket Manager module loaded - SSOT consolidation active (Issue #824 remediation)',
  }),
];

/** As a stream of so many bytes at a time. */
export async function read(text: string | Uint8Array, size = 64 * 1024): Promise<LogReading> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return readLog(
    (async function* () {
      await Promise.resolve();
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    })(),
  );
}

export async function summaryOf(text: string | Uint8Array, size?: number): Promise<LogSummary> {
  const reading = await read(text, size);
  if (!reading.ok) throw new Error(reading.message);
  return reading.summary;
}
