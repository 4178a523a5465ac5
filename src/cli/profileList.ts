import { faults } from '../emulator/faults.ts';
import { profiles } from '../emulator/profiles.ts';

/** The embedded backend's profiles and faults, one line each. */
export function profileList(): string {
  const rows = [...profiles, ...faults];
  const width = Math.max(...rows.map(({ id }) => id.length));
  const lines = (each: readonly { readonly id: string; readonly description: string }[]): string =>
    each.map(({ id, description }) => `  ${id.padEnd(width)}  ${description}\n`).join('');
  return `profiles\n${lines(profiles)}\nfaults, to put on any profile with ssot emulate --fault\n${lines(faults)}`;
}
