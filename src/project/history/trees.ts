import { spawn } from 'node:child_process';
import { git, gitEnvironment, readingIn } from '../git.ts';

/** The files of a commit: the object that each has in git, by path below the folder that was asked about. */
export type Tree = ReadonlyMap<string, string>;

/**
 * @param prefix as git says it of the folder
 * @param isWanted by path below the folder
 */
export function treeOf(
  folder: string,
  commit: string,
  prefix: string,
  isWanted: (path: string) => boolean,
): Tree {
  const tree = new Map<string, string>();
  const listed = git(
    folder,
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    commit,
    ...(prefix === '' ? [] : ['--', prefix]),
  );
  for (const line of listed.output.split('\0')) {
    const match = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(line);
    const path = match?.[2]?.slice(prefix.length);
    if (match && path !== undefined && isWanted(path)) tree.set(path, match[1]!);
  }
  return tree;
}

/** Gives the content of objects, one after the other, in their order; those that are not there are left out. */
export async function readObjects(
  folder: string,
  objects: readonly string[],
  take: (object: string, content: Buffer) => void,
): Promise<void> {
  if (objects.length === 0) return;
  const child = spawn('git', readingIn(folder, ['cat-file', '--batch', '--buffer']), {
    env: gitEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  // It may end before it has read everything; what it wrote until then counts.
  child.stdin.on('error', () => undefined);
  child.stdin.end(objects.map((object) => `${object}\n`).join(''));
  await Promise.race([failed, readBatch(child.stdout, take)]);
}

/** Reads `<object> blob <size>`, a line end, that many bytes and a line end, over and over. */
async function readBatch(
  output: AsyncIterable<Buffer>,
  take: (object: string, content: Buffer) => void,
): Promise<void> {
  let head = '';
  let object = '';
  let content: Buffer | undefined;
  let filled = 0;
  for await (const chunk of output) {
    for (let at = 0; at < chunk.length;) {
      if (content) {
        const copied = chunk.copy(content, filled, at, at + content.length - filled);
        filled += copied;
        at += copied;
        if (filled < content.length) continue;
        // The line end behind it came with it.
        take(object, content.subarray(0, -1));
        content = undefined;
        continue;
      }
      const end = chunk.indexOf(0x0a, at);
      head += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
      at = end < 0 ? chunk.length : end + 1;
      if (end < 0) continue;
      const [id = '', kind, size] = head.split(' ');
      head = '';
      if (kind !== 'blob') continue;
      object = id;
      content = Buffer.alloc(Number(size) + 1);
      filled = 0;
    }
  }
}
