import type { Explanation } from '../causes.ts';
import { explainClose } from '../closeCauses.ts';
import type { ErrorProbe } from '../observations.ts';
import type { ServerError } from '../message.ts';
import { cause, finding } from '../probeContext.ts';
import { closeCodes, type Finding } from '../protocol.ts';

/** A little more than the 1 MiB that the backend's own configuration promises at most. */
const oversize = 1_048_576 + 1_024;

export interface BadMessage {
  readonly sent: ErrorProbe['sent'];
  /** As the middle of a sentence. */
  readonly what: string;
  readonly expected: string;
  readonly text: () => string;
  /** A close that is an answer to this message, and not the end of the loop. */
  readonly goodClose: number | null;
}

export const badMessages: readonly BadMessage[] = [
  {
    sent: 'invalid-json',
    what: 'text that is no JSON',
    expected: 'JSON_PARSE_ERROR, and the socket survives',
    text: () => '{"type": "connected"',
    goodClose: null,
  },
  {
    sent: 'unknown-type',
    what: 'a message of an unknown type',
    expected: 'an acknowledgement or an error, and the socket survives',
    text: () => JSON.stringify({ type: 'ssot_no_such_type' }),
    goodClose: null,
  },
  {
    sent: 'oversize',
    what: `a message of ${oversize} bytes`,
    expected: 'an answer, or a close with 1009',
    text: () => JSON.stringify({ type: 'ssot_no_such_type', content: 'x'.repeat(oversize) }),
    goodClose: 1009,
  },
  {
    sent: 'array',
    what: 'a JSON array',
    expected: 'an error, and the socket survives',
    text: () => '[1, 2, 3]',
    goodClose: null,
  },
];

export interface Tried {
  readonly probe: ErrorProbe;
  readonly finding: Finding;
  readonly explanation: Explanation | null;
}

export interface MessageOutcome {
  readonly answered: boolean;
  /** The error message that came in answer. */
  readonly error: ServerError | null;
  readonly close: { readonly code: number; readonly reason: string; readonly tMs: number } | null;
  /** Whether anything came after the message. */
  readonly served: boolean;
}

/** What a server's handling of one bad message is worth. */
export function judgeMessage(
  message: Pick<BadMessage, 'sent' | 'what' | 'expected' | 'goodClose'>,
  seen: MessageOutcome,
  evidence: readonly string[],
): Tried {
  const { sent, what, expected } = message;
  const stated = (
    verdict: Finding['verdict'],
    observed: string,
    explanation: Explanation | null = null,
  ): Tried => ({
    probe: {
      sent,
      expected,
      observed,
      closeCode: seen.close?.code ?? null,
      errorCode: seen.error?.code ?? null,
      survived: seen.close === null,
      verdict,
    },
    finding: finding(verdict, `${what}: ${observed}`, ...evidence),
    explanation,
  });
  const { close } = seen;
  if (close !== null) {
    const said = close.reason === '' ? '' : ` "${close.reason}"`;
    const observed = `the socket is closed with ${close.code} (${closeCodes[close.code] ?? 'not registered'})${said}`;
    if (close.code === message.goodClose) return stated('pass', observed);
    const fatal = close.code === 1011 || close.code === 1006;
    return stated(fatal ? 'fail' : 'warn', observed, explainEnd(sent, close, seen.error));
  }
  if (!seen.served)
    return stated('fail', 'nothing is answered any more, not even a protocol ping', {
      cause: cause(null, 'the message blocks whoever serves the connection'),
      nextStep: 'Look in the log for a blocked event loop after this message.',
    });
  if (seen.error !== null)
    return stated('pass', `an error is told (${seen.error.line}), and the socket survives`);
  if (!seen.answered)
    return stated('warn', 'no answer, and the socket survives', {
      cause: cause('F44', 'the message is dropped: its sender never learns that it was not valid'),
      nextStep: 'Answer such a message with an error that names what is wrong with it.',
    });
  if (sent === 'invalid-json' || sent === 'array')
    return stated('warn', 'it is answered as if it were valid, and the socket survives', {
      cause: cause(null, 'what is not valid is not recognised as such'),
      nextStep: 'Answer such a message with an error that names what is wrong with it.',
    });
  return stated('pass', 'it is answered, and the socket survives');
}

function explainEnd(
  sent: ErrorProbe['sent'],
  close: NonNullable<MessageOutcome['close']>,
  error: ServerError | null,
): Explanation {
  if (close.code === 1000 && (sent === 'array' || sent === 'invalid-json'))
    return {
      cause: cause('F49', 'the message ends the receive loop, which closes cleanly as if all were well'),
      nextStep: 'Catch what the message throws inside the receive loop, and answer with an error.',
    };
  if (close.code === 1011)
    return {
      cause: cause(null, 'the message raises an exception that nothing catches'),
      nextStep: 'Look in the log for the exception, and answer such a message with an error.',
    };
  if (close.code === 1008)
    return {
      cause: cause(null, 'the server takes the message for a violation of its policy'),
      nextStep: 'If one bad message is not meant to cost the connection, answer it with an error.',
    };
  return explainClose({ code: close.code, reason: close.reason, ageMs: close.tMs, welcomed: true, error });
}
