import {
  actionsAt,
  refactoringsOf,
  refactoringTitle,
  type ActionAt,
} from '../engine/refactor/refactorings.ts';
import { selectViolation } from '../engine/refactor/target.ts';
import { linesOf } from '../engine/placeIn.ts';
import { spanOf, type Range } from '../engine/text.ts';
import { weakest, type FixKind } from '../engine/violation.ts';
import type { FileViolations, RefactorOffer } from './protocol.ts';
import { absolutePath } from './fileReport.ts';
import type { Place } from './workspace.ts';

/**
 * What can be refactored of what stands in `range`: there, in the file, and in all importers.
 *
 * @param told what is known of the project's files; undefined where not all were looked at
 */
export function refactorOffers(
  { project, file }: Place,
  range: Range,
  told: Iterable<FileViolations> | undefined,
): RefactorOffer[] {
  const snapshot = project.analysis().read(file);
  if (!snapshot) return [];
  const { text } = snapshot;
  const reports = told && [...told].filter(({ path }) => path !== absolutePath(project, file));
  const refusal = project.refusalToWrite(file);
  return actionsAt(project.analysis(), file, spanOf(linesOf(snapshot), range, text.length)).flatMap(
    (found) => [
      ...refactoringsOf(project.analysis(), project.environment, file, found).map(
        (offered): RefactorOffer => ({
          ...offered,
          textLength: text.length,
          ...(refusal !== undefined && { kind: 'none', edits: [], reason: refusal }),
        }),
      ),
      ...ofImporters(found, reports).map(({ kind, reason }): RefactorOffer => ({
        action: found.action,
        scope: 'all',
        target: { source: found.at.source, module: found.at.module, names: found.at.names },
        title: refactoringTitle(found.action, 'all', found.at, found.source),
        kind,
        reason,
        edits: [],
        textLength: text.length,
      })),
    ],
  );
}

/** Which kinds of fixes other files have to offer, as they were told; they are worked out when they are asked for. */
function ofImporters(
  { action, at, source }: ActionAt,
  reports: readonly FileViolations[] | undefined,
): { kind: FixKind; reason: string | null }[] {
  if (!reports) return [{ kind: 'safe', reason: null }];
  const found = reports.flatMap(({ violations }) =>
    violations.flatMap((each) => selectViolation(each, action, at, source.config) ?? []),
  );
  if (found.length === 0) return [{ kind: 'none', reason: nobody(action) }];
  const proven = found.flatMap(({ fix: { kind } }) => (kind === 'safe' || kind === 'repair' ? [kind] : []));
  const unsafe = found.find(({ fix }) => fix.kind === 'unsafe');
  if (proven.length === 0 && !unsafe)
    return [
      { kind: 'none', reason: found.find(({ reason }) => reason !== null)?.reason ?? 'it needs a person' },
    ];
  return [
    ...(proven.length > 0 ? [{ kind: weakest(proven), reason: null }] : []),
    ...(unsafe ? [{ kind: 'unsafe' as const, reason: unsafe.reason }] : []),
  ];
}

function nobody(action: ActionAt['action']): string {
  return action === 'import'
    ? 'no other file imports it from there'
    : 'no other file constructs what could be had from it';
}
