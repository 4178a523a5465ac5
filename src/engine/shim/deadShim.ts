import type { Analysis } from '../analysis.ts';
import type { FixEnvironment } from '../fix/environment.ts';
import { definesNothing } from '../inventory/shim.ts';
import { takenNames } from './takenNames.ts';

/**
 * Why the file of a legacy module may not be deleted; undefined where nobody imports it or names it, and nothing but names
 * of others would go with it.
 */
export function stillNeeded(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
): string | undefined {
  if (!analysis.read(file)) return 'it cannot be read';
  if (analysis.sources.some(({ canonical }) => canonical.kind === 'file' && canonical.file === file))
    return 'it is the canonical module of a source';
  if (file.endsWith('/__init__.py'))
    return 'it is a package, which runs whenever something in it is imported';
  const { importers, namedIn } = takenNames(analysis, environment, file);
  const [importer, ...more] = importers;
  if (importer !== undefined)
    return `${importer}${others(more)} still ${more.length > 0 ? 'import' : 'imports'} it`;
  const [naming, ...moreNaming] = namedIn;
  if (naming !== undefined)
    return `a string in ${naming}${others(moreNaming)} names it, as a patch or a mock does`;
  return definesNothing(analysis, file)
    ? undefined
    : 'nobody imports it, but it defines something of its own: it is no shim';
}

function others(files: readonly string[]): string {
  return files.length === 0 ? '' : ` and ${files.length} more`;
}
