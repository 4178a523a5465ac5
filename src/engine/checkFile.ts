import type { Config, RuleId, Severity } from './config/schema.ts';
import { severityOf } from './config/severity.ts';
import type { FileContext, Rule } from './rule.ts';
import type { Finding, FixKind, Violation } from './violation.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readSuppressions, silences, type Suppression } from './suppressions.ts';
import type { FileSnapshot } from './analysis.ts';
import { linesOf, placeIn } from './placeIn.ts';
import { positionAt } from './text.ts';
import { weakest } from './violation.ts';

/**
 * All violations of one file, in source order: suppressed and intentional ones too, with their flags.
 *
 * @param today the day in UTC, as `2027-03-31`: suppressions may expire
 */
export function checkFile(
  context: FileContext,
  snapshot: FileSnapshot,
  config: Config,
  rules: readonly Rule[],
  today?: string,
): Violation[] {
  const { facts } = context;
  const severity = (id: RuleId): Severity => severityOf(config, id);
  const findings = rules
    .filter(({ id }) => severity(id) !== 'off')
    .flatMap((rule) => rule.check(context))
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  if (findings.length === 0 && facts.directives.length === 0) return [];

  const starts = linesOf(snapshot);
  const suppressions = readSuppressions(facts, starts, today);
  const used = new Set<Suppression>();
  const seen = new Map<string, number>();
  const violations = findings.map((finding): Violation => {
    const [first, last] = [finding.span.start, finding.span.end].map((at) => positionAt(starts, at).line);
    const by = suppressions.filter((each) => silences(each, finding.ruleId, first!, last!));
    for (const suppression of by) used.add(suppression);
    return project(finding, by[0]);
  });
  if (severity('unused-suppression') === 'off') return violations;
  const unused = suppressions.filter((suppression) => !used.has(suppression) && concerns(suppression));
  return [
    ...violations,
    ...unused.map((suppression) => project(unusedSuppression(suppression), undefined)),
  ].sort((a, b) => a.span.start - b.span.start);

  function project(finding: Finding, by: Suppression | undefined): Violation {
    const block = blockOf(context, finding);
    const plain = fingerprintOf(finding, facts, block, 0);
    const ordinal = seen.get(plain) ?? 0;
    seen.set(plain, ordinal + 1);
    const level = severity(finding.ruleId);
    return {
      ...finding,
      severity: level === 'off' ? 'info' : level,
      phase: config.phases.find((phase) => phase.rules.includes(finding.ruleId))?.id ?? null,
      file: context.file,
      ...placeIn(snapshot, starts, finding.span),
      fix: fixOf(finding),
      suppressed: by !== undefined,
      ...(by && { suppressionReason: by.reason }),
      fingerprint: ordinal === 0 ? plain : fingerprintOf(finding, facts, block, ordinal),
    };
  }

  /** A suppression of rules that are off, or that did not run, may still be needed. */
  function concerns({ rules: named, problem }: Suppression): boolean {
    return (
      problem !== undefined ||
      named.some((id) => severity(id) !== 'off' && rules.some((rule) => rule.id === id))
    );
  }
}

function blockOf({ facts }: FileContext, { subject }: Finding): number {
  switch (subject.kind) {
    case 'import':
      return facts.imports[subject.import]!.block;
    case 'reference':
      return facts.references.at(subject.reference).block;
    case 'string':
      return facts.strings[subject.string]!.block;
    case 'binding':
      return facts.bindings[subject.binding]!.block;
    case 'comment':
      return 0;
  }
}

function fixOf(finding: Finding): Violation['fix'] {
  const kind: FixKind = finding.intentional ? 'none' : weakest(finding.items.map((item) => item.kind));
  return { kind, title: kind === 'none' ? '' : titleOf(finding) };
}

function titleOf({ items, title }: Finding): string {
  if (title !== undefined) return title;
  const byModule = new Map<string, string[]>();
  for (const { name, to } of items) {
    const there = parted(to);
    const written = there.name === name ? name : `${there.name} in place of ${name}`;
    byModule.set(there.module, [...(byModule.get(there.module) ?? []), written]);
  }
  const parts = [...byModule].map(([module, written]) => `${written.join(', ')} from ${module}`);
  return `Import ${parts.join(', and ')}`;
}

/** The two halves of `module.name`. */
function parted(dotted = ''): { readonly module: string; readonly name: string } {
  const dot = dotted.lastIndexOf('.');
  return { module: dotted.slice(0, dot), name: dotted.slice(dot + 1) };
}

function unusedSuppression({ span, rules, problem }: Suppression): Finding {
  return {
    ruleId: 'unused-suppression',
    source: '',
    span,
    form: 'comment',
    module: '',
    names: rules,
    items: [],
    message:
      problem === undefined
        ? `This suppresses nothing: there is no ${rules.join(', ')} here.`
        : `This suppression has no effect: ${problem}.`,
    reason: problem ?? 'what it suppressed is gone; remove the comment',
    intentional: false,
    subject: { kind: 'comment' },
  };
}
