import { parseArgs } from 'node:util';

/** The port that the sample workspace's configuration names. */
export const samplePort = 18080;

export const usage = `npm start [-- OPTIONS]

Builds, starts the embedded staging backend, and opens VS Code with the extension and a copy of the sample
workspace: the desktop VS Code where one is installed, else a headless one whose address is printed.
Everything ends with Ctrl-C.

  --headless    the headless VS Code even where a desktop one is installed
  --port PORT   port of the backend (${samplePort}); the copy's configuration follows
  --keep        go on with the copy of the last start, exactly as it is
  --check       start everything headless, wait for the extension, save .cache/start.png, and end
  --help
`;

/**
 * @param {string[]} argv
 * @returns {{ headless: boolean, port: number, keep: boolean, check: boolean, help: boolean }}
 * @throws {Error} with a message for a human
 */
export function parseStart(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      headless: { type: 'boolean', default: false },
      port: { type: 'string', default: String(samplePort) },
      keep: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`not a port: ${values.port}`);
  return { ...values, port };
}
