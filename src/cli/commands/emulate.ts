import { writeFile } from 'node:fs/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { profiles } from '../../emulator/profiles.ts';
import { defaultEmulatorPort } from '../../livecheck/protocol.ts';
import { printable } from '../liveCheckText.ts';
import { profileList } from '../profileList.ts';

interface EmulateOptions {
  readonly port: number;
  readonly host: string;
  readonly profile: string;
  readonly fault: readonly string[];
  readonly certificate?: string;
  readonly seed: number;
  readonly list?: boolean;
  readonly allowRemote?: boolean;
}

/** Adds `emulate`: the embedded staging backend, until it is interrupted. */
export function register(program: Command): void {
  program
    .command('emulate')
    .description('run the embedded staging backend, to try the live check on')
    .addOption(
      new Option('--port <port>', 'where to listen; 0 takes a free one')
        .argParser(port)
        .default(defaultEmulatorPort),
    )
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option('--profile <name>', 'how it behaves', profiles[0]!.id)
    .addOption(
      new Option('--fault <name>', 'a way in which it goes wrong beside that; may be given several times')
        .argParser((name: string, before: readonly string[]) => [...before, name])
        .default([], 'none'),
    )
    .addOption(new Option('--seed <n>', 'makes ids, waits and leaks repeatable').argParser(whole).default(1))
    .option('--list', 'list the profiles and the faults')
    .option('--certificate <file>', 'where to write the certificate of a fault that has one, to trust it')
    .option('--allow-remote', 'listen on an address that other machines can reach')
    .option('--config <file>', 'accepted as by every command; this one reads no configuration')
    .option('--no-color', 'no colors')
    .action(async (options: EmulateOptions) => {
      process.exitCode = options.list === true ? list() : await emulate(options);
    });
}

function list(): number {
  process.stdout.write(profileList());
  return 0;
}

async function emulate(options: EmulateOptions): Promise<number> {
  // The server is loaded only here: every other command starts without it.
  const { startEmulator } = await import('../../emulator/emulator.ts');
  const start = await startEmulator({
    port: options.port,
    host: options.host,
    profile: options.profile,
    faults: options.fault,
    seed: options.seed,
    allowRemote: options.allowRemote === true,
    log: (line) => process.stdout.write(`${printable(line)}\n`),
  });
  if (!start.ok) {
    process.stderr.write(`ssot emulate: ${start.error.message}\n`);
    return 2;
  }
  const { url, profile, certificate, close } = start.emulator;
  if (options.certificate !== undefined) {
    if (certificate === null) {
      process.stderr.write('ssot emulate: there is no certificate without a certificate fault\n');
      await close();
      return 2;
    }
    await writeFile(options.certificate, certificate);
  }
  process.stdout.write(
    `${[profile.id, ...options.fault].join(' + ')} listens on ${url}\ncheck it with: ssot check --url ${url}\nend it with Ctrl-C\n`,
  );
  await interrupted();
  await close();
  return 0;
}

/** Resolves at the first request to end, and leaves the next one to the default, which ends the process at once. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve();
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  });
}

function port(text: string): number {
  const value = whole(text);
  if (value > 65_535) throw new InvalidArgumentError('It must be a port, from 0 to 65535.');
  return value;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
