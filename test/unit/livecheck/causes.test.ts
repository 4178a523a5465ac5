import { describe, expect, it } from 'vitest';
import { explainClose, type CloseContext } from '../../../src/livecheck/closeCauses.ts';
import { explainError } from '../../../src/livecheck/errorCauses.ts';
import { errorText, type ServerError } from '../../../src/livecheck/message.ts';
import type { Frame } from '../../../src/livecheck/session.ts';

const frameOf = (json: Record<string, unknown>): Frame => ({
  direction: 'received',
  opcode: 'text',
  text: JSON.stringify(json),
  size: 1,
  tMs: 1,
  json,
});
const error = (rest: Partial<ServerError>): ServerError => ({
  code: 'CONNECTION_ERROR',
  type: null,
  reason: null,
  words: '',
  line: '',
  ...rest,
});

describe('an error in the place of a welcome', () => {
  it.each([
    ['the breaker by its code', { code: 'AUTH_CIRCUIT_BREAKER_OPEN' }, 'F35'],
    ['the breaker in the details', { code: 'AUTH_FAILED', reason: 'AUTH_CIRCUIT_BREAKER_OPEN' }, 'F35'],
    ['a refusal', { code: 'AUTH_FAILED', reason: 'VALIDATION_FAILED' }, 'F20'],
    ['a claim', { code: 'VALIDATION_FAILED' }, 'F33'],
    ['a supervisor', { code: 'SERVICE_INIT_FAILED', words: 'agent_supervisor is not available' }, 'F18'],
    ['a thread service', { code: 'SERVICE_INIT_FAILED', words: 'thread_service is None' }, 'F18'],
    ['a manager', { code: 'SERVICE_INIT_FAILED', words: 'WebSocket manager is not available' }, 'F50'],
    ['None called', { type: 'TypeError', words: "'NoneType' object is not callable" }, 'F39'],
    ['an id', { type: 'ValueError', words: 'Invalid request_id format' }, 'F40'],
    ['an enumeration', { type: 'TypeError', words: 'Object of type State is not JSON serializable' }, 'F37'],
    ['a refusal that fails', { type: 'AttributeError', words: 'Connection failed' }, 'F32'],
    ['any other exception', { type: 'RuntimeError', words: 'Failed to create WebSocket manager' }, 'F50'],
    ['a code that is not known', { code: 'SOMETHING' }, null],
    ['no code', { code: null }, null],
  ] as const)('about %s', (_, rest, failure) => {
    const { cause, nextStep } = explainError(error(rest));
    expect(cause.failure).toBe(failure);
    expect(nextStep).not.toBe('');
  });

  it('is read in each of its forms, and no further than anybody looks', () => {
    expect(
      errorText(frameOf({ type: 'error_message', error_code: 'A', details: { reason: 'B' } })),
    ).toMatchObject({ code: 'A', reason: 'B', type: null });
    const data = { error_code: 'A', error_message: 'x'.repeat(2_000), details: { error_type: 'T' } };
    const read = errorText(frameOf({ type: 'error_message', data }));
    expect([read.type, read.words.length]).toEqual(['T', 500]);
  });
});

describe('a close', () => {
  const seen = (rest: Partial<CloseContext>): CloseContext => ({
    code: 1011,
    reason: '',
    ageMs: 5,
    welcomed: false,
    error: null,
    ...rest,
  });
  it.each([
    ['right after the upgrade', {}, 'F18'],
    ['of a connection that was welcomed', { welcomed: true }, null],
    ['long after the upgrade', { ageMs: 5_000 }, null],
    ['for the limit of connections', { reason: 'Factory SSOT validation failed' }, 'F38'],
    ['clean, in the place of the welcome', { code: 1000 }, 'F41'],
    ['clean, after the welcome', { code: 1000, welcomed: true }, null],
    [
      'clean, of a validation that was cancelled',
      { code: 1000, welcomed: true, error: error({ words: 'Auth validation was cancelled after 0.1011s' }) },
      'F58',
    ],
    [
      'after an error that only has the number in it',
      { code: 1000, welcomed: true, error: error({ words: 'took 0.1011s' }) },
      null,
    ],
  ] as const)('%s', (_, rest, failure) => {
    expect(explainClose(seen(rest)).cause.failure).toBe(failure);
  });
});
