import type { IdentityMatch, PathAttempt, ProbeData } from '../../livecheck/observations.ts';
import { closeCodes } from '../../livecheck/protocol.ts';
import { variantNotes } from '../../livecheck/welcome.ts';
import { duration } from '../wording.ts';
import { authenticationTables } from './authenticationTables.ts';
import { certificateTable, deepHealthTable } from './environmentTables.ts';
import { isolationMatrix } from './isolationMatrix.ts';
import { errorTable, reconnectTables } from './resilienceTables.ts';
import { facts, type Table } from './table.ts';
import { timeline } from './timeline.ts';
import { waterfall } from './waterfall.ts';

/** What a probe has observed, as tables: what is drawn of it is drawn in them. */
export function probeTables(data: ProbeData): readonly Table[] {
  switch (data.kind) {
    case 'health':
      return [
        facts('What the answer says', [
          ['Service', data.service],
          ['State', data.state],
          ['Version', data.version],
        ]),
        waterfall(data.phases, 'Answer', 'Phases of the request'),
      ];
    case 'health-deep':
      return [deepHealthTable(data)];
    case 'certificate':
      return [certificateTable(data)];
    case 'paths':
      return [
        {
          caption: 'Paths in the order in which they were tried',
          head: ['Path', 'Answer', 'Time', 'Used'],
          rows: data.attempts.map((attempt) => [
            attempt.path,
            pathAnswer(attempt),
            attempt.outcome === 'not-tried' ? '' : duration(attempt.ms),
            attempt.path === data.chosen ? 'yes' : '',
          ]),
        },
      ];
    case 'handshake':
      return [
        waterfall(data.phases, 'Upgrade', 'Phases of the handshake'),
        facts('Subprotocol', [
          ['Offered', data.offered.join(', ') || 'none'],
          ['Selected', data.selected ?? 'none'],
        ]),
      ];
    case 'welcome':
      return [
        facts('The welcome', [
          ['Form', `${data.variant}: ${variantNotes[data.variant]}`],
          ['Lacks', data.missing.join(', ') || 'nothing'],
          ['User shown', data.userShown],
          ['Connection', data.connectionId],
          ['Came after', duration(data.ms)],
        ]),
      ];
    case 'identity':
      return [
        facts('Whose the socket is', [
          ['Asked for', data.requested],
          ['The server says', data.observed],
          ['Said in', data.source === null ? null : `the ${data.source}`],
          ['That is', identityWords[data.match]],
        ]),
      ];
    case 'liveness':
      return [
        facts('Round trips', [
          ['Protocol ping', data.protocolPingMs === null ? 'no answer' : duration(data.protocolPingMs)],
          [
            'Application ping',
            data.applicationPingMs === null ? 'no answer' : duration(data.applicationPingMs),
          ],
        ]),
      ];
    case 'close':
      return [
        facts('The close', [
          ['Code', `${data.code} ${closeCodes[data.code] ?? ''}`.trim()],
          ['Reason', data.reason || 'none given'],
          ['By', `the ${data.initiator}`],
        ]),
      ];
    case 'events':
      return [timeline(data)];
    case 'isolation':
      return [isolationMatrix(data)];
    case 'error-handling':
      return [errorTable(data)];
    case 'reconnect':
      return reconnectTables(data, identityWords);
    case 'jwt':
    case 'auth-none':
    case 'refusals':
    case 'e2e-headers':
    case 'transports':
      return authenticationTables(data);
  }
}

/** How well the user whom the server names is the one who was asked for. */
const identityWords: Readonly<Record<IdentityMatch, string>> = {
  full: 'the same, in full',
  prefix: 'the same as far as the server shows it, which others may share',
  substitute: 'a user that the server puts in the place of the one asked for',
  other: 'another user',
  unknown: 'not known: the server names no user',
};

function pathAnswer({ outcome, status, message }: PathAttempt): string {
  if (outcome === 'not-tried') return 'not tried';
  if (outcome === 'open') return 'opens';
  return status === null ? message : `HTTP ${status}`;
}
