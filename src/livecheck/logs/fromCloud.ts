import { bareEntry, type LogEntry, type LogFactName } from './logEntry.ts';

/** A value of JSON. */
type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: Json): JsonObject => (isObject(value) ? value : {});
const text = (value: Json): string | null => (typeof value === 'string' && value !== '' ? value : null);
const first = (...values: readonly Json[]): string | null =>
  values.map(text).find((each) => each !== null) ?? null;

/**
 * An entry of Cloud Logging, as `gcloud logging read --format json` writes it, or of a container that logs JSON itself.
 * Anything may be missing: what is, is null.
 */
export function entryFromJson(record: Json, line: number): LogEntry {
  const whole = object(record);
  const payload = isObject(whole['jsonPayload']) ? whole['jsonPayload'] : whole;
  const { labels: payloadLabels, context } = payload;
  const labels = object(payloadLabels);
  const resource = object(object(whole['resource'])['labels']);
  const proto = object(whole['protoPayload']);
  const codeLine = Number(first(labels['line'], payload['line']) ?? payload['line'] ?? labels['line']);
  const request = object(whole['httpRequest']);
  return {
    ...bareEntry(messageOf(whole, payload, proto, request), line),
    time: first(whole['timestamp'], payload['timestamp'], payload['time'], whole['receiveTimestamp']),
    severity:
      first(whole['severity'], payload['severity'], payload['level'], payload['levelname'])?.toUpperCase() ??
      null,
    module: moduleName(
      first(labels['module'], payload['module'], object(context)['name'], payload['logger'], payload['name']),
    ),
    function: first(labels['function'], payload['function'], payload['funcName']),
    codeLine: Number.isInteger(codeLine) && codeLine > 0 ? codeLine : null,
    revision: first(resource['revision_name'], labels['revision_name']),
    service: first(resource['service_name']),
    project: first(resource['project_id']),
    region: first(resource['location']),
    facts: factsOf(proto),
  };
}

function messageOf(whole: JsonObject, payload: JsonObject, proto: JsonObject, request: JsonObject): string {
  const said = first(
    whole['textPayload'],
    payload['message'],
    payload['msg'],
    object(proto['status'])['message'],
  );
  const stack = first(
    payload['stack_trace'],
    payload['traceback'],
    payload['exception'],
    payload['exc_info'],
    object(payload['error'])['traceback'],
    object(payload['context'])['traceback'],
  );
  const message = [said, stack === said ? null : stack].filter((each) => each !== null).join('\n');
  // Some loggers write a traceback as one line, with the line breaks spelled out.
  if (message.includes('Traceback (most recent call last):\\n')) return message.replaceAll('\\n', '\n');
  if (message !== '') return message;
  const { status } = request;
  return typeof status === 'number' || typeof status === 'string'
    ? `${first(request['requestMethod']) ?? 'request'} ${first(request['requestUrl']) ?? ''} ${status}`
    : '';
}

/** What logs everything under one name, as the standard library's own wrapper does, says nothing about the place. */
function moduleName(name: string | null): string | null {
  return name === null || name === 'logging' || name === 'root' ? null : name.replace(/\.py$/u, '');
}

/** An audit entry of Cloud Run holds the service as it was deployed. */
function factsOf(proto: JsonObject): LogEntry['facts'] {
  for (const side of ['response', 'request']) {
    const spec = object(object(proto[side])['spec']);
    const template = object(spec['template']);
    const containers = object(template['spec'])['containers'] ?? spec['containers'];
    const container = object(Array.isArray(containers) ? containers[0] : undefined);
    const limits = object(object(container['resources'])['limits']);
    const annotations = object(object(template['metadata'])['annotations']);
    const found: Partial<Record<LogFactName, string | null>> = {
      image: text(container['image']),
      memory: text(limits['memory']),
      cpu: text(limits['cpu']),
      min_instances: text(annotations['autoscaling.knative.dev/minScale']),
    };
    const stated = Object.entries(found).filter(([, value]) => value !== null);
    if (stated.length > 0) return Object.fromEntries(stated);
  }
  return {};
}
