import { xmlAttribute } from './xml.ts';

/** One test of a JUnit document, as lines of XML. */
export interface Case {
  readonly outcome: 'passed' | 'failures' | 'errors' | 'skipped';
  readonly lines: readonly string[];
}

export interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly lines: readonly string[];
}

export interface CaseName {
  readonly name: string;
  readonly className: string;
  /** Milliseconds; 0 where nothing was measured. */
  readonly ms?: number;
}

/** @param inner elements, each on a line of its own */
export function testCase(
  outcome: Case['outcome'],
  { name, className, ms = 0 }: CaseName,
  ...inner: readonly string[]
): Case {
  const open = `    <testcase${attributesOf({ name, classname: className, time: seconds(ms) })}`;
  if (inner.length === 0) return { outcome, lines: [`${open}/>`] };
  return { outcome, lines: [`${open}>`, ...inner.map((line) => `      ${line}`), '    </testcase>'] };
}

export interface SuiteDetails {
  /** Milliseconds; 0 where nothing was measured. */
  readonly ms?: number;
  /** ISO 8601. */
  readonly timestamp?: string;
  readonly properties?: Readonly<Record<string, string>>;
}

export function suite(
  name: string,
  cases: readonly Case[],
  { ms = 0, timestamp, properties = {} }: SuiteDetails = {},
): Suite {
  const counted = (outcome: Case['outcome']): number =>
    cases.filter((each) => each.outcome === outcome).length;
  const counts = { tests: cases.length, failures: counted('failures'), errors: counted('errors') };
  const all = {
    name,
    ...counts,
    skipped: counted('skipped'),
    time: seconds(ms),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
  const told = Object.entries(properties).map(
    ([key, value]) => `      <property${attributesOf({ name: key, value })}/>`,
  );
  return {
    ...counts,
    lines: [
      `  <testsuite${attributesOf(all)}>`,
      ...(told.length === 0 ? [] : ['    <properties>', ...told, '    </properties>']),
      ...cases.flatMap(({ lines }) => lines),
      '  </testsuite>',
    ],
  };
}

/** The document of all suites. */
export function junitDocument(name: string, suites: readonly Suite[], ms: number): string {
  const sum = (what: 'tests' | 'failures' | 'errors'): number =>
    suites.reduce((total, each) => total + each[what], 0);
  const attributes = attributesOf({
    name,
    time: (ms / 1000).toFixed(3),
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
  });
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes}>`,
    ...suites.flatMap((each) => each.lines),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

export function attributesOf(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join('');
}

const seconds = (ms: number): string => (ms === 0 ? '0' : (ms / 1000).toFixed(3));
