import brokenImport from '../../media/rules/broken-import.md';
import directConstruction from '../../media/rules/direct-construction.md';
import factoryMisuse from '../../media/rules/factory-misuse.md';
import legacyImport from '../../media/rules/legacy-import.md';
import legacyStringReference from '../../media/rules/legacy-string-reference.md';
import lookAlikeClass from '../../media/rules/look-alike-class.md';
import unusedSuppression from '../../media/rules/unused-suppression.md';
import { ruleIds, type Config, type RuleId } from '../engine/config/schema.ts';
import { severityOf } from '../engine/config/severity.ts';
import { ruleDocOf, type RuleDoc } from '../report/ruleDoc.ts';

const pages: Readonly<Record<RuleId, string>> = {
  'legacy-import': legacyImport,
  'broken-import': brokenImport,
  'direct-construction': directConstruction,
  'factory-misuse': factoryMisuse,
  'legacy-string-reference': legacyStringReference,
  'look-alike-class': lookAlikeClass,
  'unused-suppression': unusedSuppression,
};

/** The rules with their pages, which the build has put into the program. */
export function ruleDocs(config: Config): RuleDoc[] {
  return ruleIds.map((id) => ruleDocOf(id, severityOf(config, id), pages[id]));
}
