import type { Fault } from './fault.ts';
import { hostileFaults, messageFaults, sessionFaults } from './faultsAfterAccept.ts';
import { healthFaults, reachFaults, upgradeFaults } from './faultsBeforeAccept.ts';

/** Every fault, in the order in which a connection would meet them. */
export const faults: readonly Fault[] = [
  ...reachFaults,
  ...healthFaults,
  ...upgradeFaults,
  ...sessionFaults,
  ...messageFaults,
  ...hostileFaults,
];

export const faultNamed = (id: string): Fault | null => faults.find((each) => each.id === id) ?? null;
