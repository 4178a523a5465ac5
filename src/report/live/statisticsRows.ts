import type { Distribution, RunStatistics } from '../../livecheck/statistics.ts';

/** What was measured, with its name; what was not is left out. */
export function distributions({
  handshakeMs,
  protocolPingMs,
  applicationPingMs,
}: RunStatistics): (Distribution & { readonly title: string })[] {
  const named = (title: string, of: Distribution | null) => (of === null ? [] : [{ title, ...of }]);
  return [
    ...named('Handshake', handshakeMs),
    ...named('Protocol ping', protocolPingMs),
    ...named('Application ping', applicationPingMs),
  ];
}

/** `67 %`: rounded down, so that only all is 100 %. */
export const percent = (rate: number): string => `${Math.floor(rate * 100)} %`;
