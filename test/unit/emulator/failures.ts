import type { Producible } from './failureKit.ts';
import { failuresToEnter } from './failuresToEnter.ts';
import { failuresToReach } from './failuresToReach.ts';
import { failuresWithin } from './failuresWithin.ts';

export const producible: readonly Producible[] = [...failuresToReach, ...failuresToEnter, ...failuresWithin];

/** What no backend can show a client, whatever it does. */
export const invisible: Readonly<Record<string, string>> = {
  F27: "the client's own library fails before anything is sent, so that no backend takes part in it",
  F42: 'a receive loop that runs before accept ends in a close that other failures end in too: only the log tells them apart',
  F59: 'a test that passes on too little: a fault of the check, which the rules of its verdict exclude',
  F61: 'a text that is written whatever was seen: a fault of the report, which has a piece of evidence for each sentence',
  F62: 'parallel health requests that are called isolation: a fault of the check, whose isolation is seen on sockets',
  F63: 'a report without a test in it: a fault of the run, which is inconclusive where nothing was executed',
  F64: 'an answer faster than a network allows: every answer of this machine is, which is why loopback is exempt',
  F65: "timeouts of the client's own platform: a fault of where the check runs, which the report names",
  F66: 'an approval in spite of a failed health check: a fault of a decision, for which a waiver has a name',
};
