// Rule: legacy-string-reference: the mock names the barrel, so it misses who imports the client itself.
import { expect, it, vi } from 'vitest';
import { react } from './reactions';

vi.mock('../legacy/socketManager');

it('sends a reaction', () => {
  expect(react).toBeTypeOf('function');
});
