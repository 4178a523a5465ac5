import type ts from 'typescript';
import { composeEdits } from '../engine/fix/composeEdits.ts';
import { editSnapshot } from '../engine/fix/editSnapshot.ts';
import { fixFile } from '../engine/fix/fixFile.ts';
import { createAnalysis } from '../engine/analysis.ts';
import { selectViolation } from '../engine/refactor/target.ts';
import type { TextEdit } from '../engine/text.ts';
import { changeOf } from './changes.ts';
import { autoImportOf, offeredBy } from './completions.ts';
import type { AnalyzedFile } from './violations.ts';

/**
 * The details of an auto-import with the canonical module in place of another one that has the same object. The import is
 * written as the service would, and then fixed as one that somebody wrote is: it joins an import that is there, in the
 * style of the file. The service's own where nothing is to be fixed, or where that cannot be done.
 */
export function canonicalDetails(
  analyzed: AnalyzedFile,
  own: ts.CompletionEntryDetails,
  data: ts.CompletionEntryData,
): ts.CompletionEntryDetails {
  const autoImport = autoImportOf({ name: own.name, data });
  const [action, ...others] = own.codeActions ?? [];
  if (!autoImport || !action || others.length > 0) return own;
  const offered = offeredBy(analyzed, autoImport);
  if (offered?.kind !== 'canonical') return own;
  const { canonical } = offered.source;
  const specifier = analyzed.environment.specifier(analyzed.file, canonical);
  const edits = canonicalImport(analyzed, action, autoImport.name, offered.source.config);
  if (specifier === undefined || !edits) return own;
  return {
    ...own,
    sourceDisplay: [{ kind: 'text', text: specifier }],
    codeActions: [
      {
        description: `Import from "${specifier}", the source of truth`,
        changes: [changeOf(analyzed, edits)],
      },
    ],
  };
}

/** The edits that import a name from the canonical module; undefined where the service's action does something else. */
function canonicalImport(
  { analysis, environment, file, root }: AnalyzedFile,
  { changes, commands }: ts.CodeAction,
  name: string,
  source: { readonly id: string; readonly module: string; readonly legacyFactories: readonly string[] },
): readonly TextEdit[] | undefined {
  const [change, ...others] = changes;
  const before = analysis.read(file);
  if (change?.fileName !== `${root}/${file}` || others.length > 0 || commands || !before) return undefined;
  const written = change.textChanges.map(({ span, newText }): TextEdit => ({
    span: { start: span.start, end: span.start + span.length },
    text: newText,
  }));
  const edited = editSnapshot(environment, file, before, written, []);
  if (!edited.ok) return undefined;
  const { snapshot } = edited;
  const after = createAnalysis(analysis.config, {
    ...analysis.host,
    read: (path) => (path === file ? snapshot : analysis.read(path)),
  });
  const target = { source: source.id, module: undefined, names: [name] };
  const { edits, fixed } = fixFile(after, environment, file, 'safe', (violation) =>
    violation.ruleId === 'legacy-import' ? selectViolation(violation, 'import', target, source) : undefined,
  );
  return fixed.length === 1 ? composeEdits(before.text.length, written, edits) : undefined;
}
