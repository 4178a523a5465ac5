import { connect } from 'node:tls';
import type { Emulator } from '../../../src/emulator/emulator.ts';

/** Talks TLS to a backend, trusting its certificate and nothing else; gives what is wrong with it, null for nothing. */
export function hostOnlyTrust({ port, certificate }: Emulator): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ca: certificate ?? [], servername: '' });
    socket.on('secureConnect', () => {
      resolve(null);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error));
  });
}
