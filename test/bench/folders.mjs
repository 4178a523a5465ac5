// Where the measurements keep their things. All of it is git-ignored and may be deleted at any time.
import { join } from 'node:path';
import { repository } from '../headless/folders.mjs';

export const benchFolder = join(repository, '.cache', 'bench');
