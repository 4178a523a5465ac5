import type { Behaviour } from './behaviour.ts';
import type { Breaker } from './breaker.ts';
import type { Directory } from './directory.ts';
import type { Leaks } from './leaks.ts';
import type { Random } from './random.ts';
import type { Timers } from './timers.ts';

/** What a running backend knows beyond one connection. Each start makes its own. */
export interface BackendState {
  readonly behaviour: Behaviour;
  readonly nowMs: () => number;
  readonly startedMs: number;
  readonly random: Random;
  readonly timers: Timers;
  /** What tokens are signed with. */
  readonly secret: string;
  /** What the end-to-end simulation of the auth service wants to be shown; null where none is configured. */
  readonly simulationKey: string | null;
  /** Milliseconds without a message after which a heartbeat is sent. */
  readonly heartbeatMs: number;
  readonly directory: Directory;
  readonly breaker: Breaker;
  readonly leaks: Leaks;
}
