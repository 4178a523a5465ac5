import { explain, type Explanation } from './explanation.ts';
import type { ServerError } from './message.ts';
import { candidate } from './probeContext.ts';

/** A close that nobody asked for, with what the socket had been through. */
export interface CloseContext {
  readonly code: number;
  readonly reason: string;
  /** Milliseconds that the socket had been open. */
  readonly ageMs: number;
  /** Whether the server had welcomed the connection, so that the close is no answer to its being opened. */
  readonly welcomed: boolean;
  /** The last error message before the close, if any. */
  readonly error: ServerError | null;
}

/** A server that ends a connection with 1011 sooner than this does so because of how it was opened. */
const atConnectMs = 200;

/** What can lie behind a close. The code is read from the close frame: the same number in a text means nothing. */
export function explainClose({ code, reason, ageMs, welcomed, error }: CloseContext): Explanation {
  const said = reason === '' ? '' : ` ("${reason}")`;
  if (isCancelledValidation(error))
    return explain(
      'F58',
      `the validation of the token was cancelled after the connection had been accepted${said}`,
      'Find what cancels the validation, and finish it before the connection is accepted.',
    );
  if (isConnectionLimit(reason, error))
    return explain(
      'F38',
      `the user's limit of connections is reached${said}: sockets that are gone still count`,
      'Find why the end of a connection does not take it out of the count: its id may be another one there.',
    );
  switch (code) {
    case 1000:
      return welcomed
        ? explain(
            null,
            `the server ends a connection that it had welcomed, cleanly and without a reason of its own${said}`,
            'Look in the log for what ended the receive loop of this connection.',
            [
              candidate('F49', 'a message that is a JSON array ends the loop'),
              candidate('F58', 'the validation of the token was cancelled late'),
            ],
          )
        : explain(
            'F41',
            `the server ends its loop cleanly instead of serving the connection${said}`,
            'Look in the log for what ended the receive loop right after accept.',
            [
              candidate(
                'F49',
                'a message that is a JSON array ends the loop',
                'nothing was sent on this socket',
              ),
            ],
          );
    case 1001:
      return explain('F17', `the server is starting or shutting down${said}`, 'Run the check again in 30 s.');
    case 1006:
    case 1005:
      return explain(
        null,
        'the connection was lost: a new revision, a proxy, the 600 s limit of the platform, or a crash',
        'Run the check again, and look for a restart in the log.',
      );
    case 1008:
      return explain(
        'F20',
        `the server refuses the token${said}: it is signed with another secret than the backend has`,
        'Use the signing secret of this environment.',
        [
          candidate('F33', 'the token lacks a claim that the validator wants'),
          candidate(null, 'the origin of the connection is not allowed'),
        ],
      );
    case 1009:
      return explain(null, 'a message was too large for the server', 'Send less.');
    case 1011:
      return ageMs < atConnectMs && !welcomed
        ? explain(
            'F18',
            `a dependency is missing when a client connects${said}`,
            'Look in the log for the exception at connect.',
            [
              candidate('F32', 'the token was refused, with the wrong close code'),
              candidate('F50', 'the manager could not be made'),
              candidate('F38', "the user's limit of connections is reached"),
              candidate('F37', 'a value that is not JSON-serialisable is logged'),
            ],
          )
        : explain(
            null,
            `an exception while serving the connection${said}`,
            'Look in the log for the exception after the last frame.',
          );
    default:
      return explain(null, `closed with ${code}${said}`, 'Look at the log of the backend.');
  }
}

const isCancelledValidation = (error: ServerError | null): boolean =>
  error !== null && /valid|auth/iu.test(error.words) && /cancel|timed? ?out/iu.test(error.words);

/** The words of the factory that takes no more connections of a user. */
const isConnectionLimit = (reason: string, error: ServerError | null): boolean =>
  /Factory SSOT validation failed|maximum (?:number of )?(?:connections|managers)/iu.test(
    `${reason} ${error?.words ?? ''}`,
  );
