import { z } from 'zod';

export const text = z.string();
/** Of evidence: `E-01`. */
export const ids = z.array(text.regex(/^E-\d{2,}$/));
/** Milliseconds; null where it was not measured. Nothing takes no time at all. */
export const ms = z.number().positive().nullable();
export const verdictWord = z.enum(['pass', 'warn', 'fail', 'skipped', 'inconclusive', 'not-tested']);
