import type { Explanation } from '../../causes.ts';
import { cause } from '../../probeContext.ts';
import type { Frame, SocketSession } from '../../session.ts';

/** The first message that is one of this side's own, as it was sent: it came back, and nobody has answered it. */
export function reflectionIn({ frames }: SocketSession): Frame | null {
  const sent = new Set<string>();
  for (const { direction, opcode, text } of frames)
    if (direction === 'sent' && opcode === 'text') sent.add(text);
  return frames.find(({ direction, text }) => direction === 'received' && sent.has(text)) ?? null;
}

export const explainReflection: Explanation = {
  cause: cause('F53', 'the server sends messages back to whoever sent them: an echo is no answer'),
  nextStep: 'Look at what serves this path: it hands no message to a router.',
};
