import { ruleIds, type RuleId } from '../engine/config/schema.ts';

/**
 * The first of the diagnostics' codes. TypeScript's own end below 20000 and 80000 to 100000 are its suggestions and
 * options; the editor shows a code beside the source, so that it has to be unique only under `ssot`.
 */
const firstCode = 97_001;

/** The code of each rule: stable, since people write it into settings. New rules are added at the end of `ruleIds`. */
export const codeOf: Readonly<Record<RuleId, number>> = Object.fromEntries(
  ruleIds.map((id, index) => [id, firstCode + index]),
) as Record<RuleId, number>;

/** Of a legacy name that is struck through: where it is used, it has the fix of its import. */
export const legacyNameCode = firstCode - 1;

/** Those for which an editor may ask for fixes. */
export const codes: readonly number[] = [...ruleIds.map((id) => codeOf[id]), legacyNameCode];
