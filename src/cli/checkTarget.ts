import { startEmulator } from '../emulator/emulator.ts';
import type { TargetSettings } from '../livecheck/protocol.ts';
import type { CheckDependencies, CheckOptions, ReadTargets } from './commands/check.ts';
import { UsageFault } from './usageError.ts';

/** A backend for as long as a check lasts. */
export interface CheckedBackend {
  readonly target: TargetSettings;
  /** Who named it: secrets of the environment go to what the user named, and none to a backend that was started for the check. */
  readonly from: 'url' | 'configuration' | 'profile';
  /** Ends what was started for the check. */
  readonly end: () => Promise<void>;
}

/** The backend that the options name; a profile's is started. @throws UsageFault where they name none */
export async function backendFor(
  options: CheckOptions,
  dependencies: CheckDependencies,
): Promise<CheckedBackend> {
  const { profile, url } = options;
  if (profile !== undefined) return startProfile(profile, dependencies.pace ?? 1);
  const end = (): Promise<void> => Promise.resolve();
  if (url !== undefined) return { target: { apiUrl: url }, from: 'url', end };
  return { target: await namedTarget(options, dependencies.readTargets), from: 'configuration', end };
}

async function startProfile(profile: string, pace: number): Promise<CheckedBackend> {
  const start = await startEmulator({ port: 0, profile, pace });
  if (!start.ok) {
    if (start.error.code === 'unknown-profile') throw new UsageFault([start.error.message]);
    throw new Error(start.error.message);
  }
  const { url, close } = start.emulator;
  const label = `the embedded backend with the profile ${profile}`;
  return { target: { apiUrl: url, label }, from: 'profile', end: close };
}

async function namedTarget(options: CheckOptions, readTargets: ReadTargets): Promise<TargetSettings> {
  const reading = await readTargets(options.config);
  if (!reading.ok) throw new UsageFault([reading.message]);
  const names = Object.keys(reading.targets);
  const known = names.length === 0 ? 'the configuration has no targets' : `there are ${names.join(', ')}`;
  if (options.target === undefined) {
    if (names.length === 1) return reading.targets[names[0]!]!;
    throw new UsageFault([`say what to check with --url URL, --target NAME or --profile NAME; ${known}`]);
  }
  if (!Object.hasOwn(reading.targets, options.target))
    throw new UsageFault([`there is no target "${options.target}"; ${known}`]);
  return reading.targets[options.target]!;
}
