import type { Rule } from '../rule.ts';
import { brokenImport } from './brokenImport.ts';
import { directConstruction } from './directConstruction.ts';
import { factoryMisuse } from './factoryMisuse.ts';
import { legacyImport } from './legacyImport.ts';
import { legacyStringReference } from './legacyStringReference.ts';
import { lookAlikeClass } from './lookAlikeClass.ts';

/** Every rule that reads a file's facts: the only place where one is added. */
export const rules: readonly Rule[] = [
  legacyImport,
  brokenImport,
  directConstruction,
  factoryMisuse,
  legacyStringReference,
  lookAlikeClass,
];
