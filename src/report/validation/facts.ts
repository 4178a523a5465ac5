import { probes, type ProbeId, type Waiver } from '../../livecheck/protocol.ts';
import { waivable } from '../../livecheck/verdict.ts';
import { userFactNames, type UserFactName } from './input.ts';
import { factNames } from './factNames.ts';

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** What an author may state. */
export const statableFacts: readonly string[] = [...factNames, ...userFactNames];

/** Reads `revision=…`. @returns a message that says which facts there are */
export function readFact(text: string): Read<{ readonly name: UserFactName; readonly value: string }> {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/su.exec(text) ?? [];
  const known = statableFacts.find((each) => each === name.trim());
  if (known === undefined || value.trim() === '')
    return { ok: false, message: `"${text}" is no fact: write NAME=VALUE, with ${statableFacts.join(', ')}` };
  return { ok: true, value: { name: known as UserFactName, value: value.trim() } };
}

/** Reads `auth-none=who: why`. Who accepts that a probe fails stands in the report, so both are needed. */
export function readWaiver(text: string): Read<Waiver> {
  const [, name = '', who = '', why = ''] = /^([^=]*)=([^:]*):(.*)$/su.exec(text) ?? [];
  const probe = waivableProbes().find((each) => each === name.trim());
  if (probe === undefined)
    return {
      ok: false,
      message: `"${text}" is no waiver: write PROBE=WHO: WHY, with ${waivableProbes().join(', ')}`,
    };
  if (who.trim() === '' || why.trim() === '')
    return { ok: false, message: `"${text}" does not say who accepts it and why: write ${probe}=WHO: WHY` };
  return { ok: true, value: { probe, who: who.trim(), why: why.trim() } };
}

/** The probes whose failure may be accepted: those for which the rules of the verdict say so. */
export function waivableProbes(): readonly ProbeId[] {
  return probes.map(({ id }) => id).filter((id) => waivable.has(id));
}
