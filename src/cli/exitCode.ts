/** What the process's exit says to a script. */
export const ExitCode = {
  clean: 0,
  /** Violations, or a verdict that is not a pass. */
  violations: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  internal: 3,
} as const;
