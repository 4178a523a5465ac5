import type { FromWebview } from '../../livecheck/panelProtocol.ts';
import { fewestUsers, mostUsers, probes, type ProbeId } from '../../livecheck/protocol.ts';

/** A message of the panel, or null for anything else: a webview's word is not trusted by its type alone. */
export function readFromWebview(value: unknown): FromWebview | null {
  if (typeof value !== 'object' || value === null) return null;
  const message = value as Readonly<Record<string, unknown>>;
  const { type, target, user, scope, count, file, runId, probe, from } = message;
  switch (type) {
    case 'ready':
    case 'enter-url':
    case 'enter-secret':
    case 'forget-secret':
    case 'run':
    case 'cancel':
    case 'export':
      return { type };
    case 'choose-target':
      return typeof target === 'string' ? { type, target } : null;
    case 'choose-user':
      return typeof user === 'string' || user === null ? { type, user } : null;
    case 'choose-scope':
      return scope === 'connection' || scope === 'full' ? { type, scope } : null;
    case 'choose-user-count':
      return isIndex(count) && count >= fewestUsers && count <= mostUsers ? { type, count } : null;
    case 'open-configuration':
      return typeof file === 'string' ? { type, file } : null;
    case 'evidence':
      return typeof runId === 'string' && isProbe(probe) && isIndex(from)
        ? { type, runId, probe, from }
        : null;
    default:
      return null;
  }
}

const isProbe = (value: unknown): value is ProbeId => probes.some(({ id }) => id === value);

const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
