import { explain, type Explanation } from './explanation.ts';
import type { ServerError } from './message.ts';
import { candidate } from './probeContext.ts';

/**
 * What can lie behind an error message in the place of a welcome. Codes are few and say where something failed; what failed
 * is in the type of the exception and in its words.
 */
export function explainError(error: ServerError): Explanation {
  if (isBreaker(error)) return openBreaker;
  switch (error.code) {
    case 'AUTH_FAILED':
    case 'NO_TOKEN':
    case 'INVALID_FORMAT':
    case 'TOKEN_EXPIRED':
      return explain(
        'F20',
        'the token was refused: it is signed with another secret than the backend has',
        'Use the signing secret of this environment.',
        [candidate('F33', 'the token lacks a claim that the validator wants')],
      );
    case 'VALIDATION_FAILED':
      return explain(
        'F33',
        'the token lacks a claim that the validator wants',
        "Compare the token's claims with those of the auth service's own tokens.",
        [candidate('F20', 'it is signed with another secret')],
      );
    case 'SERVICE_INIT_FAILED':
      return /supervisor|thread[_ ]service|bridge/iu.test(error.words)
        ? explain(
            'F18',
            'a service that every connection needs does not exist when a client connects',
            'Look in the log of the start-up for why the service that the error names was not made.',
            [candidate('F50', 'the WebSocket manager could not be made')],
          )
        : noManager();
    case 'CONNECTION_ERROR':
      return explainException(error);
    case null:
    default:
      return explain(null, 'the server reports an error', 'Look at the error in the evidence.');
  }
}

/** An exception at connect, by its type and its words. */
function explainException({ type, words }: ServerError): Explanation {
  if (/not JSON serializable/iu.test(words))
    return explain(
      'F37',
      'a value that JSON has no form for is written to the log at every connection',
      'Have the log write the value of the enumeration in the place of the enumeration.',
    );
  if (words.includes("'NoneType' object is not callable"))
    return explain(
      'F39',
      'a function is None: an import failed, and its fallback put None in the place of the function',
      'Look in the log for the import that failed, and have it fail at start-up instead.',
      [candidate('F50', 'the WebSocket manager could not be made')],
    );
  if (/\b\w+_id\b.*(?:format|invalid|mismatch)|(?:invalid|unknown) \w+_id\b/iu.test(words))
    return explain(
      'F40',
      'one manager of ids rejects the id that another one has made',
      'Have one manager make and check the ids.',
      [candidate('F50', 'the WebSocket manager could not be made')],
    );
  if (type === 'AttributeError')
    return explain(
      'F32',
      'the token was refused, and the refusal itself failed',
      'Check the token; then make the refusal close with 1008.',
      [candidate('F50', 'the WebSocket manager could not be made')],
    );
  return noManager();
}

const noManager = (): Explanation =>
  explain(
    'F50',
    'the WebSocket manager could not be made',
    'Look in the log for the failure of the manager factory.',
  );

/** The breaker around the authentication refuses everybody while it is open; builds put it into the code or into the details. */
export const isBreaker = ({ code, reason }: ServerError): boolean =>
  code === 'AUTH_CIRCUIT_BREAKER_OPEN' || reason === 'AUTH_CIRCUIT_BREAKER_OPEN';

export const openBreaker: Explanation = explain(
  'F35',
  'too many refusals opened the authentication breaker',
  'Wait 30 s and run the check again.',
);
