import { isCounted, type Violation } from '../engine/violation.ts';
import { lineText, placeText } from './place.ts';
import { fixText } from './fixText.ts';
import { byFile } from './grouping.ts';
import type { ParseError, ScanResult } from './scanResult.ts';
import { xmlAttribute, xmlText } from './xml.ts';

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
  if (suites.length === 0) suites.push(suite('ssot scan', [passed('no violations', 'ssot')]));
  const attributes = attributesOf({
    name: 'ssot scan',
    time: seconds(result.durationMs),
    tests: sum(suites, 'tests'),
    failures: sum(suites, 'failures'),
    errors: sum(suites, 'errors'),
  });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes}>`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

interface Case {
  readonly outcome: 'passed' | 'failures' | 'errors' | 'skipped';
  readonly lines: readonly string[];
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly lines: readonly string[];
}

function suiteOf(file: string, violations: readonly Violation[], errors: readonly ParseError[]): Suite {
  const className = file.replace(/\.[^./]*$/, '');
  return suite(file, [
    ...violations.map((violation) => caseOf(violation, className)),
    ...errors.map((error) => errorCase(error, className)),
  ]);
}

function suite(name: string, cases: readonly Case[]): Suite {
  const counted = (outcome: Case['outcome']): number =>
    cases.filter((each) => each.outcome === outcome).length;
  const counts = { tests: cases.length, failures: counted('failures'), errors: counted('errors') };
  return {
    ...counts,
    lines: [
      `  <testsuite${attributesOf({ name, ...counts, skipped: counted('skipped'), time: '0' })}>`,
      ...cases.flatMap(({ lines }) => lines),
      '  </testsuite>',
    ],
  };
}

function caseOf(violation: Violation, className: string): Case {
  const { ruleId, message, severity } = violation;
  const name = `${ruleId} ${placeText(violation)}`;
  if (!isCounted(violation)) {
    const why = violation.suppressed
      ? `suppressed: ${violation.suppressionReason ?? ''}`
      : violation.baselined
        ? `known in the baseline: ${message}`
        : `intentional: ${message}`;
    return testCase('skipped', name, className, `<skipped${attributesOf({ message: why })}/>`);
  }
  const told = `${message}\n${fixText(violation)}\n${violation.file}:${placeText(violation)}`;
  if (severity === 'info') return passed(name, className, told);
  const failure = `<failure${attributesOf({ type: severity, message })}>${xmlText(told)}</failure>`;
  return testCase('failures', name, className, failure);
}

function errorCase({ line, cell, message }: ParseError, className: string): Case {
  const place = cell ? lineText({ range: cell.range, cell }) : String(line);
  const error = `<error${attributesOf({ type: 'not-read-in-full', message })}/>`;
  return testCase('errors', `not read in full ${place}`, className, error);
}

function passed(name: string, className: string, told?: string): Case {
  const lines = told === undefined ? [] : [`<system-out>${xmlText(told)}</system-out>`];
  return testCase('passed', name, className, ...lines);
}

function testCase(
  outcome: Case['outcome'],
  name: string,
  classname: string,
  ...inner: readonly string[]
): Case {
  const open = `    <testcase${attributesOf({ name, classname, time: '0' })}`;
  if (inner.length === 0) return { outcome, lines: [`${open}/>`] };
  return { outcome, lines: [`${open}>`, ...inner.map((line) => `      ${line}`), '    </testcase>'] };
}

function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join('');
}

function sum(suites: readonly Suite[], what: 'tests' | 'failures' | 'errors'): number {
  return suites.reduce((total, each) => total + each[what], 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
