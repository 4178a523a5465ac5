import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ruleIds } from '../../src/engine/config/schema.ts';
import { codeOf, codes } from '../../src/tsplugin/codes.ts';
import { decorate, isDecorated } from '../../src/tsplugin/decorate.ts';
import { createGuard } from '../../src/tsplugin/guard.ts';
import { readOptions } from '../../src/tsplugin/pluginOptions.ts';
import { statusOf } from '../../src/tsplugin/status.ts';
import type { Violations } from '../../src/tsplugin/violations.ts';

/** A service over one file with one error. */
function createService(): ts.LanguageService {
  const text = `const wrong: number = 'text';`;
  return ts.createLanguageService({
    getCompilationSettings: () => ({ noLib: true, types: [] }),
    getScriptFileNames: () => ['/a.ts'],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => (path === '/a.ts' ? ts.ScriptSnapshot.fromString(text) : undefined),
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => 'lib.d.ts',
    fileExists: (path) => path === '/a.ts',
    readFile: () => undefined,
  });
}

/** A decorated service whose violations throw `failure`, and what it logs. */
function decorateFailing(service: ts.LanguageService, failure: unknown) {
  const logged: string[] = [];
  const violations: Violations = {
    of: () => {
      throw failure;
    },
    around: () => {
      throw failure;
    },
    names: () => {
      throw failure;
    },
    covers: () => true,
  };
  const decorated = decorate(service, {
    namespace: ts,
    guard: createGuard(ts, (message) => logged.push(message)),
    violations,
    options: () => readOptions(undefined),
    disposed: () => {
      throw failure;
    },
  });
  return { decorated, logged };
}

describe('a defect of the plugin', () => {
  it('leaves the service’s own diagnostics, and is logged', () => {
    const service = createService();
    const { decorated, logged } = decorateFailing(service, new Error('a defect'));
    const own = service.getSemanticDiagnostics('/a.ts').map(({ code }) => code);
    expect(own).toContain(2322);
    expect(decorated.getSemanticDiagnostics('/a.ts').map(({ code }) => code)).toEqual(own);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('getSemanticDiagnostics: Error: a defect');
  });

  it('leaves the service’s own fixes', () => {
    const { decorated, logged } = decorateFailing(createService(), new Error('a defect'));
    expect(decorated.getCodeFixesAtPosition('/a.ts', 0, 1, [codeOf['legacy-import']], {}, {})).toEqual([]);
    expect(decorated.getCombinedCodeFix({ type: 'file', fileName: '/a.ts' }, 'ssot-safe', {}, {})).toEqual({
      changes: [],
    });
    expect(logged).toHaveLength(2);
  });

  it('leaves the service’s own hover, completions and refactorings', () => {
    // Of one file alone no name is imported from another one.
    const details = { name: 'wrong' } as ts.CompletionEntryDetails;
    const service = { ...createService(), getCompletionEntryDetails: () => details };
    const { decorated, logged } = decorateFailing(service, new Error('a defect'));
    const hover = service.getQuickInfoAtPosition('/a.ts', 6);
    expect(hover).toBeDefined();
    expect(decorated.getQuickInfoAtPosition('/a.ts', 6)).toEqual(hover);
    const names = (entries: ts.CompletionInfo | undefined) => entries?.entries.map(({ name }) => name);
    const completions = names(service.getCompletionsAtPosition('/a.ts', 0, {}));
    expect(completions).toContain('wrong');
    expect(names(decorated.getCompletionsAtPosition('/a.ts', 0, {}))).toEqual(completions);
    const data = { exportName: 'wrong', moduleSpecifier: './b' };
    expect(decorated.getCompletionEntryDetails('/a.ts', 0, 'wrong', {}, './b', {}, data)).toBe(details);
    const refactors = service.getApplicableRefactors('/a.ts', 6, {}, 'invoked');
    expect(decorated.getApplicableRefactors('/a.ts', 6, {}, 'invoked')).toEqual(refactors);
    expect(decorated.getEditsForRefactor('/a.ts', {}, 6, 'ssot-import', 'any', {})).toBeUndefined();
    expect(logged.map((line) => line.split(':')[0])).toEqual([
      'getQuickInfoAtPosition',
      'getCompletionsAtPosition',
      'getCompletionEntryDetails',
      'getApplicableRefactors',
      'getEditsForRefactor',
    ]);
  });

  it('does not keep a service from being given up', () => {
    const { decorated, logged } = decorateFailing(createService(), new Error('a defect'));
    decorated.dispose();
    expect(logged).toHaveLength(1);
  });

  it('is no cancellation, which the server wants to see', () => {
    const { decorated, logged } = decorateFailing(createService(), new ts.OperationCanceledException());
    expect(() => decorated.getSemanticDiagnostics('/a.ts')).toThrow(ts.OperationCanceledException);
    expect(logged).toEqual([]);
  });
});

describe('decoration', () => {
  it('marks a service, so that it is decorated once', () => {
    const service = createService();
    expect(isDecorated(service)).toBe(false);
    expect(isDecorated(decorateFailing(service, new Error()).decorated)).toBe(true);
  });

  it('hands everything else through', () => {
    const { decorated, logged } = decorateFailing(createService(), new Error());
    expect(decorated.getNavigationTree('/a.ts').childItems?.map(({ text }) => text)).toEqual(['wrong']);
    expect(logged).toEqual([]);
  });

  it('registers one handler for all projects of a session', () => {
    const commands: string[] = [];
    const session = {
      addProtocolHandler: (command: string) => {
        if (commands.includes(command)) throw new Error('registered twice');
        commands.push(command);
      },
    } as unknown as ts.server.Session;
    const sessions = new WeakMap<object, ReturnType<typeof statusOf>>();
    const first = statusOf(sessions, session, ts.version);
    expect(statusOf(sessions, session, ts.version)).toBe(first);
    expect(commands).toEqual(['_ssot:status']);
  });
});

describe('codes', () => {
  it('are unique, without a gap, and what they always were', () => {
    expect(codes).toEqual([...ruleIds.map((_, index) => 97_001 + index), 97_000]);
    expect(codeOf).toEqual({
      'legacy-import': 97001,
      'broken-import': 97002,
      'direct-construction': 97003,
      'factory-misuse': 97004,
      'legacy-string-reference': 97005,
      'look-alike-class': 97006,
      'unused-suppression': 97007,
    });
  });
});

describe('options', () => {
  it.each([
    ['nothing', undefined, {}],
    ['no fixes', { codeFixes: false }, { codeFixes: false }],
    ['a hover without the replacement', { replacementInHover: false }, { replacementInHover: false }],
    ['how a baseline is shown', { baselined: 'hidden' }, { baselined: 'hidden' }],
    ['something that makes no sense', { enable: 'no', codeFixes: 0, baselined: true }, {}],
  ])('read %s', (_name, sent, expected) => {
    expect(readOptions(sent)).toEqual({
      enable: true,
      codeFixes: true,
      replacementInHover: true,
      baselined: 'hint',
      ...expected,
    });
  });
});
