import { jsonObject } from '../../message.ts';
import type { ProbeContext } from '../../probeContext.ts';

/** Whether the auth service finds the run's token good; null where it does not say, or may not be shown it. Asked once. */
export async function isTokenValid(context: ProbeContext): Promise<boolean | null> {
  const { state, askAuthService } = context;
  if (state.tokenValid !== undefined) return state.tokenValid;
  if (askAuthService === null) return null;
  const { result } = await askAuthService('validate');
  const valid = result.ok && result.status === 200 ? jsonObject(result.body)?.['valid'] : null;
  state.tokenValid = typeof valid === 'boolean' ? valid : null;
  return state.tokenValid;
}
