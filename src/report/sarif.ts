import type { Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import type { RuleId, Severity } from '../engine/config/schema.ts';
import type { Range } from '../engine/text.ts';
import { isOpen, type Violation } from '../engine/violation.ts';
import type { RuleDoc } from './ruleDoc.ts';
import type { ParseError, ScanResult } from './scanResult.ts';
import { uriPath } from './uriPath.ts';

export interface SarifOptions {
  readonly toolVersion: string;
  /** Every rule there is. */
  readonly rules: readonly RuleDoc[];
  /** Which part of the files was looked at, such as `1/4`, so that whoever merges them sees that one is missing. */
  readonly shard?: string;
}

/** What a reader knows a violation by, whatever its line and its file are called: see `engine/fingerprint.ts`. */
const identity = 'ssotIdentity/v1';
/** The folder that paths are relative to: the repository's, or the one scanned where there is no repository. */
const uriBaseId = '%SRCROOT%';
const notReadInFull = 'not-read-in-full';

const unreadDescriptor: ReportingDescriptor = {
  id: notReadInFull,
  name: 'NotReadInFull',
  shortDescription: { text: 'A file could not be read, or not all of it.' },
  fullDescription: {
    text: 'A file could not be read, or not all of it. What lies in the rest is not known.',
  },
  help: {
    text: 'A file with a syntax error is read as far as it goes. One that is binary, too large, or not valid in its encoding is not read: exclude it in ssot.config.json, or mend it.',
  },
};

/** `scan --format sarif`: one log of SARIF 2.1.0 with one run, the same bytes for the same code. */
export function renderSarif(result: ScanResult, { toolVersion, rules, shard }: SarifOptions): string {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'SSOT Migrator',
            version: toolVersion,
            semanticVersion: toolVersion,
            language: 'en-US',
            rules: rules.map(descriptorOf),
            notifications: [unreadDescriptor],
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: result.parseErrors.map((error) => notificationOf(result, error)),
          },
        ],
        originalUriBaseIds: { [uriBaseId]: { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        ...(shard !== undefined && { properties: { shard } }),
        results: result.violations.map((violation) => resultOf(result, violation, places)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf({ id, severity, summary, page }: RuleDoc): ReportingDescriptor {
  return {
    id,
    name: id.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: messageText(summary) },
    fullDescription: { text: messageText(summary) },
    help: { text: messageText(page), markdown: messageText(page) },
    defaultConfiguration: { enabled: severity !== 'off', level: levelOf(severity) },
    properties: {
      tags: ['maintainability', 'migration'],
      precision: 'very-high',
      'problem.severity': severity === 'error' || severity === 'warning' ? severity : 'recommendation',
    },
  };
}

function levelOf(severity: Severity): 'error' | 'warning' | 'note' | 'none' {
  return severity === 'info' ? 'note' : severity === 'off' ? 'none' : severity;
}

function resultOf(scan: ScanResult, violation: Violation, places: ReadonlyMap<RuleId, number>): Result {
  const { ruleId, intentional, phase, source, form, module, names, fix, reason, cell } = violation;
  const state = scan.difference?.states.get(violation) ?? stateByBaseline(scan, violation);
  const ruleIndex = places.get(ruleId);
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    // What is deliberate is told, and is no failure: readers that count failures leave it out.
    kind: intentional ? 'informational' : 'fail',
    level: intentional ? 'none' : levelOf(violation.severity),
    message: { text: messageText(violation.message) },
    locations: [locationOf(scan, violation.file, regionOf(violation.range))],
    partialFingerprints: { [identity]: violation.fingerprint },
    // What is gone has no place in the code any more, and is not listed: readers would show it as if it were there.
    ...(state && { baselineState: state }),
    ...suppressionsOf(scan, violation),
    properties: { phase, source, form, module, names, fix, reason, ...(cell && { cell: cell.index }) },
  };
}

function stateByBaseline({ baseline }: ScanResult, violation: Violation): 'new' | 'unchanged' | undefined {
  if (!baseline || !isOpen(violation)) return undefined;
  return violation.baselined ? 'unchanged' : 'new';
}

/** What a baseline knows is kept too, as suppressed: left out, its alert would be closed, and opened again without the baseline. */
function suppressionsOf({ baseline }: ScanResult, violation: Violation): Pick<Result, 'suppressions'> {
  if (violation.suppressed)
    return { suppressions: [{ kind: 'inSource', justification: violation.suppressionReason ?? '' }] };
  if (!violation.baselined) return {};
  return {
    suppressions: [{ kind: 'external', justification: `known in ${baseline?.file ?? 'a baseline'}` }],
  };
}

function notificationOf(scan: ScanResult, { file, line, message }: ParseError): Notification {
  return {
    descriptor: { id: notReadInFull, index: 0 },
    level: 'warning',
    message: { text: messageText(message) },
    locations: [locationOf(scan, file, { startLine: line })],
  };
}

function locationOf({ pathInRepository }: ScanResult, file: string, region: Region): Location {
  const uri = uriPath(`${pathInRepository}${file}`);
  return { physicalLocation: { artifactLocation: { uri, uriBaseId }, region } };
}

function regionOf({ start, end }: Range): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** SARIF takes braces in a message for places to fill in, unless they are doubled. */
function messageText(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}
