import { explain, type Explanation } from './explanation.ts';
import { candidate } from './probeContext.ts';
import type { NetworkProblem } from './networkProblem.ts';
import type { Cause } from './protocol.ts';
import { explainTls } from './tlsCauses.ts';

/*
 * What can lie behind a failure that a client sees: the decision table of the failure catalogue. A client sees a code, not a
 * cause, so each answer has its candidates, most likely first.
 */
export type { Explanation };

const tooMany = explain(
  'F07',
  'too many requests: the edge bans this address for minutes',
  'Stop, and wait ten minutes.',
);

/** No answer at all. */
export function explainProblem(problem: NetworkProblem): Explanation {
  switch (problem.category) {
    case 'dns':
      return explain('F05', 'the host name is wrong, or it moved', 'Correct the host name of the target.');
    case 'tls':
      return explainTls(problem.code);
    case 'refused':
      return explain(
        null,
        'no process listens there',
        'Start the backend, or correct the port of the target.',
      );
    case 'unreachable':
      return explain(
        null,
        'there is no route to the host',
        'Check the network, the VPN and the firewall between here and the host.',
      );
    case 'timeout':
      return explain(
        'F09',
        'the backend accepts connections and does not answer, or is still starting',
        'Look at the log of the backend, and run the check again in a minute.',
        [
          candidate('F10', 'the database is slow to initialise, so that the application never gets ready'),
          candidate('F17', 'a cold start'),
        ],
      );
    case 'reset':
      return explain(
        null,
        'the process closed the connection: it crashed, it expects TLS, or it does not speak HTTP',
        'Check scheme and port of the target, and look at the log of the backend.',
      );
    case 'not-http':
      return explain(
        null,
        'another service listens there, or it expects TLS',
        'Check the port, and whether the scheme should be https.',
      );
    case 'subprotocol':
      return explain(
        'F23',
        'the server accepts the connection and selects no subprotocol',
        'Make the backend echo one of the offered subprotocols.',
      );
    case 'too-large':
      return explain(
        null,
        "a message is larger than the backend's own limit of 1 MiB",
        'Find what sends a message of this size.',
      );
    case 'flood':
      return explain(null, 'the server sends without being asked', 'Find what sends these messages.');
    case 'banned':
      return tooMany;
    case 'cancelled':
    case 'other':
      return explain(null, problem.message, 'Read the message and run the check again.');
  }
}

export const isHtml = (headers: Readonly<Record<string, string>>, body: string): boolean =>
  (headers['content-type'] ?? '').includes('html') || /^\s*<(?:!doctype|html)/iu.test(body);

/** An HTTP answer to an upgrade. 403 has five causes; which of them was ruled out is for the probe to add. */
export function explainStatus(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): Explanation {
  const html = isHtml(headers, body);
  if (status >= 300 && status < 400)
    return explain(
      'F05',
      `the host redirects to ${headers['location'] ?? 'another place'}, and redirects are not followed with a token`,
      'Give the address that the redirect leads to as the target, if it is the backend.',
    );
  switch (status) {
    case 200:
      return html
        ? explain(
            'F05',
            'a web page answers here, not the backend',
            "Use the API's host, not the frontend's.",
          )
        : explain('F01', 'something answers here that is no WebSocket', 'Check host and path of the target.');
    case 401:
      return explain(
        null,
        'an older build that refuses before the upgrade, or access control in front of the service',
        'Try the same token on an HTTP route, and look at the www-authenticate header.',
      );
    case 403:
      return html
        ? explain(
            'F07',
            'blocked at the edge, not by the application',
            'Wait ten minutes, and probe less often or from another address.',
          )
        : explain(
            'F17',
            'the server closed before accepting: it is not ready',
            'Look for "Service not ready" in the log of the backend, and which of its services did not start.',
            refusedCandidates,
          );
    case 404:
    case 405:
      return explain(
        'F01',
        'this revision has no WebSocket on the path',
        'Correct the list of WebSocket paths of the target.',
      );
    case 400:
    case 408:
    case 503:
      if (headers['x-issue-449-fix'] !== undefined)
        return explain(
          'F16',
          'the readiness middleware in front of the application turned the request away',
          'Run the check again in ten seconds; if it stays, look at the readiness of the backend.',
        );
      return status === 400
        ? explain(
            null,
            'the server finds something wrong with the request itself',
            'Read in the body of the answer what it does not take.',
          )
        : explain('F12', 'the service is not up', 'Look at /health and at the log of the newest revision.', [
            candidate('F10', 'the database is slow to initialise'),
            candidate('F11', 'an import fails at start'),
            candidate('F09', 'the backend is down'),
          ]);
    case 426:
      return explain(
        null,
        'the server takes no upgrade of this kind here',
        'Check host and path of the target.',
      );
    case 429:
      return tooMany;
    case 500:
      return explain(
        'F17',
        'the connection was queued during start-up and not accepted',
        'Run the check again in 15 to 30 s; if it stays, look for an exception before accept in the log.',
        [
          candidate('F21', 'an exception before accept: a missing import'),
          candidate('F22', 'reading of query parameters from the ASGI scope fails'),
        ],
      );
    case 502:
    case 504:
      return explain(
        'F12',
        'the gateway has no backend that answers',
        'Look at the state of the newest revision.',
      );
    default:
      return explain(
        null,
        `HTTP ${status} is not known from this backend`,
        'Look at the evidence for the answer.',
      );
  }
}

/** The causes of a 403 with an empty body beside "not ready". */
export const refusedCandidates: Cause['candidates'] = [
  candidate('F25', 'none of the offered subprotocols is supported'),
  candidate('F28', 'the path does not exist (this server answers 403, not 404, to an upgrade there)'),
  candidate('F20', 'older builds: the token is signed with another secret than the backend has'),
  candidate('F07', 'blocked at the edge, or by access control of the platform'),
];
