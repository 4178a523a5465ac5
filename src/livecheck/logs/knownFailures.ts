import type { LogEntry } from './logEntry.ts';

/** A failure of the catalogue, as a log shows it. */
export interface KnownFailure {
  /** `F01` to `F66`. */
  readonly failure: string;
  readonly text: string;
  /** Whether clients see it as a close with 1011. */
  readonly closesWith1011: boolean;
  readonly nextStep: string;
  readonly pattern: RegExp;
}

const known = (
  failure: string,
  closes: '1011' | 'other',
  pattern: RegExp,
  text: string,
  nextStep: string,
): KnownFailure => ({ failure, text, closesWith1011: closes === '1011', nextStep, pattern });

/**
 * What a log says of the failures of the catalogue. A log states causes where a client sees codes, so each entry has one; the
 * more particular stands first.
 */
export const knownFailures: readonly KnownFailure[] = [
  known(
    'F56',
    'other',
    /Multiple manager instances for user/u,
    'several managers were made for one user',
    'Make one manager per user, by the factory alone.',
  ),
  known(
    'F17',
    '1011',
    /Startup phase .* did not reach|RACE CONDITION DETECTED/u,
    'connections came before start-up was through',
    'Wait for the start-up phase before the service takes traffic.',
  ),
  known(
    'F38',
    '1011',
    /Factory SSOT validation failed|(?:maximum|limit)[^.]{0,40}(?:managers|connections)[^.]{0,30}(?:per user|reached|exceeded)/iu,
    'the manager factory refused: its limit per user, or its own validation',
    'Look for managers that are not released when their socket closes.',
  ),
  known(
    'F40',
    '1011',
    /(?:request_id|run_id|id manager)[^.]{0,60}(?:invalid|rejected|does not match|format)/iu,
    'an id made by one id manager was refused by another',
    'Make ids in one place.',
  ),
  known(
    'F43',
    '1011',
    /(?:cannot be|can't be|must not be) instantiated directly|Direct(?:ly)? instantiat/iu,
    'a manager was constructed directly, which it refuses',
    'Use the factory; ssot scan --rule direct-construction lists the places.',
  ),
  known(
    'F44',
    'other',
    /'function' object has no attribute 'can_handle'/u,
    'the list of handlers has a bare function in it',
    'Register a handler object.',
  ),
  known(
    'F45',
    'other',
    /has no attribute 'handle_message'/u,
    'the bridge has no handle_message',
    'Register a handler that has it.',
  ),
  known(
    'F22',
    'other',
    /has no attribute 'query_params'/u,
    'query parameters are read from what has none',
    'Read them from the WebSocket and not from the ASGI scope.',
  ),
  known(
    'F42',
    'other',
    /Need to call "accept" first/u,
    'the receive loop runs on a socket that is not accepted, or is gone',
    'Look for what runs before accept, and after close.',
  ),
  known(
    'F37',
    '1011',
    /(?:WebSocketState|Enum|enum)\b[^\n]{0,80}not JSON serializable|Object of type WebSocketState/u,
    'a value that is not JSON-serialisable was logged or sent',
    'Log its name or value.',
  ),
  known(
    'F39',
    '1011',
    /'NoneType' object is not callable/u,
    'a fallback import has made a function None',
    'Import it from its canonical module; ssot scan lists the fallbacks.',
  ),
  known(
    'F18',
    '1011',
    /(?:agent_supervisor|thread_service|supervisor|bridge)\b[^.\n]{0,40}\bis None\b|missing (?:critical )?dependenc/iu,
    'a dependency is missing when a client connects',
    'Start it before the service takes connections.',
  ),
  known(
    'F50',
    '1011',
    /SERVICE_INIT_FAILED|Service initialization failed|(?:main|factory|isolated|legacy) mode error|WebSocket manager (?:unavailable|is None|creation failed)/u,
    'the WebSocket manager could not be made',
    'Look for the exception of the manager factory before this entry.',
  ),
  known(
    'F32',
    '1011',
    /AttributeError[^\n]{0,80}auth|auth[^\n]{0,80}AttributeError/iu,
    'a refusal of a token failed itself',
    'Repair the refusal, so that it closes with 1008.',
  ),
  known(
    'F35',
    'other',
    /AUTH_CIRCUIT_BREAKER_OPEN|circuit breaker (?:is )?(?:now )?open/iu,
    'the authentication breaker is open',
    'Look for the refusals before it.',
  ),
  known(
    'F20',
    'other',
    /signature verification failed|InvalidSignatureError/iu,
    'a token is signed with another secret',
    'Compare the signing secrets of the two services.',
  ),
  known(
    'F08',
    'other',
    /403[^\n]{0,40}Not authenticated[^\n]{0,80}service|service:[\w-]+[^\n]{0,80}403/iu,
    'the internal service user was refused',
    'Look at the authentication between the services.',
  ),
  known(
    'F14',
    'other',
    /name 's' is not defined/u,
    'the health route itself has a NameError',
    'Repair the health route.',
  ),
  known(
    'F15',
    'other',
    /Error -3 (?:connecting|resolving)|Redis[^\n]{0,60}(?:unreachable|connection (?:failed|refused))/iu,
    'Redis cannot be reached',
    'Look at its address and the VPC connector.',
  ),
  known(
    'F10',
    'other',
    /(?:database|Cloud SQL|DB)[^\n]{0,60}(?:initiali[sz]ation|init)[^\n]{0,40}(?:timed out|timeout)/iu,
    'the database was not ready in time',
    'Look at the database and at the start-up limit.',
  ),
  known(
    'F11',
    'other',
    /ModuleNotFoundError|ImportError: cannot import name/u,
    'an import fails',
    'Put the module into the image, or import what is there; ssot scan --rule broken-import lists such imports.',
  ),
  known(
    'F55',
    'other',
    /AGENT_NOT_FOUND|Registry_size: 0|cannot pickle/u,
    'the agent registry is empty, or an agent cannot be run',
    'Look at the registration of agents at start-up.',
  ),
  known(
    'F16',
    'other',
    /service_not_ready/u,
    'the readiness middleware turned a request away',
    'Look at the readiness of the backend.',
  ),
  known(
    'F58',
    'other',
    /auth[^\n]{0,60}(?:cancelled|timed? ?out)/iu,
    'authentication was cancelled or ran out of time',
    'Look at the auth service at that time.',
  ),
];

/** The failure that the entry shows; undefined where it shows none that is known. */
export function knownFailureIn({ message }: Pick<LogEntry, 'message'>): KnownFailure | undefined {
  return knownFailures.find(({ pattern }) => pattern.test(message));
}
