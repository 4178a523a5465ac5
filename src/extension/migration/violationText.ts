import type { Violation } from '../../engine/violation.ts';

/** What the tree says of a violation beside its message: paragraphs, what its fix does or why there is none. */
export function detailsOf(violation: Violation): string[] {
  const { fix, items } = violation;
  const told = fix.kind === 'none' ? [] : [`Fix: ${fix.title}`];
  if (violation.reason === null) return [...told, ...items.map(({ name, why }) => `${name}: ${why}`)];
  const verdict = fix.kind === 'none' ? 'No fix' : 'Only a suggestion';
  const reason = unsaidReason(violation);
  return [...told, reason === undefined ? verdict : `${verdict}: ${reason}`];
}

/** The message, what its fix does or why there is none, and what each name means, as sentences. */
export function explanationOf(violation: Violation): string {
  const {
    message,
    fix: { kind, title },
    items,
  } = violation;
  const verdict = {
    safe: `Safe fix: ${title}.`,
    repair: `Repair, as it fails today: ${title}.`,
    unsafe: `Only a suggestion, as it may change behavior: ${title}.`,
    none: 'There is no fix.',
  }[kind];
  const reason = unsaidReason(violation);
  const why =
    violation.reason === null
      ? items.map((item) => `${item.name}: ${item.why}.`)
      : reason === undefined
        ? []
        : [`The reason: ${reason}.`];
  return [message, verdict, ...why].join(' ');
}

/** The reason; undefined where there is none, or the message is the reason already, as of an import that is broken. */
function unsaidReason({ message, reason }: Violation): string | undefined {
  if (reason === null) return undefined;
  const isSaid = message.toLowerCase().includes(reason.replace(/^missing: /, '').toLowerCase());
  return isSaid ? undefined : reason;
}
