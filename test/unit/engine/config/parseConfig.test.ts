import { describe, expect, it } from 'vitest';
import { keyRange, parseConfig } from '../../../../src/engine/config/parseConfig.ts';

/** The problems of a text, each with the piece of text that it points at. */
function problemsOf(text: string): { key: string; message: string; at: string }[] {
  const result = parseConfig(text);
  if (result.ok) return [];
  return result.problems.map(({ key, message, span }) => ({
    key,
    message,
    at: text.slice(span.start, span.end),
  }));
}

function configOf(text: string) {
  const result = parseConfig(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('parseConfig', () => {
  it('reads comments and trailing commas', () => {
    expect(configOf('{ // why\n "exclude": ["a/**",], }').exclude).toEqual(['a/**']);
  });

  it('gives every key its default', () => {
    expect(configOf('{}')).toEqual({
      roots: ['.'],
      sources: [],
      phases: [],
      rules: {},
      exclude: [],
      production: [],
      tests: [],
      staging: { targets: {} },
    });
  });

  it('points at a value of the wrong type', () => {
    expect(problemsOf('{ "sources": [{ "id": "a", "module": 3 }] }')).toEqual([
      { key: 'sources[0].module', message: 'Invalid input: expected string, received number', at: '3' },
    ]);
  });

  it('points at an unknown key', () => {
    expect(problemsOf('{ "sources": [{ "id": "a", "module": "m", "clases": [] }] }')).toEqual([
      { key: 'sources[0].clases', message: 'unknown key “clases”', at: '"clases"' },
    ]);
  });

  it('points at the source that has no module', () => {
    const [problem] = problemsOf('{ "sources": [{ "id": "a" }] }');
    expect(problem?.key).toBe('sources[0].module');
    expect(problem?.at).toBe('{ "id": "a" }');
    expect(problem?.message).toContain('“module” is missing');
  });

  it('takes a source that only has legacy modules', () => {
    const { sources } = configOf('{ "sources": [{ "id": "a", "legacyModules": ["old"] }] }');
    expect(sources).toMatchObject([{ id: 'a', module: '', legacyModules: ['old'] }]);
  });

  it('names the presets where one is unknown', () => {
    expect(problemsOf('{ "extends": ["preset:nope"] }')).toEqual([
      {
        key: 'extends[0]',
        message: 'there is no preset “preset:nope”; there is preset:netra',
        at: '"preset:nope"',
      },
    ]);
  });

  it('refuses two sources of one id', () => {
    const source = '{ "id": "a", "module": "m" }';
    expect(problemsOf(`{ "sources": [${source}, ${source}] }`)).toEqual([
      { key: 'sources[1].id', message: 'the source “a” is there twice', at: '"a"' },
    ]);
  });

  it('reports a text that is no JSON where it breaks', () => {
    expect(problemsOf('{ "exclude": [ }')[0]?.message).toContain('not valid JSON');
    expect(problemsOf('')[0]?.message).not.toBe('');
    expect(problemsOf('[]')).toHaveLength(1);
  });

  it('refuses a staging URL with another protocol', () => {
    const text = '{ "staging": { "targets": { "x": { "apiUrl": "ftp://host" } } } }';
    expect(problemsOf(text)).toMatchObject([{ key: 'staging.targets.x.apiUrl', at: '"ftp://host"' }]);
  });
});

describe('extends', () => {
  it('merges sources by id, the nearer file replacing keys', () => {
    const { sources } = configOf(
      '{ "extends": ["preset:netra"], "sources": [{ "id": "websocket-manager", "owners": ["x/**"] }] }',
    );
    expect(sources.map(({ id }) => id)).toEqual([
      'websocket-manager',
      'websocket-emitter',
      'frontend-websocket',
    ]);
    expect(sources[0]).toMatchObject({
      owners: ['x/**'],
      classes: ['WebSocketManager', 'UnifiedWebSocketManager'],
    });
  });

  it('adds sources of other ids', () => {
    const { sources } = configOf(
      '{ "extends": ["preset:netra"], "sources": [{ "id": "b", "module": "m" }] }',
    );
    expect(sources.map(({ id }) => id)).toEqual([
      'websocket-manager',
      'websocket-emitter',
      'frontend-websocket',
      'b',
    ]);
  });

  it('empties a list of the preset', () => {
    expect(configOf('{ "extends": ["preset:netra"] }').exclude).not.toEqual([]);
    expect(configOf('{ "extends": ["preset:netra"], "exclude": [] }').exclude).toEqual([]);
  });
});

describe('keyRange', () => {
  it('finds a key, and the nearest one around a key that is not written', () => {
    const text = '{\n  "sources": [{ "id": "a" }]\n}';
    expect(keyRange(text, 'sources[0].id').start).toEqual({ line: 2, column: 23 });
    expect(keyRange(text, 'sources[0].module').start).toEqual({ line: 2, column: 15 });
  });
});
