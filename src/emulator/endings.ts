import type { WebSocket } from 'ws';
import type { RefusalCode } from './authentication.ts';
import type { AuthenticationBehaviour, Ending } from './behaviour.ts';
import { authenticationError, flatError, wrappedError, type MessageMaker } from './messages.ts';
import type { Send } from './sending.ts';

/** Ends a connection: the error message, if any, then the close, or a cut where a close frame never comes. */
export function endWith(
  socket: WebSocket,
  maker: MessageMaker,
  send: Send,
  { error, code, reason }: Ending,
): void {
  if (error !== null)
    send(
      error.type === null
        ? flatError(maker, error.code, error.message)
        : wrappedError(maker, error.code, error.message, error.type, 'main'),
    );
  if (code === 1006) socket.terminate();
  else socket.close(code, reason);
}

/** How a refusal after acceptance reaches the client. */
export function refuse(
  socket: WebSocket,
  maker: MessageMaker,
  send: Send,
  how: AuthenticationBehaviour['refusal'],
  code: RefusalCode,
): void {
  switch (how) {
    case 'as-designed':
    case 'http-403':
      send(flatError(maker, 'AUTH_FAILED', 'WebSocket authentication failed', { reason: code }));
      socket.close(1008, 'Authentication failed');
      return;
    case 'attribute-error':
      send(wrappedError(maker, 'CONNECTION_ERROR', 'Connection failed', 'AttributeError', 'main'));
      socket.close(1011, 'main mode error');
      return;
    case 'result-code':
      send(authenticationError(maker, code));
      socket.close(1011, 'Auth error');
  }
}
