import { isObject, jsonObject, text } from '../../message.ts';
import type { ProbeContext } from '../../probeContext.ts';

/** Whether the backend says that it takes WebSockets, where it says anything of it. */
export interface Readiness {
  readonly ready: boolean | null;
  readonly evidence: string;
}

/** Asks `/health/ready`, the one place that tells a start-up which is not over from a request that fails. */
export async function askReadiness(context: ProbeContext): Promise<Readiness> {
  const { result, evidence } = await context.request('GET', `${context.target.apiUrl}/health/ready`);
  if (!result.ok) return { ready: null, evidence };
  const body = jsonObject(result.body);
  const inner = body?.['detail'];
  const fields = isObject(inner) ? inner : (body ?? {});
  const readiness = fields['websocket_readiness'];
  const said = isObject(readiness) ? readiness['websocket_ready'] : null;
  if (typeof said === 'boolean') return { ready: said, evidence };
  return { ready: text(fields['status']) === 'not_ready' ? false : null, evidence };
}
