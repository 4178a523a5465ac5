import { isOpen, type Violation } from '../../engine/violation.ts';
import { absolutePath } from '../fileReport.ts';
import type { Project } from '../project.ts';
import type { FileViolations } from '../protocol.ts';
import type { StandsThere } from './legacyName.ts';
import type { LegacyUsesAnswer, UsePlace } from './surveyProtocol.ts';

/**
 * The open violations that are about what stands at a place, wherever in the project: under the same name, or under any other
 * that the same canonical name replaces.
 *
 * @param reports what is known of the project's files
 */
export function legacyUsesOf(
  project: Project,
  { targets, items }: StandsThere,
  reports: Iterable<Pick<FileViolations, 'path' | 'violations'>>,
): LegacyUsesAnswer {
  const { sources } = project.analysis();
  const isWanted = new Map<string, { names: Set<string>; replacements: Set<string>; isWhole: boolean }>();
  const wantedOf = (source: string) => {
    let wanted = isWanted.get(source);
    if (!wanted)
      isWanted.set(source, (wanted = { names: new Set(), replacements: new Set(), isWhole: false }));
    return wanted;
  };
  for (const { source, names } of targets) {
    const wanted = wantedOf(source);
    const truth = sources.find(({ config }) => config.id === source)?.truth;
    if (names === undefined && items.length === 0) wanted.isWhole = true;
    for (const name of names ?? []) {
      wanted.names.add(name);
      wanted.replacements.add(`${truth}.${name}`);
    }
  }
  for (const { source, name, to } of items) {
    const wanted = wantedOf(source);
    wanted.names.add(name);
    if (to !== undefined) wanted.replacements.add(to);
  }
  const matches = ({ items: found }: Violation): boolean =>
    found.some(({ source, name, to }) => {
      const wanted = isWanted.get(source);
      if (!wanted) return false;
      return wanted.isWhole || wanted.names.has(name) || (to !== undefined && wanted.replacements.has(to));
    });
  const uses: UsePlace[] = [];
  for (const { path, violations } of reports)
    for (const each of violations)
      if (isOpen(each) && matches(each))
        uses.push({ path, range: each.range, ...(each.cell && { cell: each.cell }) });
  const names = [...isWanted].flatMap(([source, { names: found, isWhole }]) =>
    isWhole ? [`all of ${source}`] : [...found],
  );
  return { names, uses };
}

/** What is found in every file of a project, for those that were not told of yet. */
export async function checkedFiles(
  project: Project,
  isShown: (file: string) => boolean,
  pause: () => Promise<boolean>,
): Promise<Pick<FileViolations, 'path' | 'violations'>[]> {
  const reports: Pick<FileViolations, 'path' | 'violations'>[] = [];
  for (const file of project.candidates().filter(isShown)) {
    await pause();
    const { violations } = project.check(file);
    if (violations.length > 0) reports.push({ path: absolutePath(project, file), violations });
    project.release(file);
  }
  return reports;
}
