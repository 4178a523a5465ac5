import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArchive } from '../engine/archive.ts';

const path = join(import.meta.dirname, '../../fixtures/inventory/switchboard.txtar');

/** The files of the switchboard: a project whose hubs have multiplied. */
export const switchboard: Readonly<Record<string, string>> = Object.fromEntries(
  parseArchive(readFileSync(path, 'utf8')).files,
);

/** The same without its configuration. */
export const unconfigured: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(switchboard).filter(([file]) => file !== 'ssot.config.json'),
);

/** What the hub's own runtime check tracks: nine names, by the class that each is. */
export const nineBindings: Readonly<Record<string, readonly string[]>> = {
  'board.wire.core._SocketHubCore': [
    'board.wire.core._SocketHubCore',
    'board.wire.socket_hub.UnifiedSocketHub',
    'board.wire.socket_hub._SocketHubCore',
  ],
  'board.wire.core.SocketHubMode': ['board.wire.core.SocketHubMode', 'board.wire.socket_hub.SocketHubMode'],
  'board.wire.contracts.SocketContract': [
    'board.wire.contracts.SocketHubContract',
    'board.wire.socket_hub.SocketHubContract',
  ],
  'board.wire.socket_hub.SocketHubFactory': ['board.wire.socket_hub.SocketHubFactory'],
  'board.wire.contracts.SocketContractChecker': ['board.wire.contracts.SocketHubContractChecker'],
};
