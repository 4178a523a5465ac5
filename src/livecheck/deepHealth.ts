import { excerpt, isObject, text, type Fields } from './message.ts';

/** What a body of a health endpoint says, whichever of the backend's forms it has. */
export interface DeepHealth {
  /** `healthy`, `ready`, `degraded`, `unhealthy`, `not_ready`; null where the body names none. */
  readonly state: string | null;
  /** What is not well, in the body's own names with what it says about each. */
  readonly degraded: readonly string[];
  readonly error: string | null;
  /** Names of the dependencies that could not be connected to at all. */
  readonly unreachable: readonly string[];
}

/** A dependency that answers later than this is not well: the good ones were seen at 50 to 122 ms, the bad one at 5 s. */
const slowDependencyMs = 1_000;
/** What `/health/ready` says of a database that is well, or that is meant to be absent. */
const goodStates = new Set(['connected', 'skipped_optional', 'disabled_optional', 'healthy', 'ready', 'ok']);

/** Reads the forms of `/api/health`, `/health/ready` and `/health/backend`; a 503 wraps them in `detail`. */
export function readDeepHealth(body: Fields | null): DeepHealth {
  const inner = body?.['detail'];
  const fields: Fields = isObject(inner) ? inner : (body ?? {});
  const degraded = [
    ...checksOf(fields['checks']),
    ...databasesOf(fields),
    ...readinessOf(fields[webSocketReadiness]),
    ...servicesOf(fields['degraded_services']),
    ...namesOf(fields['failed_services']),
    ...capabilitiesOf(fields['capabilities']),
  ];
  const said = text(fields['error']) ?? text(fields['message']) ?? text(inner);
  return {
    state: text(fields['status']),
    degraded: [...new Set(degraded.map(excerpt))],
    error: said === null ? null : excerpt(said),
    unreachable: entriesOf(fields['checks']).flatMap(([name, check]) =>
      isObject(check) && check['connected'] === false ? [excerpt(name)] : [],
    ),
  };
}

const entriesOf = (value: unknown): [string, unknown][] => (isObject(value) ? Object.entries(value) : []);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** `{name: {status, connected, response_time_ms, error}}` */
const checksOf = (value: unknown): string[] =>
  entriesOf(value).flatMap(([name, check]) => {
    if (!isObject(check)) return [];
    const state = text(check['status']) ?? 'unknown';
    const ms = check['response_time_ms'];
    if (check['connected'] === false || !goodStates.has(state))
      return [`${name} ${text(check['error']) ?? state}`];
    return typeof ms === 'number' && ms > slowDependencyMs ? [`${name} takes ${Math.round(ms)} ms`] : [];
  });

/** `{core_db: "connected", redis_db: "failed"}` */
const databasesOf = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    name.endsWith('_db') && typeof value === 'string' && !goodStates.has(value) ? [`${name} ${value}`] : [],
  );

/** The name of what says whether sockets are let in. */
export const webSocketReadiness = 'websocket_readiness';

const readinessOf = (value: unknown): string[] =>
  isObject(value) && value['websocket_ready'] === false
    ? [`${webSocketReadiness} ${text(value['status']) ?? 'false'}`]
    : [];

/** `[{service, status, error?}]` */
const servicesOf = (value: unknown): string[] =>
  listOf(value).flatMap((each) => {
    if (!isObject(each)) return typeof each === 'string' ? [each] : [];
    const name = text(each['service']);
    return name === null ? [] : [`${name} ${text(each['error']) ?? text(each['status']) ?? 'degraded'}`];
  });

const namesOf = (value: unknown): string[] =>
  listOf(value).flatMap((each) => (typeof each === 'string' ? [`${each} failed`] : []));

/** `{agent_execution: true, websocket_integration: false}` */
const capabilitiesOf = (value: unknown): string[] =>
  entriesOf(value).flatMap(([name, works]) => (works === false ? [`no ${name}`] : []));
