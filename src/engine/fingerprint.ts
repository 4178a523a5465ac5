import type { FileFacts } from './facts.ts';
import type { Finding } from './violation.ts';

/**
 * What a violation is, apart from where it stands: rule, source, module, names, and the classes and functions around
 * it. It stays the same when code above it moves. `ordinal` tells equal ones of a file apart, in source order.
 *
 * @returns 16 hexadecimal digits
 */
export function fingerprintOf(finding: Finding, facts: FileFacts, block: number, ordinal: number): string {
  const parts = [
    finding.ruleId,
    finding.source,
    finding.module,
    finding.names.join(','),
    enclosingNames(facts, block),
    String(ordinal),
  ];
  return hash(parts.join('\0'));
}

function enclosingNames(facts: FileFacts, block: number): string {
  const names: string[] = [];
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const { name } = facts.blocks[index]!;
    if (name !== undefined) names.unshift(name);
  }
  return names.join('.');
}

/** FNV-1a twice over 32 bits, with different offsets: identity, not security. @returns 16 hexadecimal digits */
export function hash(text: string): string {
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (high >>> 13), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
