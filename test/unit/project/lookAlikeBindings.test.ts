import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractPythonFacts } from '../../../src/engine/python/extractFacts.ts';
import { likenessOf } from '../../../src/engine/inventory/likeness.ts';
import { createLookAlikeBindingSearch } from '../../../src/project/lookAlikeBindings.ts';

const search = createLookAlikeBindingSearch(['*WebSocket*Manager*']);
const found = (text: string): ReturnType<typeof search> => search(Buffer.from(text));

describe('a likeness', () => {
  it('asks for the parts of a pattern in any order and case, and for a whole name where nothing is left open', () => {
    const isAlike = likenessOf(['*WebSocket*Manager*', 'Hub']);
    for (const name of ['WebSocketManager', 'ManagerOfWebsockets', '_UnifiedWEBSOCKETManagerImpl', 'Hub'])
      expect(isAlike(name)).toBe(true);
    for (const name of ['WebSocket', 'SocketManager', 'HubManager', 'hub', ''])
      expect(isAlike(name)).toBe(false);
    expect(likenessOf(['*'])('Anything')).toBe(false);
  });
});

describe('the look for bound look-alikes', () => {
  it.each([
    ['class WebSocketManager:', 'class'],
    ['class  \\\n  ManagerForWebSocket(Base):', 'class'],
    ['class mock_websocket_manager:', 'class'],
    ['WebSocketManager = Other', 'other'],
    ['WebSocketManager: TypeAlias = Other', 'other'],
    ['from m import A as WebSocketManager', 'other'],
    ['class WebSocketManager: pass\nOldWebSocketManager = WebSocketManager', 'other'],
    ['export const webSocketManagerX = 1; const WebSocketManager = 2', 'other'],
  ])('finds %s', (text, how) => {
    expect(found(text)).toBe(how);
  });

  it.each([
    'websocket_manager = make()',
    'WebSocketManager == other',
    'from m import WebSocketManager',
    'call(WebSocketManager)',
    'def f(x: WebSocketManager): ...',
    'class WebSocket: pass',
    'subclass WebSocketManager',
  ])('is not misled by %s', (text) => {
    expect(found(text)).toBeUndefined();
  });

  it('misses no class and no alias that the facts have', () => {
    const isAlike = likenessOf(['*WebSocket*Manager*']);
    const part = fc.constantFrom('WebSocket', 'websocket', 'Manager', 'manager', 'MANAGER', 'Hub', '_', 'X2');
    const name = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `C${parts.join('')}`);
    const line = fc.tuple(fc.constantFrom('class', 'alias', 'as', 'use'), name).map(([how, each]) => {
      if (how === 'class') return `class ${each}(Base):\n    pass\n`;
      if (how === 'alias') return `${each}   =   Other\n`;
      return how === 'as' ? `from m import (\n    Other as ${each},\n)\n` : `print(${each})\n`;
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = lines.join('');
        const isThere = extractPythonFacts(text).bindings.some(
          (binding) => binding.name !== 'Other' && isAlike(binding.name),
        );
        expect(found(text) !== undefined).toBe(isThere);
      }),
    );
  });
});
