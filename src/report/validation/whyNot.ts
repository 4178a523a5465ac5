import type { ProbeId } from '../../livecheck/protocol.ts';
import type { WhyNot } from './section.ts';

/** Why a probe has no answer, as the run says it. */
export const probe =
  (id: ProbeId): WhyNot =>
  ({ steps }) =>
    steps.find((each) => each.id === id)?.reason ?? 'it was not observed';
export const because =
  (reason: string): WhyNot =>
  () =>
    reason;
/** Why a part that is not given is lacking. */
export const part =
  (item: string): WhyNot =>
  ({ not_tested }) =>
    not_tested.find((each) => each.item === item)?.reason ?? 'it was not observed';
