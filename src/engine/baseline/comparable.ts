import type { RuleId } from '../config/schema.ts';
import { isOpen, type Silence } from '../violation.ts';
import type { BaselineEntry } from './entry.ts';

/** What two violations are compared by, one of today and one from before. */
export interface Comparable extends BaselineEntry, Silence {}

/** Something that both have in common; undefined where it is nothing that they could be known by. */
export type KeyOf = (each: Comparable) => string | undefined;

/** The same statement at the same place. */
export const identity: KeyOf = ({ file, fingerprint }) => [file, fingerprint].join('\0');

/** The same statement, whatever its file is called. */
export const identityAnywhere: KeyOf = ({ fingerprint }) => fingerprint;

/** What stays the same where a statement is written in another way, or moved into another function. */
export const saying: KeyOf = ({ ruleId, module }) => [ruleId, module].join('\0');

/** What stays the same where a name comes from another module, as it does once its import is fixed. */
export const doing: KeyOf = ({ ruleId }) => (usingRules.has(ruleId) ? ruleId : undefined);

/** Rules about what is done with a name, wherever it comes from. */
const usingRules: ReadonlySet<string> = new Set<RuleId>(['direct-construction', 'factory-misuse']);

export const inItsFile = (keyOf: KeyOf): KeyOf => joined(keyOf, ({ file }) => file);

/** Of the same names, all of them. */
export const asAWhole = (keyOf: KeyOf): KeyOf => joined(keyOf, ({ names }) => names.join(','));

/** Open, or suppressed or intentional, as the other one is. */
export const justAsOpen = (keyOf: KeyOf): KeyOf =>
  joined(keyOf, (each) => (isOpen(each) ? 'open' : 'silent'));

function joined(keyOf: KeyOf, more: (each: Comparable) => string): KeyOf {
  return (each) => {
    const key = keyOf(each);
    return key === undefined ? undefined : [key, more(each)].join('\0');
  };
}
