import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where `root` is in the git repository around it: empty at its top and outside of any, else such as `apps/backend/`. */
export function pathInRepository(root: string): string {
  let path = '';
  for (let at = root; !existsSync(join(at, '.git')); at = dirname(at)) {
    if (dirname(at) === at) return '';
    path = `${basename(at)}/${path}`;
  }
  return path;
}
