import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';

/** One of `of` parts of all files, 1-based. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

const most = 1000;

/** Reads `2/4`. @throws InvalidArgumentError */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (of < 1 || of > most || index < 1 || index > of)
    throw new InvalidArgumentError(`It must be I/N, such as 1/4, with I from 1 to N and N at most ${most}.`);
  return { index, of };
}

/**
 * Whether a file is in a shard. Each file is in exactly one, by a hash of its path: where it goes depends on no other
 * file, so it stays there when others come and go.
 */
export function isInShard({ index, of }: Shard, file: string): boolean {
  return createHash('sha256').update(file).digest().readUInt32BE(0) % of === index - 1;
}
