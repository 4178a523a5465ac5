import { isCounted, type Violation } from '../engine/violation.ts';
import { lineText, placeText } from './place.ts';
import { fixText } from './fixText.ts';
import { byFile } from './grouping.ts';
import {
  attributesOf,
  junitDocument,
  suite,
  testCase,
  type Case,
  type CaseName,
  type Suite,
} from './junitDocument.ts';
import type { ParseError, ScanResult } from './scanResult.ts';
import { xmlText } from './xml.ts';

/**
 * `scan --format junit`: a suite for each file that has something, a case for each violation. Those that fail a build
 * have failed, deliberate and suppressed ones are skipped, and a remark has passed and says what it has to say.
 */
export function renderJunit(result: ScanResult): string {
  const errors = byFile(result.parseErrors);
  const violations = byFile(result.violations);
  const suites = [...new Set([...violations.keys(), ...errors.keys()])].map((file) =>
    suiteOf(file, violations.get(file) ?? [], errors.get(file) ?? []),
  );
  // A report without a single test is taken for a run that went wrong.
  if (suites.length === 0)
    suites.push(suite('ssot scan', [passed({ name: 'no violations', className: 'ssot' })]));
  return junitDocument('ssot scan', suites, result.durationMs);
}

function suiteOf(file: string, violations: readonly Violation[], errors: readonly ParseError[]): Suite {
  const className = file.replace(/\.[^./]*$/, '');
  return suite(file, [
    ...violations.map((violation) => caseOf(violation, className)),
    ...errors.map((error) => errorCase(error, className)),
  ]);
}

function caseOf(violation: Violation, className: string): Case {
  const { ruleId, message, severity } = violation;
  const name = { name: `${ruleId} ${placeText(violation)}`, className };
  if (!isCounted(violation)) {
    const why = violation.suppressed
      ? `suppressed: ${violation.suppressionReason ?? ''}`
      : violation.baselined
        ? `known in the baseline: ${message}`
        : `intentional: ${message}`;
    return testCase('skipped', name, `<skipped${attributesOf({ message: why })}/>`);
  }
  const told = `${message}\n${fixText(violation)}\n${violation.file}:${placeText(violation)}`;
  if (severity === 'info') return passed(name, told);
  const failure = `<failure${attributesOf({ type: severity, message })}>${xmlText(told)}</failure>`;
  return testCase('failures', name, failure);
}

function errorCase({ line, cell, message }: ParseError, className: string): Case {
  const place = cell ? lineText({ range: cell.range, cell }) : String(line);
  const error = `<error${attributesOf({ type: 'not-read-in-full', message })}/>`;
  return testCase('errors', { name: `not read in full ${place}`, className }, error);
}

function passed(name: CaseName, told?: string): Case {
  return testCase(
    'passed',
    name,
    ...(told === undefined ? [] : [`<system-out>${xmlText(told)}</system-out>`]),
  );
}
