import type ts from 'typescript';
import { replacementAt } from '../engine/replacementAt.ts';
import type { Span } from '../engine/text.ts';
import { allSafeFixes, codeFixesAt, safeFixes } from './codeFixes.ts';
import { codes } from './codes.ts';
import { canonicalDetails } from './completionDetails.ts';
import { autoImportOf, importedModule, rankedEntries } from './completions.ts';
import { diagnosticOf, strikeThroughOf } from './diagnostics.ts';
import type { Guard } from './guard.ts';
import { withReplacement } from './hover.ts';
import type { PluginOptions } from './pluginOptions.ts';
import { editsOfRefactor, isAskedFor, isOurRefactor, refactorsAt } from './refactors.ts';
import type { CheckedFile, Violations } from './violations.ts';

/** Says that a service is ours already, even where two copies of the plugin were loaded. */
const marker = Symbol.for('ssot-tsserver-plugin');

export function isDecorated(service: ts.LanguageService): boolean {
  return marker in service;
}

export interface Decoration {
  readonly namespace: typeof ts;
  readonly guard: Guard;
  readonly violations: Violations;
  /** Asked at every call: it may change while the service lives. */
  readonly options: () => PluginOptions;
  /** Called when the service is given up. */
  readonly disposed: () => void;
}

/** The service with our diagnostics and fixes behind its own. Whatever we do not override is the service's own. */
export function decorate(service: ts.LanguageService, decoration: Decoration): ts.LanguageService {
  const { namespace, guard, violations, options, disposed } = decoration;

  function check(fileName: string): { source: ts.SourceFile; checked: CheckedFile } | undefined {
    if (!options().enable) return undefined;
    const program = service.getProgram();
    const source = program?.getSourceFile(fileName);
    const checked = program && source && violations.of(program, source);
    return checked && { source, checked };
  }

  const overrides: Partial<ts.LanguageService> = {
    getSemanticDiagnostics(fileName) {
      const own = service.getSemanticDiagnostics(fileName);
      return guard('getSemanticDiagnostics', own, () => {
        const found = check(fileName);
        if (!found) return own;
        const { source, checked } = found;
        const { baselined: look } = options();
        const shown = checked.violations.filter(({ baselined }) => !(baselined && look === 'hidden'));
        return [...own, ...shown.map((each) => diagnosticOf(namespace, source, each, look))];
      });
    },

    getSuggestionDiagnostics(fileName) {
      const own = service.getSuggestionDiagnostics(fileName);
      return guard('getSuggestionDiagnostics', own, () => {
        const found = check(fileName);
        if (!found || found.checked.violations.length === 0) return own;
        const { source, checked } = found;
        const names = checked.legacyNames(options().baselined !== 'hidden');
        return [...own, ...names.map((each) => strikeThroughOf(namespace, source, each))];
      });
    },

    getSupportedCodeFixes(fileName) {
      const own = service.getSupportedCodeFixes(fileName);
      return guard('getSupportedCodeFixes', own, () =>
        options().enable ? [...new Set([...own, ...codes.map(String)])] : own,
      );
    },

    getCodeFixesAtPosition(fileName, start, end, errorCodes, formatOptions, preferences) {
      const own = service.getCodeFixesAtPosition(
        fileName,
        start,
        end,
        errorCodes,
        formatOptions,
        preferences,
      );
      if (!options().codeFixes || !errorCodes.some((code) => codes.includes(code))) return own;
      return guard('getCodeFixesAtPosition', own, () => {
        const found = check(fileName);
        return found ? [...own, ...codeFixesAt(found.checked, { start, end }, errorCodes)] : own;
      });
    },

    getCombinedCodeFix(scope, fixId, formatOptions, preferences) {
      if (fixId !== safeFixes) return service.getCombinedCodeFix(scope, fixId, formatOptions, preferences);
      // The service knows no fix of that id, and would throw.
      return guard('getCombinedCodeFix', { changes: [] }, () => {
        const found = options().codeFixes ? check(scope.fileName) : undefined;
        return found ? allSafeFixes(found.checked) : { changes: [] };
      });
    },

    getQuickInfoAtPosition(fileName, position, ...rest) {
      const own = service.getQuickInfoAtPosition(fileName, position, ...rest);
      return guard('getQuickInfoAtPosition', own, () => {
        const checked = check(fileName)?.checked;
        const replacement = checked && replacementAt(checked, position, options().replacementInHover);
        return replacement ? withReplacement(namespace, own, replacement) : own;
      });
    },

    getCompletionsAtPosition(fileName, position, ...rest) {
      const own = service.getCompletionsAtPosition(fileName, position, ...rest);
      return guard('getCompletionsAtPosition', own, () => {
        const program = own && options().enable ? service.getProgram() : undefined;
        const mayBeOwned = program && violations.names(program, fileName);
        if (!own || !mayBeOwned) return own;
        const { entries, isMemberCompletion } = own;
        // What an import statement may name is offered as members of its module are.
        if (!entries.some((entry) => mayBeOwned(entry.name) && (isMemberCompletion || autoImportOf(entry))))
          return own;
        const analyzed = violations.around(program, fileName);
        if (!analyzed) return own;
        const module = isMemberCompletion ? importedModule(analyzed, position) : undefined;
        return { ...own, entries: rankedEntries(analyzed, entries, mayBeOwned, module) };
      });
    },

    getCompletionEntryDetails(fileName, position, name, format, source, preferences, data) {
      const own = service.getCompletionEntryDetails(
        fileName,
        position,
        name,
        format,
        source,
        preferences,
        data,
      );
      return guard('getCompletionEntryDetails', own, () => {
        const program = own && data && options().enable ? service.getProgram() : undefined;
        if (!own || !data || !program || !violations.names(program, fileName)?.(name)) return own;
        const analyzed = violations.around(program, fileName);
        return analyzed ? canonicalDetails(analyzed, own, data) : own;
      });
    },

    getApplicableRefactors(fileName, positionOrRange, preferences, reason, kind, ...rest) {
      const own = service.getApplicableRefactors(
        fileName,
        positionOrRange,
        preferences,
        reason,
        kind,
        ...rest,
      );
      if (!options().codeFixes || !isAskedFor(reason, kind)) return own;
      return guard('getApplicableRefactors', own, () => {
        const checked = check(fileName)?.checked;
        if (!checked) return own;
        const refused = preferences?.provideRefactorNotApplicableReason === true;
        return [...own, ...refactorsAt(checked, spanOf(positionOrRange), kind, refused)];
      });
    },

    getEditsForRefactor(fileName, format, positionOrRange, refactor, action, ...rest) {
      if (!isOurRefactor(refactor))
        return service.getEditsForRefactor(fileName, format, positionOrRange, refactor, action, ...rest);
      return guard('getEditsForRefactor', undefined, () => {
        const checked = options().codeFixes ? check(fileName)?.checked : undefined;
        return checked && editsOfRefactor(checked, spanOf(positionOrRange), refactor, action);
      });
    },

    dispose() {
      guard('dispose', undefined, disposed);
      service.dispose();
    },
  };

  return new Proxy(service, {
    has: (target, key) => key === marker || key in target,
    get: (target, key, receiver) =>
      key in overrides
        ? overrides[key as keyof ts.LanguageService]
        : (Reflect.get(target, key, receiver) as unknown),
  });
}

function spanOf(positionOrRange: number | ts.TextRange): Span {
  return typeof positionOrRange === 'number'
    ? { start: positionOrRange, end: positionOrRange }
    : { start: positionOrRange.pos, end: positionOrRange.end };
}

/**
 * An editor asks for the supported codes once, without a file, which passes no decorated service: they have to be among
 * the compiler's own as well. `codefix` is not declared, so that its shape is checked.
 */
export function registerCodes(namespace: typeof ts): void {
  if (namespace.getSupportedCodeFixes().includes(String(codes[0]))) return;
  const { codefix } = namespace as {
    readonly codefix?: { readonly registerCodeFix?: (registration: object) => void };
  };
  codefix?.registerCodeFix?.({ errorCodes: [...codes], getCodeActions: () => undefined });
}
