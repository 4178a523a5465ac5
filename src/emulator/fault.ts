import type { Change } from './behaviour.ts';

/** A way in which a backend goes wrong, to be put on any profile. */
export interface Fault {
  readonly id: string;
  /** One sentence: what a client sees. */
  readonly description: string;
  readonly change: Change;
}

export const fault = (id: string, description: string, change: Change): Fault => ({
  id,
  description,
  change,
});
