import type { ClientRequest } from 'node:http';
import type { PhaseTimes } from './observations.ts';

/** Watches a request's connection being made; call the result when the answer's head is there, or when it failed. */
export function watchPhases(request: ClientRequest, encrypted: boolean): () => PhaseTimes {
  const start = performance.now();
  let resolved: number | null = null;
  let connected: number | null = null;
  let secured: number | null = null;
  let written: number | null = null;
  request.once('socket', (socket) => {
    socket.once('lookup', () => (resolved = performance.now()));
    socket.once('connect', () => (connected = performance.now()));
    // Emitted where the socket is one of TLS.
    socket.once('secureConnect', () => (secured = performance.now()));
  });
  request.once('finish', () => (written = performance.now()));
  return () => {
    const now = performance.now();
    const ready = encrypted ? secured : connected;
    // The request is "finished" once it is handed to the socket, which may be before the socket is connected.
    const sent = ready === null ? null : Math.max(ready, written ?? ready);
    return {
      dns: rounded(resolved === null ? null : resolved - start),
      tcp: rounded(connected === null ? null : connected - (resolved ?? start)),
      tls: rounded(secured === null || connected === null ? null : secured - connected),
      response: rounded(sent === null ? null : now - sent),
      total: rounded(now - start),
    };
  };
}

/** Milliseconds to a tenth: finer is noise. */
export function rounded(ms: number): number;
export function rounded(ms: number | null): number | null;
export function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
